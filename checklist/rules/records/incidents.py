"""Incident reports month by month: how many, how severe, by whom; a month that nobody entered is a gap and never 0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from checklist import words
from checklist.errors import Fault
from checklist.model.fields import columns
from checklist.model.records.incidents import GRADED, SEVERE, IncidentCount
from checklist.rules import scoring
from checklist.rules.fields import cell, periods
from checklist.words.records import HARM_LEVELS, REPORTERS

PHYSICIANS = frozenset({"physician"})
UNSORTED = "unsorted"
"""The profession and the level of which nothing is known."""
BEDS = 100
_ORDER = {code: place for place, code in enumerate(REPORTERS)}


@dataclass(frozen=True)
class Share:
    """A part of a whole, both in reports."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """From 0 to 100; None where the whole is nothing."""
        return scoring.share(self.part, self.whole)


@dataclass(frozen=True)
class Month:
    """One month by its first day, with what was entered for it, in the order of the professions."""

    first: date
    rows: tuple[IncidentCount, ...] = ()

    @property
    def entered(self) -> bool:
        """Whether anybody entered anything."""
        return bool(self.rows)

    @property
    def total(self) -> int | None:
        """All reports that were entered; None for a month without any entry."""
        return sum(one.total for one in self.rows) if self.rows else None

    @property
    def empty_cells(self) -> int:
        """How many numbers are missing in the rows that were begun."""
        return sum(one.counts.count(None) for one in self.rows)

    @property
    def severe(self) -> Share | None:
        """Level 3b and above among the reports with a level; None while a level of any row is missing."""
        graded = [[getattr(one, level) for level in GRADED] for one in self.rows]
        # With an empty cell the share could be anything: taken for 0, it would look better or worse than it is.
        if not graded or any(None in row for row in graded):
            return None
        worst = sum(getattr(one, level) for one in self.rows for level in SEVERE)
        return Share(worst, sum(map(sum, graded)))

    @property
    def by_physicians(self) -> Share | None:
        """Those of 医師 among the reports whose profession is known; None without a row of 医師 or with empty cells."""
        known = [one for one in self.rows if one.profession != UNSORTED]
        own = [one for one in known if one.profession in PHYSICIANS]
        if not own or any(None in one.counts for one in known):
            return None
        return Share(sum(one.total for one in own), sum(one.total for one in known))

    def of_level(self, level: str) -> int | None:
        """The reports of one level; None where no row has a number for it."""
        found = [count for one in self.rows if (count := getattr(one, level)) is not None]
        return sum(found) if found else None

    def of_profession(self, profession: str) -> int | None:
        """The reports of one profession; None where it has no row."""
        found = [one.total for one in self.rows if one.profession == profession]
        return sum(found) if found else None

    def per_beds(self, beds: int) -> float | None:
        """Reports for each 100 beds; None for a month without any entry."""
        return None if self.total is None or beds < 1 else BEDS * self.total / beds


@dataclass(frozen=True)
class TypedRow:
    """One 職種 as it was typed: a text for each level, and the stored record that it changes (0 for none)."""

    profession: str
    id: int
    version: int
    values: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(text.strip() for text in self.values)


def typed(first: date, row: TypedRow) -> tuple[IncidentCount, list[Fault]]:
    """The record that a row of a month means, and everything in it that is no number."""
    shown = {one.name: one for one in columns(IncidentCount)}
    read = {level: cell.read(shown[level], text) for level, text in zip(HARM_LEVELS, row.values, strict=True)}
    word = REPORTERS.get(row.profession, row.profession)
    faults = [Fault(f"{word}・{HARM_LEVELS[level]}", fault) for level, (_, fault) in read.items() if fault]
    counts: dict[str, Any] = {level: value for level, (value, _) in read.items()}
    day = periods.month_end(first)
    record = IncidentCount(id=row.id, version=row.version, held_on=day, profession=row.profession, **counts)
    return record, faults


def months(found: Iterable[IncidentCount], today: date) -> tuple[Month, ...]:
    """Every month from the first entered one to the last that is over (or entered), those without an entry as well."""
    by_month: dict[date, list[IncidentCount]] = {}
    for one in found:
        by_month.setdefault(one.held_on.replace(day=1), []).append(one)
    if not by_month:
        return ()
    before = periods.month_before(today.replace(day=1))
    last = max(before, *by_month)
    starts = [min(by_month)]
    while starts[-1] < last:
        starts.append(periods.following(starts[-1]))
    return tuple(month(one, by_month.get(one, ())) for one in starts)


def month(first: date, found: Iterable[IncidentCount]) -> Month:
    """One month with its rows in the order of the professions."""
    return Month(first, tuple(sorted(found, key=lambda one: _ORDER[one.profession])))


def over(found: Sequence[Month], today: date) -> tuple[Month, ...]:
    """The months that are over: while one runs, its number says nothing yet."""
    return tuple(one for one in found if one.first < today.replace(day=1))


def spans(found: Sequence[Month]) -> list[str]:
    """The months without an entry in words, those in a row as one: 2025年4月～6月."""
    missing = [one.first for one in found if not one.entered]
    starts = [one for place, one in enumerate(missing) if not place or periods.following(missing[place - 1]) != one]
    ends = [one for one, after in pairwise([*missing, date.max]) if periods.following(one) != after]
    pairs = zip(starts, ends, strict=True)
    return [words.month(one) if one == end else f"{words.month(one)}から{words.month(end)}" for one, end in pairs]
