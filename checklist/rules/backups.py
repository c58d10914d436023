"""When a backup is due, which ones are kept, and how long ago is too long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from checklist.model.backups import BackupHistory, BackupPlan, BackupRun
from checklist.words import TOKYO

DAY = timedelta(days=1)
RETRY = timedelta(hours=1)
"""How long after a failure the next attempt is made: a folder of another machine comes back within the night."""
FRESH = timedelta(hours=20)
"""So young a copy is never removed: after a restore of the wrong one, the copy of last night leads back."""
DRILL_SOON, DRILL_LATE = timedelta(days=92), timedelta(days=184)
"""No law sets how often a restore is tried; every three months is what a server room usually does."""


def slot(hour: int, now: datetime) -> datetime:
    """The last moment at which it was that hour in Tokyo."""
    local = now.astimezone(TOKYO)
    today = datetime.combine(local.date(), time(hour), TOKYO)
    return today if today <= local else today - DAY


def is_due(plan: BackupPlan, runs: Iterable[BackupRun], now: datetime) -> bool:
    """Whether a copy is to be made now: none is good since the last time, however many times were missed."""
    if not plan.active:
        return False
    start = slot(plan.hour, now)
    # What was made after now was made by a clock that has been set back since; it must not keep us from copying until
    # that day has come.
    tried = [run for run in runs if not run.drill and start <= run.started_at <= now]
    return all(not run.good and now - run.started_at >= RETRY for run in tried)


def surplus(made: Sequence[datetime], daily: int, weekly: int, now: datetime) -> set[datetime]:
    """Which of our copies may go: all but those of last night and the newest of each of the last days and weeks.

    What bears a moment yet to come stays: a clock that was wrong must not make the copies of today the oldest.
    """
    past = sorted((moment for moment in made if moment <= now), reverse=True)
    by_day: dict[date, datetime] = {}
    by_week: dict[tuple[int, int], datetime] = {}
    for moment in past:
        day = moment.astimezone(TOKYO).date()
        by_day.setdefault(day, moment)
        by_week.setdefault(day.isocalendar()[:2], moment)
    kept = {*list(by_day.values())[:daily], *list(by_week.values())[:weekly], *past[:1]}
    return {moment for moment in past if moment not in kept and now - moment >= FRESH}


def tone_of_copies(plan: BackupPlan, history: BackupHistory, now: datetime) -> str:
    """How urgent it is that somebody looks after the copies: late, soon, or an empty text."""
    if not plan.active:
        return "soon"
    if history.attempt and not history.attempt.good:
        return "late"
    start = slot(plan.hour, now)
    if history.good is None or history.good.started_at >= start:
        return "" if history.good else "soon"
    if history.good.started_at < start - DAY:
        return "late"
    return "soon" if now - start >= RETRY else ""


def tone_of_drill(history: BackupHistory, now: datetime) -> str:
    """The same for the trial of a copy; without a copy there is nothing to try."""
    if history.drill is None:
        return "soon" if history.good else ""
    age = now - history.drill.started_at
    if not history.drill.good or age > DRILL_LATE:
        return "late"
    return "soon" if age > DRILL_SOON else ""
