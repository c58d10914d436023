"""An expert sees the question that was opened, with the summary of its case, until the day that was set; and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.accounts import Person, Principal, Role
from checklist.model.center.desk import MessageKind
from checklist.model.center.passed import Opening
from checklist.readings import calendar
from checklist.rules import access
from checklist.rules.grants import PAGES
from checklist.store import clock, db
from checklist.store.accounts import people
from checklist.store.center import cases, messages, openings, transfers
from checklist.store.records import records
from tests import passed_cases
from tests.center_desk import acting, staff, take_down
from tests.passed_cases import SUMMARY, expert
from tests.world import World, by, principal


def shown(who: Principal, days: int = 0) -> list[Opening]:
    """What somebody sees so many days from now."""
    with db.reading() as connection:
        view = by(connection, who)
        return openings.own(replace(view, today=view.today + timedelta(days=days)))


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def test_an_expert_sees_the_question_until_its_last_day(world: World) -> None:
    who = expert()
    passed_cases.opened(world, who, in_days(7))
    (found,) = shown(who)
    assert (found.number, found.summary, found.advice) == ("2026-00001", SUMMARY, ())
    assert [len(shown(who, days)) for days in (0, 7, 8)] == [1, 1, 0]


def test_advice_stands_with_the_case_and_the_question_is_answered(world: World) -> None:
    who = expert()
    message = passed_cases.opened(world, who, in_days(7))
    with acting(who) as act:
        openings.advise(act, message, "説明の求め方を具体的に案内してください。")
        openings.advise(act, message, "補足：記録の開示請求も案内できます。")
    assert [len(one.advice) for one in shown(who)] == [2]
    with db.reading() as connection:
        view = by(connection, staff(world))
        told = messages.of_case(view, 1)
        assert [(one.kind, one.about, one.person_id) for one in told[1:]] == [
            (MessageKind.ANSWER, message, who.person_id)
        ] * 2
        assert messages.open_ones(view) == []


def test_an_expert_sees_neither_other_cases_nor_what_others_advised(world: World) -> None:
    first, second = expert(), expert("second")
    message = passed_cases.opened(world, first, in_days(7))
    passed_cases.opened(world, second, in_days(7), "別の照会")
    with acting(staff(world)) as act:
        openings.open_to(act, message, second.person_id, in_days(7))
    with acting(second) as act:
        openings.advise(act, message, "別の専門家の助言")
    assert [one.question for one in shown(first)] == ["説明義務の範囲をどう案内するか。"]
    assert shown(first)[0].advice == ()
    assert len(shown(second)) == 2


@pytest.mark.parametrize("what", ["closed", "over", "taken back", "never", "unknown"])
def test_what_is_not_open_today_is_neither_seen_nor_advised(world: World, what: str) -> None:
    who = expert()
    message = passed_cases.opened(world, who if what != "never" else expert("other"), in_days(3))
    days = 4 if what == "over" else 0
    if what == "closed":
        with acting(staff(world)) as act:
            openings.close(act, message, who.person_id)
    if what == "taken back":
        with acting(staff(world)) as act:
            records.withdraw(act, type(cases.get(act, 1).case), 1, 1, "誤入力")
    assert len(shown(who, days)) == (what == "unknown")
    with acting(who) as act:
        late = replace(act, today=act.today + timedelta(days=days))
        with pytest.raises(Forbidden):
            openings.advise(late, 999 if what == "unknown" else message, "助言")


def test_an_expert_opens_no_other_page_and_reads_nothing_of_the_desk(world: World) -> None:
    who = expert()
    message = passed_cases.opened(world, who, in_days(7))
    pages = {page for page in PAGES if access.may_open(page, who)}
    assert pages == {"home", "notices", "own_sessions", "advice"}
    for attempt in (
        lambda act: cases.get(act, 1),
        lambda act: messages.of_case(act, 1),
        lambda act: messages.settle(act, message, "助言"),
        lambda act: openings.of_case(act, 1),
        lambda act: openings.experts(act),
        lambda act: openings.open_to(act, message, who.person_id, in_days(30)),
        lambda act: openings.close(act, message, who.person_id),
        lambda act: transfers.of_case(act, 1),
    ):
        with pytest.raises(Forbidden), acting(who) as act:
            attempt(act)


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "secretariat", "admin"])
def test_an_opening_gives_nothing_to_another_role(world: World, login: str) -> None:
    """Even if its row names somebody else: who is no expert gets nothing by it."""
    message = passed_cases.opened(world, expert(), in_days(7))
    who = principal(world.people[login])
    with db.writing() as connection:
        connection.execute(
            "INSERT INTO case_opening (message_id, expert_id, until, at, person_id) VALUES (?, ?, '2099-01-01', '', 1)",
            [message, who.person_id],
        )
    assert shown(who) == []
    with pytest.raises(Forbidden), acting(who) as act:
        openings.advise(act, message, "助言")


@pytest.mark.parametrize(("days", "fits"), [(-2, False), (0, True), (90, True), (91, False)])
def test_a_question_is_open_for_a_limited_time(world: World, days: int, fits: bool) -> None:
    who = expert()
    message = passed_cases.opened(world, who, in_days(1))
    if fits:
        with acting(staff(world)) as act:
            openings.open_to(act, message, who.person_id, in_days(days))
        assert shown(who)[0].until == in_days(days)
        return
    with pytest.raises(Refused, match="90日以内"), acting(staff(world)) as act:
        openings.open_to(act, message, who.person_id, in_days(days))


def test_only_questions_are_opened_and_only_to_experts(world: World) -> None:
    who, case = expert(), take_down(staff(world))
    with acting(staff(world)) as act:
        urgent = messages.ask(act, case, MessageKind.URGENT, "至急")
        asked = messages.ask(act, case, MessageKind.ADVICE, "照会")
    for message, person, told in (
        (urgent, who.person_id, NotFound),
        (999, who.person_id, NotFound),
        (asked, world.people["manager.h01"].id, Refused),
    ):
        with pytest.raises(told), acting(staff(world)) as act:
            openings.open_to(act, message, person, in_days(1))
    for text in ("", "あ" * 2001):
        with acting(staff(world)) as act:
            openings.open_to(act, asked, who.person_id, in_days(1))
        with pytest.raises(Refused, match="助言"), acting(who) as act:
            openings.advise(act, asked, text)


@pytest.mark.parametrize(
    ("roles", "hospital"),
    [({Role.EXPERT, Role.CENTER_STAFF}, False), ({Role.EXPERT, Role.SAFETY_MANAGER}, True), ({Role.EXPERT}, True)],
)
def test_an_expert_is_nothing_else_beside_it(world: World, roles: set[Role], hospital: bool) -> None:
    place = world.hospitals["H01"] if hospital else None
    person = Person(0, "both", "架空 法子", place, Role.CENTER_STAFF in roles, frozenset(roles), True)
    with pytest.raises(Refused, match="専門家"), db.writing() as connection:
        people.add(by(connection), person, "雨の日は紙の地図をひらく")


@pytest.mark.parametrize("how", ["inactive", "another role"])
def test_a_question_ends_with_its_expert_and_does_not_come_back_with_the_role(world: World, how: str) -> None:
    who = expert()
    message = passed_cases.opened(world, who, in_days(7))
    with db.writing() as connection:
        person = people.get(by(connection), who.person_id)
        gone = replace(person, active=False) if how == "inactive" else replace(person, roles=frozenset({Role.ADMIN}))
        people.change(by(connection), gone)
    with acting(staff(world)) as act:
        assert who.person_id not in openings.experts(act)
        # Neither longer nor anew, but it can be closed.
        with pytest.raises(Refused, match="専門家"):
            openings.open_to(act, message, who.person_id, in_days(9))
        openings.close(act, message, who.person_id)
    with db.writing() as connection:
        people.change(
            by(connection), replace(people.get(by(connection), who.person_id), active=True, roles=person.roles)
        )
    assert shown(who) == []
    with pytest.raises(Forbidden), acting(who) as act:
        openings.advise(act, message, "遅れた助言")


def test_nobody_is_closed_out_of_what_was_never_open(world: World) -> None:
    who = expert()
    message = passed_cases.opened(world, who, in_days(7))
    for stranger in (world.people["manager.h01"].id, world.people["center"].id, 10**6):
        with pytest.raises(Refused, match="専門家"), acting(staff(world)) as act:
            openings.close(act, message, stranger)
    assert len(shown(who)) == 1


@pytest.mark.parametrize("text", ["", "\u3000", "\x01", "\u200b\u200b", "\ufeff", "\u2029", "長" * 2001])
def test_advice_and_questions_say_something(world: World, text: str) -> None:
    who = expert()
    message = passed_cases.opened(world, who, in_days(7))
    with pytest.raises(Refused, match="助言"), acting(who) as act:
        openings.advise(act, message, text)
    with acting(staff(world)) as act:
        for kind in (MessageKind.ADVICE, MessageKind.URGENT):
            with pytest.raises(Refused, match="内容"):
                messages.ask(act, 1, kind, text)
        assert len(messages.of_case(act, 1)) == 1


def test_two_experts_of_one_question_read_only_themselves_and_end_each_on_their_day(world: World) -> None:
    first, second = expert(), expert("adviser.two")
    message = passed_cases.opened(world, first, in_days(3))
    with acting(staff(world)) as act:
        openings.open_to(act, message, second.person_id, in_days(5))
    for who, text in ((first, "一つ目の助言"), (second, "二つ目の助言")):
        with acting(who) as act:
            openings.advise(act, message, text)
    for day, expected in ((0, (1, 1)), (3, (1, 1)), (4, (0, 1)), (6, (0, 0))):
        assert (len(shown(first, day)), len(shown(second, day))) == expected
    assert [one.advice for one in shown(first)] == [("一つ目の助言",)]
    assert [one.advice for one in shown(second)] == [("二つ目の助言",)]
    with acting(staff(world)) as act:
        openings.close(act, message, first.person_id)
    assert (shown(first), len(shown(second))) == ([], 1)


def test_the_calendar_of_an_expert_holds_no_visit_and_no_question(world: World) -> None:
    who = expert()
    passed_cases.opened(world, who, in_days(7), "照会の文章")
    with db.reading() as connection:
        own = calendar.of_person(by(connection, who), "https://sogo.example").decode()
        managers = calendar.of_person(by(connection, principal(world.people["manager.h01"])), "https://sogo.example")
    assert "BEGIN:VCALENDAR" in own
    assert "BEGIN:VEVENT" not in own
    assert b"BEGIN:VEVENT" in managers
    for word in ("照会の文章", SUMMARY, "2026-00001"):
        assert word not in own
