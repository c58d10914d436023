"""Cells of a comparison as they are written by hand: for rules that need no database."""

from __future__ import annotations

from checklist.comparison.pool import Cell
from checklist.rules.scoring import Percentage, Score


def score(percent: float, rated: int = 100) -> Score:
    """A score of so many ratings that is shown as this percentage."""
    return Score(points=round(percent * rated), rated=rated)


def cell(
    chapter: str,
    group: str,
    percent: float | None,
    year: int = 2025,
    *,
    rated: int = 100,
    hospitals: int | None = 8,
    item: str = "",
    told: bool = True,
) -> Cell:
    """One cell; without a percentage it has a reason, and what is not `told` has no parts."""
    found = None if percent is None else score(percent, rated) if told else Percentage(known=percent)
    reason = "データなし" if percent is None else ""
    counted = hospitals if told and percent is not None else None
    name = f"第{chapter}章" if chapter else "全体"
    return Cell(chapter, name, year, group, found, counted, counted, reason, 1, 0, item, f"項目{item}" if item else "")
