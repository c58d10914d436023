"""The one clock: UTC for storage, and the business day in Tokyo."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta

from checklist.errors import Refused
from checklist.words import TOKYO

# SQLite knows no time zones. Tokyo has kept the same distance from UTC since 1951, so one number is enough.
_AHEAD = datetime(2000, 1, 1, tzinfo=TOKYO).utcoffset() or timedelta()


def now() -> datetime:
    """The present moment in UTC, to the microsecond."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Tokyo; `CHECKLIST_TODAY` (ISO date) replaces it in demos and tests; Refused if it is none."""
    fixed = os.environ.get("CHECKLIST_TODAY")
    if not fixed:
        return day_of(now())
    try:
        return date.fromisoformat(fixed)
    except ValueError as error:
        raise Refused(f"CHECKLIST_TODAYには、日付を 2026-08-01 の形で指定してください：{fixed}") from error


def day_of(moment: datetime) -> date:
    """The day in Tokyo on which a moment falls."""
    return moment.astimezone(TOKYO).date()


def day_in_sql(moment: str) -> str:
    """The same day as an SQL expression, of an SQL expression that gives a stored moment."""
    # Without its fraction: SQLite rounds to milliseconds, and the last half of one before midnight would be tomorrow.
    return f"date(substr({moment}, 1, 19), '+{_AHEAD.seconds} seconds')"


def to_text(moment: datetime) -> str:
    """A moment as it is stored: ISO 8601 in UTC, always with microseconds, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """The moment of a stored text."""
    return datetime.fromisoformat(text)
