"""What is due next in a visit, and when it is overdue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.closing import Signatory
from checklist.model.region import Deadlines
from checklist.model.visits import Duty, VisitState
from checklist.rules.visits.deadlines import Progress, dues, report_in_time

DAYS = Deadlines(agreement_days=60, self_days=14, report_days=28, acknowledge_days=14, plan_days=30)
TODAY = date(2026, 11, 22)
PLANNED = Progress(VisitState.PLANNED, date(2026, 12, 10))
REPORTED = Progress(VisitState.REPORTED, date(2026, 10, 1), reported_on=date(2026, 10, 10), findings_without_plan=2)


def told(progress: Progress) -> list[tuple[Duty, date | None, bool]]:
    return [(due.duty, due.day, due.overdue) for due in dues(progress, DAYS, TODAY)]


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (
            PLANNED,
            [
                (Duty.AGREEMENT, date(2026, 10, 11), True),
                (Duty.SELF_ASSESSMENT, date(2026, 11, 26), False),
                (Duty.VISIT, date(2026, 12, 10), False),
            ],
        ),
        (
            replace(PLANNED, state=VisitState.AGREED, agreed=True, self_submitted=True),
            [(Duty.APPROVAL, date(2026, 11, 26), False), (Duty.VISIT, date(2026, 12, 10), False)],
        ),
        (
            replace(PLANNED, state=VisitState.READY, agreed=True, self_submitted=True, self_approved=True),
            [(Duty.VISIT, date(2026, 12, 10), False)],
        ),
        (
            replace(PLANNED, visit_date=None),
            [(Duty.AGREEMENT, None, False), (Duty.SELF_ASSESSMENT, None, False), (Duty.VISIT, None, False)],
        ),
        (
            replace(PLANNED, agreed=True, has_sheets=False, visit_date=date(2026, 11, 20)),
            [(Duty.VISIT, date(2026, 11, 20), True)],
        ),
        (Progress(VisitState.ON_SITE, date(2026, 10, 25)), [(Duty.REPORT, date(2026, 11, 22), False)]),
        (Progress(VisitState.ON_SITE, date(2026, 10, 24)), [(Duty.REPORT, date(2026, 11, 21), True)]),
        (
            REPORTED,
            [
                (Duty.HAND_OVER, date(2026, 10, 29), True),
                (Duty.PLAN, date(2026, 11, 9), True),
            ],
        ),
        (
            replace(REPORTED, handed_over_on=date(2026, 11, 15), findings_without_plan=0),
            [(Duty.ACKNOWLEDGE, date(2026, 11, 29), False)],
        ),
        (
            replace(REPORTED, state=VisitState.ACKNOWLEDGED, handed_over_on=date(2026, 11, 1),
                    acknowledged_on=date(2026, 11, 5)),
            [(Duty.PLAN, date(2026, 12, 1), False)],
        ),
        (replace(REPORTED, state=VisitState.CLOSED), []),
        (replace(PLANNED, state=VisitState.CANCELLED), []),
    ],
)  # fmt: skip
def test_what_is_due_when(progress: Progress, expected: list[tuple[Duty, date | None, bool]]) -> None:
    assert told(progress) == expected


def test_each_duty_names_the_side_that_can_do_it() -> None:
    handed_over = replace(REPORTED, handed_over_on=TODAY)
    found = [due for one in (PLANNED, REPORTED, handed_over) for due in dues(one, DAYS, TODAY)]
    sides = {due.duty: due.sides for due in found}
    assert sides[Duty.AGREEMENT] == set(Signatory)
    assert {duty for duty, side in sides.items() if side == {Signatory.HOST}} == {
        Duty.SELF_ASSESSMENT,
        Duty.ACKNOWLEDGE,
        Duty.PLAN,
    }


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (Progress(VisitState.REPORTED, date(2026, 10, 1), reported_on=date(2026, 10, 29)), True),
        (Progress(VisitState.CLOSED, date(2026, 10, 1), reported_on=date(2026, 10, 30)), False),
        (Progress(VisitState.ON_SITE, date(2026, 10, 25)), None),
        (Progress(VisitState.ON_SITE, date(2026, 10, 24)), False),
        (Progress(VisitState.ON_SITE, None), None),
        # On paper alone, without a report sealed here.
        (Progress(VisitState.CLOSED, date(2026, 1, 10)), None),
        (Progress(VisitState.CANCELLED, date(2026, 1, 10)), None),
    ],
)
def test_a_report_is_in_time_or_late_or_still_to_come(progress: Progress, expected: bool | None) -> None:
    assert report_in_time(progress, DAYS, TODAY) is expected
