"""Polls at their edges: days that pass, years that begin elsewhere, passes, other hospitals, two at once, and a fall in the middle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import ChecklistError, Forbidden, Refused, Stale
from checklist.model.visits import DateOffer, DatePoll, DayPart, PollState, VisitState, VisitTime
from checklist.readings import date_poll_page, notice_source
from checklist.store import db, region, rows
from checklist.store.act import Act
from checklist.store.hospitals import hospitals
from checklist.store.visits import date_polls, visit_day_rows, visit_steps, visits
from checklist.ui.visits import date_poll_view
from tests.cycle import who
from tests.store.visits.test_date_polls import NO, ONE, TWO, YES, answer, fix, offer, page, poll, visit
from tests.world import HOST, LEADING, STRANGER, World, by

THIRD = VisitTime(date(2026, 12, 5), DayPart.MORNING)
Deed = Callable[[Act, World, DatePoll], object]
DEEDS: dict[str, Deed] = {
    "read": lambda act, world, found: date_polls.of_visit(act, world.visit),
    "offer": lambda act, world, found: date_polls.offer(act, world.visit, found.version, [THIRD]),
    "drop": lambda act, world, found: date_polls.drop(act, found.offers[0].id, found.version),
    "answer": lambda act, world, found: date_polls.answer(act, found.offers[0].id, YES),
    "fix": lambda act, world, found: date_polls.fix(act, found.offers[0].id, found.seen),
    "withdraw": lambda act, world, found: date_polls.withdraw(act, world.visit, found.version),
}


def does(world: World, login: str, deed: str, found: DatePoll) -> None:
    with db.writing() as connection:
        DEEDS[deed](by(connection, who(world, login)), world, found)


def outcome(world: World, login: str, deed: str, found: DatePoll) -> type[BaseException] | None:
    try:
        does(world, login, deed, found)
    except ChecklistError as error:
        return type(error)
    return None


PARTLESS = (
    "manager.h03",
    "manager.h04",
    "evaluator.h04",
    "evaluator.h01",
    "leader.h01",
    "leader.h02",
    "center",
    "admin",
    "expert",
)


def test_a_pass_opens_no_poll_whoever_holds_it(world: World) -> None:
    offer(world, ONE, TWO)
    before = poll(world)
    with db.writing() as connection:
        for login in ("evaluator.h02", "manager.h01", "manager.h02", "secretariat"):
            act = by(connection, replace(who(world, login), visit_scope=world.visit))
            for deed in DEEDS.values():
                with pytest.raises(Forbidden):
                    deed(act, world, before)
            assert date_poll_page.lines(act) == []
            assert date_poll_page.find(act, world.visit) is None
    assert poll(world) == before


def test_nobody_else_has_any_part_in_it(world: World) -> None:
    offer(world, ONE, TWO)
    before = poll(world)
    with db.writing() as connection:
        for login in PARTLESS:
            for deed in DEEDS.values():
                with pytest.raises(Forbidden):
                    deed(by(connection, who(world, login)), world, before)
    assert poll(world) == before


@pytest.mark.parametrize("deed", DEEDS)
def test_who_no_longer_comes_has_no_part_in_it_and_who_comes_instead_has(deed: str, world: World) -> None:
    offer(world, ONE, TWO)
    before, others = poll(world), (world.hospitals[STRANGER],)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        member = (world.people["evaluator.h04"].id,)
        visits.change(act, replace(visits.get(act, world.visit), evaluator_ids=others, member_ids=member))
    for login in ("manager.h02", "evaluator.h02"):
        assert outcome(world, login, deed, before) is Forbidden
    assert outcome(world, "evaluator.h04", deed, before) is None


SEEN = [("2026-11-22", 2), ("2026-12-03", 2), ("2026-12-04", 1), ("2026-12-05", 0), ("2027-12-05", 0)]


@pytest.mark.parametrize(("today", "coming"), SEEN)
def test_days_that_are_past_are_not_counted_among_those_to_answer(
    today: str, coming: int, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(world, ONE, TWO)
    monkeypatch.setenv("CHECKLIST_TODAY", today)
    with db.reading() as connection:
        act = by(connection, who(world, "evaluator.h02"))
        (line,) = date_poll_page.lines(act)
        tasks = [one.detail for one in date_poll_page.tasks(act)]
        told = [one.what for one in notice_source.read(act) if one.thread.startswith("poll")]
    assert (line.coming, line.unanswered, line.complete) == (coming, coming, False)
    counted = f"候補{coming}件"
    assert [counted in one for one in (*tasks, *told)] == [True, True] * bool(coming)
    detail = date_poll_view._line(line).detail
    assert detail.startswith(f"{counted}。" if coming else "候補日はすべて過ぎています。")
    assert len(page(world).to_answer) == coming


def test_a_poll_of_days_that_are_all_past_can_go_on_or_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(world, ONE, TWO)
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-12-05")
    found = poll(world)
    for deed, fault in (("answer", "過ぎた候補日"), ("fix", "過ぎた日には決められません")):
        with pytest.raises(Refused, match=fault):
            does(world, "evaluator.h02", deed, found)
    assert poll(world) == found
    assert [(one.past, one.suits_all) for one in page(world).standings] == [(True, False)] * 2
    offer(world, THIRD, seen=1)
    assert page(world).standings[0].offer.time == THIRD
    does(world, "evaluator.h02", "withdraw", poll(world))
    assert poll(world).state is PollState.WITHDRAWN


def test_a_day_for_which_nobody_is_asked_suits_nobody(world: World) -> None:
    offer(world, ONE)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        visits.change(act, replace(visits.get(act, world.visit), member_ids=()))
        connection.execute("DELETE FROM role WHERE role = 'safety_manager' AND person_id = ?",
                           [world.people["manager.h01"].id])  # fmt: skip
    found = _page(world, "secretariat")
    assert found.voices == ()
    assert [one.suits_all for one in found.standings] == [False]
    with db.reading() as connection:
        assert [one.complete for one in date_poll_page.lines(by(connection, who(world, "secretariat")))] == [False]


def _page(world: World, login: str) -> date_poll_page.PollPage:
    with db.reading() as connection:
        found = date_poll_page.find(by(connection, who(world, login)), world.visit)
    assert found
    return found


@pytest.mark.parametrize(
    ("start", "day", "fits"),
    [
        (4, date(2026, 11, 22), True), (4, date(2026, 11, 21), False), (4, date(2027, 3, 31), True),
        (4, date(2027, 4, 1), False), (1, date(2026, 12, 31), True), (1, date(2027, 1, 1), False),
        (10, date(2027, 9, 30), True), (10, date(2027, 10, 1), False), (4, date(2027, 2, 28), True),
        (4, date(9999, 12, 31), False), (4, date(1, 1, 1), False),
    ],
)  # fmt: skip
def test_a_day_is_of_the_year_as_the_region_counts_years(start: int, day: date, fits: bool, world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        region.save(act, replace(region.of(act), fiscal_year_start_month=start))
    if fits:
        offer(world, VisitTime(day))
        assert [one.time.on_date for one in poll(world).offers] == [day]
        fix(world)
        assert visit(world).visit_date == day
    else:
        with pytest.raises(Refused, match=r"過ぎた日|年度の日付"):
            offer(world, VisitTime(day))


def test_a_time_that_was_taken_back_may_be_offered_again_and_is_asked_anew(world: World) -> None:
    offer(world, ONE, TWO)
    answer(world, "manager.h01", NO)
    before = poll(world)
    does(world, "evaluator.h02", "drop", before)
    offer(world, ONE, seen=2)
    after = poll(world)
    assert [one.time for one in after.offers] == [ONE, TWO]
    assert after.offers[0].id not in [one.id for one in before.offers]
    assert after.offers[0].answers == {}
    with pytest.raises(Refused, match="すでに候補にあります"):
        offer(world, ONE, seen=3)
    with pytest.raises(Refused, match="取り下げられています"):
        does(world, "evaluator.h02", "fix", replace(after, offers=before.offers))


# What one does, and what it comes to for another who acts on what stood there before.
TWO_AT_ONCE = [
    ("offer", "offer", Stale), ("offer", "drop", Stale), ("offer", "fix", Stale), ("offer", "withdraw", Stale),
    ("offer", "answer", None), ("drop", "answer", Refused), ("drop", "drop", Stale), ("drop", "fix", Stale),
    ("answer", "fix", Stale), ("answer", "offer", None), ("answer", "withdraw", None), ("answer", "drop", None),
    ("fix", "fix", Stale), ("fix", "answer", Refused), ("fix", "offer", Stale), ("fix", "withdraw", Stale),
    ("withdraw", "withdraw", Stale), ("withdraw", "fix", Stale), ("withdraw", "answer", Refused), ("withdraw", "offer", Stale),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "comes_to"), TWO_AT_ONCE)
def test_of_two_at_once_the_second_overwrites_nothing_that_they_have_not_seen(
    first: str, second: str, comes_to: type[BaseException] | None, world: World
) -> None:
    offer(world, ONE, TWO)
    seen = poll(world)
    does(world, "evaluator.h02", first, seen)
    between, day = poll(world), visit(world).visit_date
    assert outcome(world, "second.h02", second, seen) is comes_to
    if comes_to:
        assert (poll(world), visit(world).visit_date) == (between, day)


class Fell(Exception):
    """The power went."""


@pytest.mark.parametrize(
    ("deed", "module", "name", "after"),
    [
        ("offer", rows, "insert", 0), ("drop", rows, "update", 1), ("fix", visits, "fix_day", 0),
        ("fix", visit_day_rows, "note", 0), ("answer", rows, "insert", 0), ("withdraw", rows, "update", 0),
    ],
)  # fmt: skip
def test_what_falls_in_the_middle_is_not_done_at_all(
    deed: str, module: object, name: str, after: int, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(world, ONE, TWO)
    before, kept, calls = poll(world), getattr(module, name), []

    def falls(*args: object, **named: object) -> object:
        calls.append(name)
        if len(calls) > after:
            raise Fell
        return kept(*args, **named)

    with monkeypatch.context() as patch:
        patch.setattr(module, name, falls)
        with pytest.raises(Fell):
            does(world, "evaluator.h02", deed, before)
    assert (poll(world), visit(world).visit_date) == (before, date(2026, 11, 25))
    assert outcome(world, "evaluator.h02", deed, before) is None


@pytest.mark.parametrize("state", [VisitState.CANCELLED, VisitState.ON_SITE])
def test_a_visit_that_has_begun_or_was_called_off_asks_nobody(state: VisitState, world: World) -> None:
    offer(world, ONE, TWO)
    with db.writing() as connection:
        visit_steps.move(by(connection, who(world, "secretariat")), world.visit, state)
    for login in ("manager.h01", "evaluator.h02", "secretariat"):
        with db.reading() as connection:
            act = by(connection, who(world, login))
            assert (date_poll_page.tasks(act), date_poll_page.lines(act)) == ([], [])
            assert not [one for one in notice_source.read(act) if one.thread.startswith("poll")]
    assert {outcome(world, "evaluator.h02", one, poll(world)) for one in DEEDS if one not in ("read", "withdraw")} == {
        Refused
    }


@pytest.mark.parametrize("name", ["架空<b>病院", "[架空](http://x)", "架空&amp;\"'`$x$", "﷽" * 100, "👩\u200d⚕️病院"])
def test_a_hospital_is_called_in_titles_as_it_is_called(name: str, world: World) -> None:
    offer(world, ONE)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        hospitals.save(act, replace(hospitals.get(act, world.hospitals[HOST]), name=name))
        assert hospitals.get(act, world.hospitals[LEADING]).name == "架空市民病院"
    assert _page(world, "manager.h01").title == f"架空市民病院から{name}への訪問"


def test_the_most_times_fit_and_none_more(world: World) -> None:
    times = [VisitTime(date(2027, 1, 1 + place // 2), list(DayPart)[place % 2]) for place in range(date_polls.MOST)]
    offer(world, *times)
    assert len(poll(world).offers) == date_polls.MOST
    with pytest.raises(Refused, match="20件まで"):
        offer(world, ONE, seen=1)
    for place, one in enumerate(poll(world).offers):
        assert isinstance(one, DateOffer)
        answer(world, "manager.h01", YES, place)
    assert _page(world, "manager.h01").unanswered == 0
