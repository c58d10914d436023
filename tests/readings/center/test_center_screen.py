"""What the centre sees first: what waits for the reader, what waits for others, and this month in numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.errors import Forbidden
from checklist.model.accounts import Principal
from checklist.model.center import Case, Referral
from checklist.model.center.desk import MessageKind
from checklist.readings.center import center_screen
from checklist.readings.task import Scene, Task
from checklist.store import db
from checklist.store.center import case_drafts, cases, messages
from checklist.store.records import records
from tests.center_desk import CONTACT, acting, colleague, staff, take_down
from tests.world import World, by, principal


def tasks(who: Principal) -> list[Task]:
    with db.reading() as connection:
        view = by(connection, who)
        return list(center_screen.tasks(Scene(view, view.today, 2026, {}, ())))


def tiles(who: Principal) -> dict[str, tuple[str, str]]:
    with db.reading() as connection:
        return {one.title: (one.figure, one.detail) for one in center_screen.tiles(by(connection, who))}


def today(who: Principal) -> date:
    with db.reading() as connection:
        return by(connection, who).today


def test_an_empty_desk_has_nothing_to_do(world: World) -> None:
    assert tasks(staff(world)) == []
    assert [value for value, _ in tiles(staff(world)).values()] == ["0件", "0回", "0件", "0件"]


def test_a_call_that_was_left_open_is_told_to_its_taker_alone(world: World) -> None:
    who, other = staff(world), colleague()
    with acting(who) as act:
        case_drafts.keep(act, {"summary": "途中"})
    assert [(one.title, one.href, one.tone) for one in tasks(who)] == [
        ("入力途中の相談があります", "/consultations", "now")
    ]
    assert tasks(other) == []


def test_an_escalation_is_late_for_others_and_quiet_for_who_sent_it(world: World) -> None:
    who, other = staff(world), colleague()
    case_id = take_down(who)
    with acting(who) as act:
        messages.ask(act, case_id, MessageKind.ADVICE, "どこに紹介するか")
        messages.ask(act, case_id, MessageKind.URGENT, "虐待の疑い")
    assert [(one.tone, one.detail) for one in tasks(other)] == [("late", "虐待の疑い"), ("now", "どこに紹介するか")]
    assert [(one.tone, one.detail) for one in tasks(who)] == [("", "ほかの職員の返事を待っています。")] * 2
    assert {one.href for one in tasks(other)} == {f"/consultations?case={case_id}"}
    assert tiles(other)["返事を待つ照会・報告"][0] == "2件"


def test_what_was_asked_about_a_case_that_was_taken_back_waits_for_nobody(world: World) -> None:
    who, other = staff(world), colleague()
    case_id = take_down(who)
    with acting(who) as act:
        messages.ask(act, case_id, MessageKind.URGENT, "秘密の報告")
        records.withdraw(act, Case, case_id, 1, "誤り")
    assert tasks(other) == []
    assert tiles(other)["返事を待つ照会・報告"][0] == "0件"


def test_places_that_nobody_checked_are_one_task_with_their_number(world: World) -> None:
    who = staff(world)
    day = today(who)
    place = Referral(name="窓口", checked_on=day - timedelta(days=400))
    with acting(who) as act:
        for one in (
            place, replace(place, name="もうすぐ終わる", ended_on=day + timedelta(days=9)), replace(place, name="終わった", ended_on=day),
            replace(place, name="確かめた", checked_on=day),
        ):  # fmt: skip
            records.save(act, None, one)
    (found,) = tasks(who)
    assert (found.title, found.href) == ("1年以上確認していない紹介先が2件あります", "/desk?part=referral")


def test_this_month_and_the_last_one_are_counted_apart(world: World) -> None:
    who = staff(world)
    first = today(who).replace(day=1)
    last = first - timedelta(days=1)
    case_id = take_down(who, received_on=last)
    take_down(who, received_on=first, closed=True)
    take_down(who, received_on=last.replace(day=1) - timedelta(days=1))
    with acting(who) as act:
        cases.add_contact(act, replace(CONTACT, case_id=case_id, held_on=first))
    found = tiles(who)
    month = f"{last.year}年{last.month}月"
    assert found["今月の相談（件）"] == ("1件", f"{month}は1件")
    assert found["今月の対応（回）"] == ("2回", f"{month}は1回")
    assert found["継続中の相談"][0] == "2件"


@pytest.mark.parametrize("login", ["secretariat", "manager.h01", "leader.h01", "evaluator.h02", "admin"])
def test_nobody_else_sees_the_screen_of_the_desk(login: str, world: World) -> None:
    other = principal(world.people[login])
    with db.reading() as connection:
        assert not center_screen.may_read(by(connection, other))
        assert center_screen.may_read(by(connection, staff(world)))
    for look in (tasks, tiles):
        with pytest.raises(Forbidden):
            look(other)
