"""Asking for advice and escalating: somebody else has to answer, and until then it is on everybody's list."""

from __future__ import annotations

import pytest

from checklist.errors import ChecklistError, NotFound, Refused
from checklist.model.accounts import Principal
from checklist.model.center.desk import MessageKind
from checklist.store import db
from checklist.store.center import messages
from tests.center_desk import acting, colleague, staff, take_down
from tests.world import World, by


def waiting(who: Principal) -> list[tuple[str, str]]:
    with db.reading() as connection:
        return [(one.message.kind.value, one.number) for one in messages.open_ones(by(connection, who))]


def test_an_escalation_stands_before_older_questions_until_a_superior_has_received_it(world: World) -> None:
    who, other = staff(world), colleague()
    first, second = take_down(who), take_down(who)
    with acting(who) as act:
        asked = messages.ask(act, first, MessageKind.ADVICE, "どこに紹介するか")
        urgent = messages.ask(act, second, MessageKind.URGENT, "虐待の疑い")
    assert waiting(other) == [("urgent", "2026-00002"), ("advice", "2026-00001")]
    with acting(other) as act:
        messages.settle(act, urgent, "受領した。所長に報告する。")
        messages.settle(act, asked, "弁護士会を案内する。")
    assert waiting(who) == []
    with db.reading() as connection:
        kinds = [one.kind for one in messages.of_case(by(connection, who), second)]
    assert kinds == [MessageKind.URGENT, MessageKind.RECEIPT]


def test_nobody_answers_the_own_question(world: World) -> None:
    who = staff(world)
    case_id = take_down(who)
    with acting(who) as act:
        asked = messages.ask(act, case_id, MessageKind.ADVICE, "どう答えるか")
    with pytest.raises(Refused, match="本人"), acting(who) as act:
        messages.settle(act, asked, "自分で決めた")
    assert len(waiting(who)) == 1


@pytest.mark.parametrize("text", ["", " ", "あ" * 2001])
def test_a_message_says_something_and_not_too_much(text: str, world: World) -> None:
    case_id = take_down(staff(world))
    with pytest.raises(Refused, match="2,000文字以内"), acting(staff(world)) as act:
        messages.ask(act, case_id, MessageKind.ADVICE, text)


def test_what_is_not_there_is_neither_asked_about_nor_answered(world: World) -> None:
    case_id, other = take_down(staff(world)), colleague()
    with pytest.raises(NotFound), acting(staff(world)) as act:
        messages.ask(act, 99, MessageKind.ADVICE, "？")
    with pytest.raises(NotFound), acting(other) as act:
        messages.settle(act, 99, "はい")
    with pytest.raises(ChecklistError), acting(staff(world)) as act:
        messages.ask(act, case_id, MessageKind.ANSWER, "答え")
