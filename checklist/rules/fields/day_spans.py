"""Spans of days that come back every year, as a region types them: 12/29-1/3、8/13-8/16."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

Span = tuple[tuple[int, int], tuple[int, int]]
"""Month and day of the first and of the last day, both included; it may lie around the new year."""
EXAMPLE = "12/29-1/3、8/13-8/16"
_SPAN = re.compile(r"(\d{1,2})/(\d{1,2})(?:-(\d{1,2})/(\d{1,2}))?")


def parse(text: str) -> tuple[Span, ...]:
    """The spans of a text, none of an empty one; raises ValueError."""
    return tuple(_span(part.strip()) for part in re.split("[、,]", text) if part.strip())


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    first = _day(found[1], found[2])
    return first, _day(found[3], found[4]) if found[3] else first


def _day(month: str, day: str) -> tuple[int, int]:
    # A leap year, so that 2/29 is a day.
    found = date(2024, int(month), int(day))
    return found.month, found.day


def touches(spans: Sequence[Span], day: date) -> bool:
    """Whether a day lies in one of the spans."""
    here = (day.month, day.day)
    return any(first <= here <= last if first <= last else here >= first or here <= last for first, last in spans)


def touches_week(spans: Sequence[Span], monday: date) -> bool:
    """Whether any day of a week, told by its Monday, lies in one of the spans."""
    return any(touches(spans, monday + timedelta(days=day)) for day in range(7))
