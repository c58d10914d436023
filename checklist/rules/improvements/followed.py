"""What became of findings over the years: how many, how soon they were resolved, and which came again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from checklist.model.improvements import PlanState, Sequel


@dataclass(frozen=True)
class Said:
    """What the visit of a year said of an earlier finding."""

    fiscal_year: int
    mark: Sequel


@dataclass(frozen=True)
class Followed:
    """One finding of a sealed report with all that came after it; `text` is empty for whoever may not read it.

    `said` stands oldest first; `again` where an earlier year had a finding at the same place.
    """

    finding_id: int
    hospital_id: int
    fiscal_year: int
    chapter: str
    item: str
    text: str
    sealed_on: date
    said: tuple[Said, ...]
    plan: PlanState
    due_on: date | None
    completed_on: date | None
    again: bool

    @property
    def latest(self) -> Sequel | None:
        """What the last visit said of it; None as long as none has looked again."""
        return self.said[-1].mark if self.said else None

    @property
    def next_year(self) -> Sequel | None:
        """What the visit of the year after said of it, if there was one."""
        return next((one.mark for one in reversed(self.said) if one.fiscal_year == self.fiscal_year + 1), None)


@dataclass(frozen=True)
class Share:
    """So many of so many; `of` 0 where there is nothing to take a share of."""

    count: int
    of: int

    @property
    def percent(self) -> float | None:
        """The share in percent."""
        return 100 * self.count / self.of if self.of else None


def resolved_within_a_year(found: Iterable[Followed]) -> Share:
    """Of the findings that the visit of the next year looked at, those that it called 解決."""
    marks = [one.next_year for one in found if one.next_year]
    return Share(marks.count(Sequel.RESOLVED), len(marks))


def days_until_done(found: Iterable[Followed]) -> tuple[float, int] | None:
    """The median of the days from the sealed report to the end of the plan, and of how many plans; None without any."""
    days = [(one.completed_on - one.sealed_on).days for one in found if one.completed_on]
    return (median(days), len(days)) if days else None


def by_year(found: Iterable[Followed]) -> dict[int, Counter[Sequel | None]]:
    """Year -> what was last said of its findings (None: nothing yet) -> how many, the oldest year first."""
    counts: dict[int, Counter[Sequel | None]] = {}
    for one in sorted(found, key=lambda one: one.fiscal_year):
        counts.setdefault(one.fiscal_year, Counter())[one.latest] += 1
    return counts


def by_chapter(found: Sequence[Followed], years: Iterable[int]) -> dict[str, list[tuple[int, int]]]:
    """Chapter -> for each of the years how many findings, and how many of them came again."""
    every = Counter((one.chapter, one.fiscal_year) for one in found)
    again = Counter((one.chapter, one.fiscal_year) for one in found if one.again)
    asked = list(years)
    return {
        chapter: [(every[chapter, year], again[chapter, year]) for year in asked]
        for chapter in sorted({one.chapter for one in found})
    }


@dataclass(frozen=True)
class Total:
    """How many findings of a chapter a group of hospitals had in a year, and how many of them came again."""

    fiscal_year: int
    chapter: str
    findings: int
    again: int
