"""The one clock: UTC for storage, and the business day in Tokyo."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from checklist.words import TOKYO


def now() -> datetime:
    """The present moment in UTC, to the microsecond."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Tokyo; `CHECKLIST_TODAY` (ISO date) replaces it in demos and tests."""
    fixed = os.environ.get("CHECKLIST_TODAY")
    return date.fromisoformat(fixed) if fixed else day_of(now())


def day_of(moment: datetime) -> date:
    """The day in Tokyo on which a moment falls."""
    return moment.astimezone(TOKYO).date()


def to_text(moment: datetime) -> str:
    """A moment as it is stored: ISO 8601 in UTC, always with microseconds, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """The moment of a stored text."""
    return datetime.fromisoformat(text)
