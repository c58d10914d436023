"""Every step of a visit on its way through the year: what is due is what the deadlines say, and nothing is told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.model.closing import Signatory
from checklist.model.region import Deadlines
from checklist.model.visits import Duty, StepState, VisitState
from checklist.rules.visits.deadlines import Progress, course, dues

DAYS = Deadlines(agreement_days=60, self_days=14, report_days=28, acknowledge_days=14, plan_days=30)
TODAY = date(2026, 11, 22)
DAY = date(2026, 12, 10)
LATE, DUE, COMING, DONE = StepState.LATE, StepState.DUE, StepState.COMING, StepState.DONE
PLANNED = Progress(VisitState.PLANNED, DAY)
READY = Progress(VisitState.READY, DAY, agreed=True, self_submitted=True, self_approved=True)
HERE = replace(READY, state=VisitState.ON_SITE, visit_date=date(2026, 11, 20))
SEALED = replace(HERE, state=VisitState.REPORTED, visit_date=date(2026, 10, 1), reported_on=date(2026, 10, 3))
HANDED = replace(SEALED, handed_over_on=date(2026, 10, 10), findings_without_plan=1)
RECEIVED = replace(HANDED, state=VisitState.ACKNOWLEDGED, acknowledged_on=date(2026, 10, 12), findings_without_plan=0)


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (PLANNED, {
            "agreement": (LATE, date(2026, 10, 11)), "self_assessment": (DUE, date(2026, 11, 26)),
            "approval": (COMING, date(2026, 11, 26)), "visit": (DUE, DAY), "report": (COMING, date(2027, 1, 7)),
            "hand_over": (COMING, date(2027, 1, 7)), "acknowledge": (COMING, date(2027, 1, 21)),
            "plan": (COMING, date(2027, 2, 6)),
        }),
        (replace(PLANNED, self_submitted=True), {
            "agreement": (LATE, date(2026, 10, 11)), "self_assessment": (DONE, date(2026, 11, 26)),
            "approval": (DUE, date(2026, 11, 26)), "visit": (DUE, DAY), "report": (COMING, date(2027, 1, 7)),
            "hand_over": (COMING, date(2027, 1, 7)), "acknowledge": (COMING, date(2027, 1, 21)),
            "plan": (COMING, date(2027, 2, 6)),
        }),
        (replace(PLANNED, visit_date=None), {
            "agreement": (DUE, None), "self_assessment": (DUE, None), "approval": (COMING, None), "visit": (DUE, None),
            "report": (COMING, None), "hand_over": (COMING, None), "acknowledge": (COMING, None), "plan": (COMING, None),
        }),
        # On paper there is no self-assessment, and so nothing to approve.
        (replace(READY, has_sheets=False, self_submitted=False, self_approved=False), {
            "agreement": (DONE, date(2026, 10, 11)), "visit": (DUE, DAY), "report": (COMING, date(2027, 1, 7)),
            "hand_over": (COMING, date(2027, 1, 7)), "acknowledge": (COMING, date(2027, 1, 21)),
            "plan": (COMING, date(2027, 2, 6)),
        }),
        # Nobody agreed, and the visit was held: it is nothing that anybody has to do any more.
        (replace(HERE, agreed=False, self_approved=False), {
            "self_assessment": (DONE, date(2026, 11, 6)), "visit": (DONE, date(2026, 11, 20)),
            "report": (DUE, date(2026, 12, 18)), "hand_over": (COMING, date(2026, 12, 18)),
            "acknowledge": (COMING, date(2027, 1, 1)), "plan": (COMING, date(2027, 1, 17)),
        }),
        (SEALED, {
            "agreement": (DONE, date(2026, 8, 2)), "self_assessment": (DONE, date(2026, 9, 17)),
            "approval": (DONE, date(2026, 9, 17)), "visit": (DONE, date(2026, 10, 1)),
            "report": (DONE, date(2026, 10, 29)), "hand_over": (LATE, date(2026, 10, 29)),
            "acknowledge": (COMING, date(2026, 11, 12)), "plan": (COMING, date(2026, 11, 28)),
        }),
        (HANDED, {
            "agreement": (DONE, date(2026, 8, 2)), "self_assessment": (DONE, date(2026, 9, 17)),
            "approval": (DONE, date(2026, 9, 17)), "visit": (DONE, date(2026, 10, 1)),
            "report": (DONE, date(2026, 10, 29)), "hand_over": (DONE, date(2026, 10, 29)),
            "acknowledge": (LATE, date(2026, 10, 24)), "plan": (LATE, date(2026, 11, 9)),
        }),
        (RECEIVED, {
            "agreement": (DONE, date(2026, 8, 2)), "self_assessment": (DONE, date(2026, 9, 17)),
            "approval": (DONE, date(2026, 9, 17)), "visit": (DONE, date(2026, 10, 1)),
            "report": (DONE, date(2026, 10, 29)), "hand_over": (DONE, date(2026, 10, 29)),
            "acknowledge": (DONE, date(2026, 10, 24)), "plan": (DONE, date(2026, 11, 9)),
        }),
        (replace(PLANNED, state=VisitState.CANCELLED), {}),
    ],
)  # fmt: skip
def test_where_every_step_of_a_visit_stands(
    progress: Progress, expected: dict[str, tuple[StepState, date | None]]
) -> None:
    found = course(progress, DAYS, TODAY)
    assert {one.duty.value: (one.state, one.day) for one in found} == expected
    assert [one.duty for one in found] == [duty for duty in Duty if duty.value in expected]


@pytest.mark.parametrize("state", [VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED])
def test_a_report_on_paper_is_done_once_somebody_has_said_so(state: VisitState) -> None:
    found = {one.duty: one.state for one in course(Progress(state, DAY, has_sheets=False), DAYS, TODAY)}
    assert found[Duty.REPORT] is found[Duty.HAND_OVER] is found[Duty.VISIT] is DONE
    received = COMING if state is VisitState.REPORTED else DONE
    assert found[Duty.ACKNOWLEDGE] is received
    assert Duty.SELF_ASSESSMENT not in found


@pytest.mark.parametrize("today", [TODAY, date(2030, 1, 1)])
@pytest.mark.parametrize("state", [VisitState.CLOSED, VisitState.CANCELLED])
def test_nothing_is_expected_of_a_visit_that_is_over(state: VisitState, today: date) -> None:
    found = course(replace(RECEIVED, state=state), DAYS, today)
    assert {one.state for one in found} <= {DONE}


@st.composite
def progresses(draw: st.DrawFn) -> Progress:
    days = st.none() | st.dates(date(2026, 4, 1), date(2027, 3, 31))
    return Progress(
        draw(st.sampled_from(VisitState)), draw(days), draw(st.booleans()), draw(st.booleans()), draw(st.booleans()),
        draw(st.booleans()), draw(days), draw(days),
        draw(days), draw(st.integers(0, 2)),
    )  # fmt: skip


@given(progresses(), st.dates(date(2026, 4, 1), date(2027, 12, 31)))
@settings(max_examples=120)
def test_what_is_due_in_the_schedule_is_what_is_due_everywhere(progress: Progress, today: date) -> None:
    found = course(progress, DAYS, today)
    due = {(one.duty, one.day, one.sides, one.overdue) for one in dues(progress, DAYS, today)}
    shown = {(one.duty, one.day, one.sides, one.state is LATE) for one in found if one.state in (LATE, DUE)}
    if progress.state is not VisitState.CANCELLED:
        assert shown == due
    assert len({one.duty for one in found}) == len(found)
    assert all(one.day is not None and one.day < today for one in found if one.state is LATE)


@given(st.dates(date(2026, 4, 1), date(2027, 3, 31)), st.integers(0, 366), st.integers(0, 366))
@settings(max_examples=30)
def test_the_days_are_those_of_the_settings(day: date, before: int, after: int) -> None:
    own = Deadlines(before, before, after, after, after)
    found = {one.duty: one.day for one in course(Progress(VisitState.PLANNED, day), own, TODAY)}
    assert found[Duty.AGREEMENT] == found[Duty.SELF_ASSESSMENT] == day - timedelta(days=before)
    assert found[Duty.REPORT] == found[Duty.HAND_OVER] == day + timedelta(days=after)
    assert found[Duty.ACKNOWLEDGE] == found[Duty.PLAN] == day + timedelta(days=2 * after)


def test_each_step_is_of_the_side_that_does_it() -> None:
    sides = {one.duty: one.sides for one in course(PLANNED, DAYS, TODAY)}
    assert sides[Duty.AGREEMENT] == frozenset(Signatory)
    assert {duty for duty, found in sides.items() if found == {Signatory.HOST}} == {
        Duty.SELF_ASSESSMENT, Duty.APPROVAL, Duty.ACKNOWLEDGE, Duty.PLAN
    }  # fmt: skip
