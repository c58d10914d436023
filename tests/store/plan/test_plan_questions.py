"""What a plan rests on: classes of the year, visits that are there, recent pairs, months that are open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Forbidden, Refused
from checklist.model.accounts import Principal
from checklist.model.hospitals import Addon, Filing, Hospital, HospitalKind
from checklist.model.plan import DutyState, PlanDraft, PlanDuty, PlannedVisit
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.readings import year_plan
from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.store.plan import plan_questions
from checklist.store.plan.plan_questions import closed_months, partners
from checklist.store.visits import visit_steps, visits
from tests import cycle
from tests.cycle import who
from tests.world import HOST, LEADING, SMALL, STRANGER, YEAR, World, by, principal

BOUNDS = (date(2026, 4, 1), date(2027, 3, 31))
ONE = Hospital(1, "H01", "架空中央病院", "", "", 200, HospitalKind.GENERAL, False, False, 35.5, 139.0, "甲会", "北山")


def filed(addon: Addon, number: int, since: date, until: date | None = None) -> Filing:
    return Filing(0, 1, addon, number, since, until, "")


def test_the_class_of_a_year_is_the_last_one_filed_for_any_day_of_it() -> None:
    changed = [
        filed(Addon.SAFETY, 1, date(2022, 4, 1), date(2026, 9, 30)), filed(Addon.SAFETY, 2, date(2026, 10, 1)),
        filed(Addon.REGIONAL, 1, date(2022, 4, 1), date(2026, 3, 31)),
    ]  # fmt: skip
    found = partners([ONE], changed, BOUNDS)[1]
    assert (found.safety, found.regional, found.place, found.group, found.area) == (
        2,
        None,
        (35.5, 139.0),
        "甲会",
        "北山",
    )


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("", set()), ("8/1-8/31", {8}), ("12/29-1/3", set()), ("12/1-1/31", {12, 1}), ("4/1-4/29", set()),
        ("4/1-4/30、2/1-2/29", {4, 2}), ("1/1-12/31", set(range(1, 13))),
    ],
)  # fmt: skip
def test_a_month_is_closed_when_no_working_day_of_it_is_left(text: str, closed: set[int]) -> None:
    assert closed_months(text, BOUNDS) == closed


def duties(world: World, code: str) -> dict[PlanDuty, DutyState]:
    with db.reading() as connection:
        asked = plan_questions.of_year(by(connection), YEAR, PlanDraft())
        found = year_plan.states(asked, ())
    return {one.duty: one.state for one in found if one.hospital_id == world.hospitals[code]}


def test_a_visit_counts_for_both_sides_and_for_the_visitor_once_the_report_is_handed_over(world: World) -> None:
    nothing = DutyState.MISSING
    assert duties(world, LEADING) == {
        PlanDuty.EVALUATES_ONE: DutyState.PLANNED, PlanDuty.EVALUATES_TWO: nothing, PlanDuty.EVALUATED: nothing
    }  # fmt: skip
    assert duties(world, SMALL) == {PlanDuty.EVALUATED: nothing}
    cycle.sealed(world)
    assert duties(world, HOST)[PlanDuty.EVALUATED] is DutyState.DONE
    assert duties(world, LEADING)[PlanDuty.EVALUATES_ONE] is DutyState.HELD
    cycle.handed_over(world)
    assert duties(world, LEADING)[PlanDuty.EVALUATES_ONE] is DutyState.DONE


@pytest.mark.parametrize("mode", [VisitMode.ONLINE, VisitMode.PAPER])
def test_a_visit_not_made_in_person_meets_no_duty_and_still_takes_its_month(world: World, mode: VisitMode) -> None:
    with db.writing() as connection:
        visits.change(by(connection), replace(visits.get(by(connection), world.visit), mode=mode))
    assert duties(world, LEADING)[PlanDuty.EVALUATES_ONE] is DutyState.MISSING
    with db.reading() as connection:
        asked = plan_questions.of_year(by(connection), YEAR, PlanDraft())
    assert [(one.visit_id, one.pinned) for one in asked.fixed] == [(world.visit, True)]


def test_a_visit_only_recorded_counts_and_a_cancelled_one_does_not(world: World) -> None:
    ids = world.hospitals
    paper = Visit(
        0, YEAR, ids[SMALL], (ids[LEADING],), (), date(YEAR, 10, 1), VisitMode.IN_PERSON, VisitState.PLANNED, True, ""
    )
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        visits.add(act, paper, ())
        visit_steps.move(act, world.visit, VisitState.CANCELLED)
    assert duties(world, SMALL) == {PlanDuty.EVALUATED: DutyState.PLANNED}
    assert duties(world, HOST)[PlanDuty.EVALUATED] is DutyState.MISSING


def test_pairs_are_remembered_for_three_years_and_the_nearest_counts(world: World) -> None:
    pair = (world.hospitals[LEADING], world.hospitals[HOST])
    with db.reading() as connection:
        ago = [plan_questions.of_year(by(connection), YEAR + more, PlanDraft()).recent for more in range(5)]
    assert [found.get(pair) for found in ago] == [None, 1, 2, 3, None]


def test_a_pin_of_the_draft_stays_and_what_it_releases_is_asked_anew(world: World) -> None:
    ids = world.hospitals
    pin, loose = PlannedVisit(ids[SMALL], (ids[HOST],), 1, True), PlannedVisit(ids[SMALL], (ids[STRANGER],), 2)
    with db.reading() as connection:
        asked = plan_questions.of_year(by(connection), YEAR, PlanDraft(visits=(pin, loose), released=(world.visit,)))
    assert asked.fixed == (pin,)
    assert not asked.edges
    assert asked.former.keys() == {(ids[LEADING], ids[HOST]), (ids[HOST], ids[SMALL]), (ids[STRANGER], ids[SMALL])}


def test_the_months_to_come_are_open_and_all_of_a_year_that_is_not_running(world: World) -> None:
    with db.reading() as connection:
        months = {year: plan_questions.of_year(by(connection), year, PlanDraft()).months for year in (2020, 2040)}
    assert set(months.values()) == {(4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)}


def test_a_hospital_reads_its_own_duties_and_nobody_elses(world: World) -> None:
    with db.reading() as connection:
        mine = by(connection, who(world, "manager.h01"))
        own = plan_questions.duties_of(mine, world.hospitals[HOST], YEAR)
        assert {one.hospital_id for one in own} == {world.hospitals[HOST]}
        with pytest.raises(Forbidden):
            plan_questions.duties_of(mine, world.hospitals[LEADING], YEAR)


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "center", "admin"])
def test_the_whole_plan_is_for_those_who_make_it(world: World, login: str) -> None:
    with db.reading() as connection:
        person: Principal = principal(world.people[login])
        for ask in (
            lambda view: plan_questions.of_year(view, YEAR, PlanDraft()),
            lambda view: plan_questions.last_year(view, YEAR),
            lambda view: plan_questions.released(view, PlanDraft()),
        ):
            with pytest.raises(Forbidden):
                ask(by(connection, person))


def test_hospitals_keep_where_they_lie_and_a_half_place_is_refused(world: World) -> None:
    with db.writing() as connection:
        old = hospitals.get(by(connection), world.hospitals[HOST])
        placed = replace(
            old, latitude=35.5, longitude=139.25, corporate_group="甲会", medical_area="北山", closed_days="8/1-8/31"
        )
        hospitals.save(by(connection), placed)
        assert hospitals.get(by(connection), old.id) == placed
        for wrong, told in (
            ({"longitude": None}, "両方を入力"), ({"latitude": 91.0}, "-90から90まで"), ({"closed_days": "夏"}, "例：12/29"),
            ({"corporate_group": "甲" * 101}, "100文字以内"),
        ):  # fmt: skip
            with pytest.raises(Refused, match=told):
                hospitals.save(by(connection), replace(placed, **wrong))


def test_last_years_pairs_come_back_with_their_months(world: World) -> None:
    with db.reading() as connection:
        found = plan_questions.last_year(by(connection), YEAR + 1)
        visit = visits.get(by(connection), world.visit)
    assert [(one.host_id, one.evaluator_ids) for one in found] == [(visit.host_id, visit.evaluator_ids)]
    assert found[0].month == (visit.visit_date.month if visit.visit_date else None)
