"""What is due next in a visit, gathered from the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checklist.model.region import Deadlines
from checklist.model.visits import Duty, VisitMode
from checklist.store import db, region
from checklist.store.assessments import assessments
from checklist.store.closing import sealed_reports
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from checklist.store.visits import agreements, visit_progress, visits
from tests import cycle
from tests.cycle import who
from tests.world import World, by

TODAY = date(2026, 11, 22)


def due(world: World, today: date = TODAY) -> list[tuple[Duty, bool]]:
    with db.reading() as connection:
        found = visit_progress.dues_of(by(connection), [visits.get(by(connection), world.visit)], today)[world.visit]
    return [(one.duty, one.overdue) for one in found]


def test_before_the_visit_agreement_self_assessment_and_approval_are_due_in_turn(world: World) -> None:
    assert due(world) == [(Duty.AGREEMENT, True), (Duty.SELF_ASSESSMENT, True), (Duty.VISIT, False)]
    with db.writing() as connection:
        manager = who(world, "manager.h01")
        agreements.record(by(connection, manager), world.visit, date(2026, 9, 1), "両院", VisitMode.ONLINE)
        assessments.submit(by(connection, manager), world.self_assessment, "試行")
    assert due(world) == [(Duty.APPROVAL, True), (Duty.VISIT, False)]
    with db.writing() as connection:
        assessments.approve(by(connection, who(world, "leader.h01")), world.self_assessment)
    assert due(world) == [(Duty.VISIT, False)]


def test_after_the_visit_report_receipt_and_plans_are_due_until_everything_is_done(world: World) -> None:
    cycle.meeting(world)
    finding = cycle.noted(world)
    assert due(world) == [(Duty.REPORT, False)]
    assert due(world, date(2027, 1, 1)) == [(Duty.REPORT, True)]
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    assert [duty for duty, _ in due(world)] == [Duty.HAND_OVER, Duty.PLAN]
    cycle.handed_over(world)
    assert [duty for duty, _ in due(world)] == [Duty.ACKNOWLEDGE, Duty.PLAN]
    with db.writing() as connection:
        sealed_reports.acknowledge(by(connection, who(world, "leader.h01")), world.visit, TODAY)
    assert due(world) == [(Duty.PLAN, False)]
    with db.writing() as connection:
        improvement_plans.save(by(connection, who(world, "manager.h01")), finding, 0, PlanFields("改善する"))
    assert due(world) == []


def test_the_days_are_those_of_the_region(world: World) -> None:
    with db.writing() as connection:
        settings = region.load(connection)
        region.save(by(connection), replace(settings, deadlines=Deadlines(agreement_days=1, self_days=1)))
    assert due(world) == [(Duty.AGREEMENT, False), (Duty.SELF_ASSESSMENT, False), (Duty.VISIT, False)]


def test_what_is_overdue_is_told_only_to_those_who_know_of_the_visit(world: World) -> None:
    with db.reading() as connection:
        for login, count in (("secretariat", 2), ("manager.h01", 2), ("evaluator.h02", 2), ("manager.h04", 0)):
            found = visit_progress.overdue(by(connection, who(world, login)), TODAY)
            assert [one.duty for _, one in found] == [Duty.AGREEMENT, Duty.SELF_ASSESSMENT][:count], login
