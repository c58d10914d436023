"""A fiscal year as weeks and months, to show where something was recorded and where not."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from checklist.rules.fields import day_spans
from checklist.rules.fields.periods import following


class Presence(StrEnum):
    """What a week or a month shows."""

    HELD = "held"
    MISSING = "missing"
    RUNNING = "running"
    """Not over yet, and nothing so far."""
    FUTURE = "future"
    FREE = "free"
    """In a span of days in which nobody meets."""


@dataclass(frozen=True)
class Span:
    """A week (by its Monday) or a month (by its first day), how often something was recorded in it, and what that shows.

    Only a week that is over and not free is `counted`, as it is by the 施設基準.
    """

    first: date
    last: date
    count: int
    presence: Presence
    counted: bool = True


def weeks(
    first: date, last: date, days: Iterable[date], today: date, free: Sequence[day_spans.Span] = ()
) -> list[Span]:
    """The calendar weeks from Monday to Sunday that begin between two days; `free` are the spans in which nobody meets."""
    monday = first + timedelta(days=-first.weekday() % 7)
    counts = Counter(day - timedelta(days=day.weekday()) for day in days)
    found = []
    while monday <= last:
        one = _span(monday, monday + timedelta(days=6), counts[monday], today)
        off = day_spans.touches_week(free, monday)
        presence = Presence.FREE if off and one.presence is Presence.MISSING else one.presence
        found.append(replace(one, presence=presence, counted=one.last <= today and not off))
        monday += timedelta(days=7)
    return found


def months(first: date, days: Iterable[date], today: date) -> list[Span]:
    """The twelve months from a first day of a month on."""
    counts = Counter(day.replace(day=1) for day in days)
    starts = [first]
    while len(starts) < 13:
        starts.append(following(starts[-1]))
    pairs = itertools.pairwise(starts)
    return [_span(start, after - timedelta(days=1), counts[start], today) for start, after in pairs]


def _span(first: date, last: date, count: int, today: date) -> Span:
    if count:
        presence = Presence.HELD
    elif first > today:
        presence = Presence.FUTURE
    else:
        presence = Presence.RUNNING if today <= last else Presence.MISSING
    return Span(first, last, count, presence)


def by_department(rounds: Iterable[tuple[str, date]], known: Iterable[str]) -> Mapping[str, list[date]]:
    """The days on which each department was visited; departments known from elsewhere may have none."""
    found: dict[str, list[date]] = {name: [] for name in sorted({one.strip() for one in known} - {""})}
    for name, day in rounds:
        found.setdefault(name.strip(), []).append(day)
    return found
