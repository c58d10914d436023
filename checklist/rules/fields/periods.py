"""The days that a record may be of, and the day of the next one like it: by what its kind says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from checklist.model.fields import Period, Record


def following(day: date) -> date:
    """The first day of the month after a day."""
    # The 28th is in every month, and four days later the next has begun.
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_end(day: date) -> date:
    """The last day of the month of a day."""
    return following(day) - timedelta(days=1)


def month_before(first: date) -> date:
    """The first day of the month before the one that begins with a day."""
    return (first - timedelta(days=1)).replace(day=1)


def latest(record: Record, today: date) -> date | None:
    """The last day that a record may be of, None where it may be dated ahead."""
    if record.AHEAD or record.planned:
        return None
    return month_end(today) if record.PERIOD is Period.MONTHLY else today


def repeated(record: Record, today: date) -> Record:
    """The same record once more, not yet stored: a week later, or at the end of the next month for monthly kinds.

    What may not be dated ahead is moved no further than it may be.
    """
    monthly = record.PERIOD is Period.MONTHLY
    day = month_end(following(record.day)) if monthly else record.day + timedelta(days=7)
    day = min(day, latest(record, today) or day)
    return replace(record, id=0, version=0, **{record.DAY: day})
