"""What stands against a day for a visit: people who are elsewhere, hospitals that receive nobody, and days off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import jpholiday

from checklist.rules.fields import day_spans

SUNDAY, SATURDAY = 6, 5


@dataclass(frozen=True)
class Conflict:
    """One thing that stands against a day, as a sentence; `hard`: somebody or a hospital cannot, as far as is known."""

    sentence: str
    hard: bool


@dataclass(frozen=True)
class Sides:
    """Who would meet: the hospitals by id with their names and the spans in which they receive nobody, the host first.

    `people` are the members of the visit by id, with their names.
    """

    host_id: int
    hospitals: Mapping[int, str]
    closed: Mapping[int, str]
    people: Mapping[int, str]


@dataclass(frozen=True)
class Elsewhere:
    """What other visits have taken of some days: (day, person) of their members, (day, hospital) of their hosts."""

    people: frozenset[tuple[date, int]] = frozenset()
    hosts: frozenset[tuple[date, int]] = frozenset()


def holiday(day: date) -> str:
    """The name of a day off of the calendar (国民の祝日に関する法律), 日曜日 or 土曜日; empty for a working day."""
    name = jpholiday.is_holiday_name(day)
    if name:
        return f"祝日（{name}）"
    return {SUNDAY: "日曜日", SATURDAY: "土曜日"}.get(day.weekday(), "")


def of_day(day: date, sides: Sides, elsewhere: Elsewhere) -> tuple[Conflict, ...]:
    """Everything that stands against a day, what nobody can change first."""
    found = [*_members(day, sides, elsewhere), *_hospitals(day, sides, elsewhere)]
    if off := holiday(day):
        found.append(Conflict(f"{off}です。", hard=False))
    return tuple(found)


def _members(day: date, sides: Sides, elsewhere: Elsewhere) -> Iterable[Conflict]:
    # Not where: who visits whom elsewhere is not for everybody who reads this poll.
    for person, name in sides.people.items():
        if (day, person) in elsewhere.people:
            yield Conflict(f"{name}さんは同じ日に別の訪問の予定があります。", hard=True)


def _hospitals(day: date, sides: Sides, elsewhere: Elsewhere) -> Iterable[Conflict]:
    for hospital, name in sides.hospitals.items():
        if day_spans.touches(day_spans.parse(sides.closed.get(hospital, "")), day):
            yield Conflict(f"{name}の訪問できない期間に当たります。", hard=True)
        if (day, hospital) in elsewhere.hosts:
            yield Conflict(f"{name}は同じ日に別の訪問を受ける予定です。", hard=hospital == sides.host_id)
