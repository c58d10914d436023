"""Until when each step of a visit is to be done, by which side, and whether it is overdue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from checklist.model.closing import Signatory
from checklist.model.region import Deadlines
from checklist.model.visits import Duty, StepState, VisitState


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
    found = [] if progress.agreed else [Duty.AGREEMENT]
    if progress.has_sheets and not progress.self_submitted:
        found.append(Duty.SELF_ASSESSMENT)
    elif progress.has_sheets and not progress.self_approved:
        found.append(Duty.APPROVAL)
    return [_line(duty, progress, deadlines) for duty in (*found, Duty.VISIT)]


def _after(progress: Progress, deadlines: Deadlines) -> list[_Line]:
    """What is due from the day of the visit on."""
    if progress.state in _AHEAD:
        return []
    found: list[Duty] = []
    if progress.reported_on is None:
        found += [Duty.REPORT] if progress.state is VisitState.ON_SITE else []
        return [_line(duty, progress, deadlines) for duty in found]
    if progress.handed_over_on is None and progress.acknowledged_on is None:
        found.append(Duty.HAND_OVER)
    # The host can receive only what it has in its hands: told before, it was due before the report was handed over.
    if progress.handed_over_on and progress.acknowledged_on is None:
        found.append(Duty.ACKNOWLEDGE)
    if progress.findings_without_plan:
        found.append(Duty.PLAN)
    return [_line(duty, progress, deadlines) for duty in found]


_SIDES = {
    Duty.AGREEMENT: _BOTH,
    **dict.fromkeys((Duty.VISIT, Duty.REPORT, Duty.HAND_OVER), _EVALUATOR),
    **dict.fromkeys((Duty.SELF_ASSESSMENT, Duty.APPROVAL, Duty.ACKNOWLEDGE, Duty.PLAN), _HOST),
}


def _line(duty: Duty, progress: Progress, deadlines: Deadlines) -> _Line:
    return duty, _day(duty, progress, deadlines), _SIDES[duty]


def _day(duty: Duty, progress: Progress, deadlines: Deadlines) -> date | None:
    """The last day of a step by the days of the region; None as long as the day from which it is counted is not known."""
    visit = progress.visit_date
    counted = {
        Duty.AGREEMENT: (visit, -deadlines.agreement_days),
        Duty.SELF_ASSESSMENT: (visit, -deadlines.self_days),
        Duty.APPROVAL: (visit, -deadlines.self_days),
        Duty.VISIT: (visit, 0),
        Duty.REPORT: (visit, deadlines.report_days),
        Duty.HAND_OVER: (visit, deadlines.report_days),
        Duty.ACKNOWLEDGE: (progress.handed_over_on, deadlines.acknowledge_days),
        Duty.PLAN: (progress.handed_over_on or progress.reported_on, deadlines.plan_days),
    }
    return _shift(*counted[duty])


def _shift(day: date | None, days: int) -> date | None:
    return day + timedelta(days=days) if day else None


@dataclass(frozen=True)
class Step:
    """One step of a visit on its way through the year: until when, whose, and how it stands."""

    duty: Duty
    day: date | None
    sides: frozenset[Signatory]
    state: StepState


def course(progress: Progress, deadlines: Deadlines, today: date) -> tuple[Step, ...]:
    """Every step of a visit in its order; what is due is exactly what `dues` says, and nothing of a cancelled visit.

    A step that was passed over (a visit held without 協議) is left out: nobody has to do it any more.
    """
    if progress.state is VisitState.CANCELLED:
        return ()
    now = {one.duty: one for one in dues(progress, deadlines, today)}
    done, expected = _done(progress), _expected(progress, deadlines)
    found = []
    for duty in Duty:
        if duty in now:
            state = StepState.LATE if now[duty].overdue else StepState.DUE
            found.append(Step(duty, now[duty].day, now[duty].sides, state))
        elif duty in done:
            found.append(Step(duty, _day(duty, progress, deadlines), _SIDES[duty], StepState.DONE))
        elif duty in _coming(progress):
            found.append(Step(duty, _day(duty, expected, deadlines), _SIDES[duty], StepState.COMING))
    return tuple(found)


_OVER = frozenset({VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED})
_RECEIVED = frozenset({VisitState.ACKNOWLEDGED, VisitState.CLOSED})


def _done(progress: Progress) -> frozenset[Duty]:
    """What is behind a visit. A report on paper is none of ours: reported is what somebody has said of it."""
    over, sealed = progress.state in _OVER, progress.reported_on is not None
    received = progress.acknowledged_on is not None or (not sealed and progress.state in _RECEIVED)
    answers = {
        Duty.AGREEMENT: progress.agreed,
        Duty.SELF_ASSESSMENT: progress.has_sheets and progress.self_submitted,
        Duty.APPROVAL: progress.has_sheets and progress.self_approved,
        Duty.VISIT: progress.state not in _AHEAD,
        Duty.REPORT: sealed or over,
        Duty.HAND_OVER: progress.handed_over_on is not None or received or (over and not sealed),
        Duty.ACKNOWLEDGE: received,
        Duty.PLAN: over and not progress.findings_without_plan and (received or progress.handed_over_on is not None),
    }
    return frozenset(duty for duty, answer in answers.items() if answer)


def _coming(progress: Progress) -> frozenset[Duty]:
    """What follows once the steps before it are done; of a closed visit nothing."""
    if progress.state is VisitState.CLOSED:
        return frozenset()
    later = {Duty.HAND_OVER, Duty.ACKNOWLEDGE, Duty.PLAN}
    if progress.state in _AHEAD:
        return frozenset(later | {Duty.REPORT} | ({Duty.APPROVAL} if progress.has_sheets else set()))
    return frozenset(later)


def _expected(progress: Progress, deadlines: Deadlines) -> Progress:
    """The same as if the report were handed over on the last day for it: from then on the rest is counted."""
    handed_over_on = progress.handed_over_on or _shift(progress.visit_date, deadlines.report_days)
    return replace(progress, handed_over_on=handed_over_on)
