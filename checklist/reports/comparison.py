"""Comparison over hospitals and years: 加算1 beside 加算2, named hospitals, and groups large enough to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from checklist.model import Principal, Track
from checklist.reports.table import Chart, Table
from checklist.reports.visit_comparison import VisitComparison, visit_comparison
from checklist.rules.scoring import Score

__all__ = [
    "Cell",
    "Choices",
    "ClassComparison",
    "HospitalComparison",
    "Selection",
    "VisitComparison",
    "choices",
    "class_comparison",
    "hospital_comparison",
    "visit_comparison",
]


@dataclass(frozen=True)
class Selection:
    """What to compare; `chapter` None means every chapter, `sheet` None the sheet that was used most."""

    first_year: int
    last_year: int
    track: Track = Track.VISITOR
    chapter: str | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class Choices:
    """What the inputs of the page may offer: years newest first, chapters as (code, name)."""

    years: tuple[int, ...]
    chapters: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Cell:
    """One number of a picture with what it is made of; without a score, `reason` says why (chapter "" = all)."""

    chapter: str
    chapter_name: str
    fiscal_year: int
    group: str
    score: Score | None
    hospitals: int | None
    assessments: int | None
    reason: str

    @property
    def percent(self) -> float | None:
        """得点率, or None when there is no number to show."""
        return self.score.percent if self.score else None


@dataclass(frozen=True)
class ClassComparison:
    """加算1 beside 加算2 by chapter over the years. tables[0] = the grid, tables[1] = every number with its parts."""

    title: str
    selection: Selection
    cells: tuple[Cell, ...]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    notes: tuple[str, ...]
    fictional: bool


@dataclass(frozen=True)
class HospitalComparison:
    """Hospitals by name and groups, last year by chapter and over the years. tables[0] grid, [1] years, [2] parts."""

    title: str
    selection: Selection
    cells: tuple[Cell, ...]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    notes: tuple[str, ...]
    fictional: bool


def choices(db: Database, principal: Principal) -> Choices:
    """Years and chapters for which there is anything to compare."""
    raise NotImplementedError


def class_comparison(db: Database, principal: Principal, selection: Selection) -> ClassComparison:
    """加算1 beside 加算2; raises Forbidden, or Refused for a selection that makes no sense."""
    raise NotImplementedError


def hospital_comparison(db: Database, principal: Principal, selection: Selection) -> HospitalComparison:
    """Hospitals that the reader may see by name, and everybody else in groups."""
    raise NotImplementedError
