"""The schedule of a year: the same days as the list of what is due, to those whom they concern."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Forbidden
from checklist.model.region import Deadlines
from checklist.model.visits import StepState, Visit, VisitMode, VisitState
from checklist.papers import list_document
from checklist.readings import listing, overdue, year_schedule
from checklist.readings.year_schedule import Schedule
from checklist.store import db, region
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from checklist.store.plan import publishing, year_plans
from checklist.store.visits import visit_steps, visits
from tests import cycle
from tests.cycle import who
from tests.store.plan.test_year_plans import NEXT, planned, save
from tests.world import HOST, LEADING, SECOND, SMALL, STRANGER, YEAR, World, by

SEEN = ("secretariat", "manager.h01", "leader.h01", "manager.h02", "manager.h04")
Line = tuple[str, date | None, int | None, str]


def read(world: World, login: str = "secretariat", year: int = YEAR) -> Schedule:
    with db.reading() as connection:
        return year_schedule.of_year(by(connection, who(world, login)), year)


def shown(world: World, login: str = "secretariat", year: int = YEAR, **address: str) -> list[tuple[object, ...]]:
    found = year_schedule.entries(read(world, login, year))
    wish = listing.asked(found, address)
    assert not wish.wrong
    return [line.cells for line in listing.kept(found, wish)]


def another(world: World, host: str, evaluator: str, day: date | None) -> int:
    ids = world.hospitals
    new = Visit(0, YEAR, ids[host], (ids[evaluator],), (), day, VisitMode.IN_PERSON, VisitState.PLANNED, False, "")
    with db.writing() as connection:
        return visits.add(by(connection, who(world, "secretariat")), new, [SECOND.code])


@pytest.mark.parametrize("login", SEEN)
def test_what_is_late_and_due_is_what_the_list_of_what_is_due_says(login: str, world: World) -> None:
    another(world, SMALL, STRANGER, date(YEAR, 10, 5))
    with db.reading() as connection:
        view = by(connection, who(world, login))
        told = {(one.kind, one.day, one.href, one.hospital_ids) for one in overdue.items(view)}
        own = view.principal.hospital_id
    found = [one for one in read(world, login).entries if one.state in (StepState.LATE, StepState.DUE) and one.day]
    # There each hospital reads its own duties alone, here those of its visits.
    mine = {
        (one.kind, one.day, one.href, tuple(key for key in one.hospital_ids if own in (None, key)))
        for one in found
        if own is None or own in one.hospital_ids
    }
    assert mine == told
    assert all(
        one.late == (date(2026, 11, 22) - one.day).days for one in found if one.state is StepState.LATE and one.day
    )


def test_late_comes_first_and_what_is_behind_is_out_of_sight(world: World) -> None:
    another(world, SMALL, STRANGER, date(YEAR, 10, 5))
    lines = shown(world)
    assert [line[5] for line in lines] == sorted((line[5] for line in lines), key=lambda word: word != "期限超過")
    assert lines[0][:5] == (
        "架空みなと病院",
        "架空東病院",
        "協議の記録",
        "架空みなと病院・架空東病院",
        date(YEAR, 8, 6),
    )
    assert lines[0][6] == 108
    assert {line[5] for line in shown(world, step="all")} == {"期限超過", "これから期限", "前の手続きの後"}
    assert all(line[5] == "前の手続きの後" for line in shown(world, step="coming"))
    assert shown(world, step="done") == []


def test_a_hospital_sees_the_steps_of_its_own_visits(world: World) -> None:
    another(world, SMALL, STRANGER, date(YEAR, 12, 5))
    names = {login: {str(line[0]) for line in shown(world, login, step="all")} for login in SEEN}
    both = {"架空中央病院", "架空みなと病院"}
    assert names["secretariat"] == both
    assert names["manager.h01"] == names["leader.h01"] == names["manager.h02"] == {"架空中央病院"}
    assert names["manager.h04"] == {"架空みなと病院"}
    assert {str(line[0]) for line in shown(world, "manager.h03", step="all")} == {"架空みなと病院"}


@pytest.mark.parametrize("login", ["evaluator.h02", "center", "admin"])
def test_it_is_for_those_who_may_read_the_plan(login: str, world: World) -> None:
    with pytest.raises(Forbidden):
        read(world, login)
    with db.reading() as connection, pytest.raises(Forbidden):
        list_document.document(by(connection, who(world, login)), "schedule", {})


def test_a_visit_without_a_day_stands_last_with_its_month_once_that_is_published(world: World) -> None:
    save(world, 0, planned(world, SMALL, HOST, month=9), planned(world, STRANGER, LEADING, month=5))
    assert read(world, year=NEXT).rows == ()
    with db.writing() as connection:
        publishing.publish(by(connection, who(world, "secretariat")), NEXT, 1, [SECOND.code])
    rows = read(world, year=NEXT).rows
    assert [(row.visit.visit_date, row.month) for row in rows] == [(None, 9), (None, 5)]
    assert {one.day for row in rows for one in row.entries} == {None}
    assert {line[4] for line in shown(world, year=NEXT)} == {None}
    # What is only drafted since is nobody's news.
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        changed = replace(year_plans.current(act, NEXT).draft.visits[0], month=2)
        publishing.rearrange(act, NEXT, 2, changed, None)
    assert [row.month for row in read(world, "manager.h03", NEXT).rows] == [9]


def test_what_was_cancelled_is_nobodys_any_more(world: World) -> None:
    with db.writing() as connection:
        visit_steps.move(by(connection, who(world, "secretariat")), world.visit, VisitState.CANCELLED)
    assert read(world).rows == ()


def test_days_of_the_region_move_every_deadline(world: World) -> None:
    before = {one.kind: one.day for one in read(world).entries}
    with db.writing() as connection:
        act = by(connection)
        region.save(act, replace(region.of(act), deadlines=Deadlines(90, 21, 14, 7, 60)))
    after = {one.kind: one.day for one in read(world).entries}
    moved = {kind: (day - before[kind]).days for kind, day in after.items() if day and before[kind]}  # type: ignore[operator]
    assert moved == {
        "agreement": -30, "self_assessment": -7, "approval": -7, "visit": 0, "report": -14, "hand_over": -14,
        "acknowledge": -21, "plan": 16,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("due_on", "state", "late"),
    [(date(2026, 11, 12), StepState.LATE, 10), (date(2026, 11, 22), StepState.DUE, None), (date(2027, 5, 1), StepState.DUE, None)],
)  # fmt: skip
def test_an_improvement_plan_is_the_last_step_of_its_visit(
    due_on: date, state: StepState, late: int | None, world: World
) -> None:
    finding = cycle.sealed(world)
    with db.writing() as connection:
        fields = PlanFields("手順書を改訂する", "架空 担当", due_on)
        improvement_plans.save(by(connection, who(world, "manager.h01")), finding, 0, fields)
    (found,) = (one for one in read(world).entries if one.kind == overdue.PLAN)
    assert (found.day, found.state, found.late) == (due_on, state, late)
    (own,) = (one for one in read(world, "manager.h01").entries if one.kind == overdue.PLAN)
    assert own.href == f"/improvements?finding={finding}"
    # How a hospital mends itself is between it and its visitors' members.
    assert not [one for one in read(world, "manager.h02").entries if one.kind == overdue.PLAN]


def test_one_hospital_alone_and_the_year_that_nobody_has(world: World) -> None:
    another(world, SMALL, STRANGER, date(YEAR, 12, 5))
    found, ids = read(world), world.hospitals
    assert len(year_schedule.of_hospital(found, None).rows) == 2
    assert [row.visit.host_id for row in year_schedule.of_hospital(found, ids[SMALL]).rows] == [ids[SMALL]]
    assert year_schedule.of_hospital(found, 999_999).rows == ()
    assert read(world, year=1900).year == YEAR


def test_counts_are_of_what_is_late_and_soon(world: World) -> None:
    another(world, SMALL, STRANGER, date(YEAR, 10, 5))
    found = read(world)
    late = [one for one in found.entries if one.state is StepState.LATE]
    assert found.count(StepState.LATE) == len(late) > 0
    assert found.count(StepState.DUE) >= found.count(StepState.DUE, 30) >= found.count(StepState.DUE, -1) == 0
