"""What is due next in a visit, until when, by which side, and whether it is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from checklist.model.closing import Signatory
from checklist.model.region import Deadlines
from checklist.model.visits import Duty, VisitState


@dataclass(frozen=True)
class Progress:
    """How far a visit has come, as the rule needs to know it."""

    state: VisitState
    visit_date: date | None
    agreed: bool = False
    has_sheets: bool = True
    self_submitted: bool = False
    self_approved: bool = False
    reported_on: date | None = None
    handed_over_on: date | None = None
    acknowledged_on: date | None = None
    findings_without_plan: int = 0


@dataclass(frozen=True)
class Due:
    """One thing to do next: `sides` are those who can do it, `day` is None while the visit has no date."""

    duty: Duty
    day: date | None
    sides: frozenset[Signatory]
    overdue: bool


_BOTH = frozenset(Signatory)
_HOST = frozenset({Signatory.HOST})
_EVALUATOR = frozenset({Signatory.EVALUATOR})
_AHEAD = frozenset({VisitState.PLANNED, VisitState.AGREED, VisitState.READY})


def dues(progress: Progress, deadlines: Deadlines, today: date) -> tuple[Due, ...]:
    """Everything still to do, what is due first first; nothing for a visit that is closed or cancelled."""
    if progress.state in (VisitState.CLOSED, VisitState.CANCELLED):
        return ()
    found = [*_before(progress, deadlines), *_after(progress, deadlines)]
    return tuple(Due(duty, day, sides, day is not None and day < today) for duty, day, sides in found)


def report_in_time(progress: Progress, deadlines: Deadlines, today: date) -> bool | None:
    """Whether the report of a visit came in time; None while it still can, and where there is nothing to measure by."""
    until = _shift(progress.visit_date, deadlines.report_days)
    if until is None or progress.state is VisitState.CANCELLED:
        return None
    if progress.reported_on:
        return progress.reported_on <= until
    # What was recorded on paper alone has no sealed report, and is done all the same.
    return False if progress.state is VisitState.ON_SITE and until < today else None


_Line = tuple[Duty, date | None, frozenset[Signatory]]


def _before(progress: Progress, deadlines: Deadlines) -> list[_Line]:
    """What is due until the visitors come."""
    if progress.state not in _AHEAD:
        return []
    found: list[_Line] = []
    day = progress.visit_date
    if not progress.agreed:
        found.append((Duty.AGREEMENT, _shift(day, -deadlines.agreement_days), _BOTH))
    if progress.has_sheets and not progress.self_submitted:
        found.append((Duty.SELF_ASSESSMENT, _shift(day, -deadlines.self_days), _HOST))
    elif progress.has_sheets and not progress.self_approved:
        found.append((Duty.APPROVAL, _shift(day, -deadlines.self_days), _HOST))
    return [*found, (Duty.VISIT, day, _EVALUATOR)]


def _after(progress: Progress, deadlines: Deadlines) -> list[_Line]:
    """What is due from the day of the visit on."""
    if progress.state in _AHEAD:
        return []
    found: list[_Line] = []
    if progress.reported_on is None:
        if progress.state is VisitState.ON_SITE:
            found.append((Duty.REPORT, _shift(progress.visit_date, deadlines.report_days), _EVALUATOR))
        return found
    if progress.handed_over_on is None and progress.acknowledged_on is None:
        found.append((Duty.HAND_OVER, _shift(progress.visit_date, deadlines.report_days), _EVALUATOR))
    # The host can receive only what it has in its hands: told before, it was due before the report was handed over.
    if progress.handed_over_on and progress.acknowledged_on is None:
        found.append((Duty.ACKNOWLEDGE, _shift(progress.handed_over_on, deadlines.acknowledge_days), _HOST))
    if progress.findings_without_plan:
        since = progress.handed_over_on or progress.reported_on
        found.append((Duty.PLAN, _shift(since, deadlines.plan_days), _HOST))
    return found


def _shift(day: date | None, days: int) -> date | None:
    return day + timedelta(days=days) if day else None
