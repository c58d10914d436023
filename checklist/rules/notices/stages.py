"""When somebody is told of a day that is coming, and how long the next try to send a mail waits."""

from __future__ import annotations

from datetime import date, timedelta

SOON, NEAR, LATE = "14", "3", "late"
RECENT = timedelta(days=30)
"""What happened longer ago is no news to anybody."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720, 1440, 1440, 1440))
"""After each failure in turn; more than three and a half days in all, so that a server that is down over a long weekend loses nothing."""


def of_day(day: date, today: date) -> str | None:
    """Of which stage before or after its day something is; None as long as nobody has to be told."""
    left = (day - today).days
    if left < 0:
        return LATE
    return NEAR if left <= int(NEAR) else SOON if left <= int(SOON) else None


def pause(tries: int) -> timedelta | None:
    """How long to wait after so many failed tries; None once there were enough."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None
