"""The items in which two sides are furthest apart, and what was written about an item where the reader may know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checklist.reports.pool import Cell
from checklist.reports.table import Column, Table, Value

GAPS = 10
"""How many items a list of gaps holds."""


@dataclass(frozen=True)
class Gap:
    """One item in which two cells differ; `difference` is the first minus the second, in points of 得点率."""

    chapter: str
    chapter_name: str
    item: str
    text: str
    fiscal_year: int
    first: Cell
    second: Cell
    first_name: str
    second_name: str

    @property
    def difference(self) -> float:
        """How far apart the two stand as they are shown."""
        return round((self.first.percent or 0.0) - (self.second.percent or 0.0), 1)


def _gap(first: Cell, second: Cell, first_name: str, second_name: str) -> Gap:
    place = (first.chapter, first.chapter_name, first.item, first.item_text, first.fiscal_year)
    return Gap(*place, first, second, first_name, second_name)


def largest(items: Sequence[Cell], first: str, second: str, limit: int = GAPS) -> tuple[Gap, ...]:
    """The items in which two groups differ most, in the newest year in which both have numbers."""
    shown = {(cell.fiscal_year, cell.group, cell.item): cell for cell in items if cell.percent is not None}
    years = {year for year, group, item in shown if group == first and (year, second, item) in shown}
    if not years:
        return ()
    pairs = [
        (cell, shown[year, second, item])
        for (year, group, item), cell in shown.items()
        if year == max(years) and group == first and (year, second, item) in shown
    ]
    return between(pairs, first, second, limit)


def between(
    pairs: Sequence[tuple[Cell, Cell]], first_name: str, second_name: str, limit: int = GAPS
) -> tuple[Gap, ...]:  # fmt: skip
    """The pairs of cells of one item that differ most, largest first, then in the order in which they come."""
    found = [_gap(first, second, first_name, second_name) for first, second in pairs]
    differing = [gap for gap in found if gap.difference]
    return tuple(sorted(differing, key=lambda gap: -abs(gap.difference))[:limit])


def gap_table(title: str, gaps: Sequence[Gap], notes: tuple[str, ...] = ()) -> Table:
    """The gaps with both numbers and their denominators."""
    first, second = (gaps[0].first_name, gaps[0].second_name) if gaps else ("", "")
    columns = (
        Column("章", "text", 20),
        Column("項目コード", "text", 9),
        Column("項目", "text", 44),
        Column(first, "percent", 10),
        Column(f"{first} 評定数", "number", 10),
        Column(second, "percent", 10),
        Column(f"{second} 評定数", "number", 10),
        Column("差（ポイント）", "percent", 12),
    )
    return Table(title, columns, tuple(map(_row, gaps)), notes)


def _row(gap: Gap) -> tuple[Value, ...]:
    numbers: list[Value] = []
    for cell in (gap.first, gap.second):
        numbers += [cell.percent, cell.score.rated if cell.score else None]
    return (gap.chapter_name, gap.item, gap.text, *numbers, gap.difference)
