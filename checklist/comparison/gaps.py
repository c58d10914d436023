"""The items in which two sides are furthest apart, and what was written about an item where the reader may know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklist.comparison.pool import Cell
from checklist.formats.table import Column, Table, Value
from checklist.rules.scoring import Percentage

GAPS = 10
"""How many items a list of gaps holds, above and below its line."""
LEAST = 5
"""How many ratings each side of a gap needs to be ranked."""
FEW = f"評定数が{LEAST}未満のため、順位の対象外"


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

    @property
    def few(self) -> bool:
        """Whether a side that speaks for several hospitals rests on too few ratings to be ranked."""
        # Without names there are always enough.
        counted = [one for one in (self.first, self.second) if not isinstance(one.score, Percentage)]
        return any(cell.hospitals != 1 and cell.score and cell.score.rated < LEAST for cell in counted)

    @property
    def difference(self) -> float:
        """How far apart the two stand as they are shown."""
        return round((self.first.percent or 0.0) - (self.second.percent or 0.0), 1)


def largest(items: Sequence[Cell], first: str, second: str, limit: int = GAPS) -> tuple[Gap, ...]:
    """The items in which two groups differ most, in the newest year in which both have numbers.

    The largest gap comes first, equal ones in the order of the items; those that rest on few ratings come after all others.
    """
    shown = {(cell.fiscal_year, cell.group, cell.item): cell for cell in items if cell.percent is not None}
    pairs = [
        (cell, shown[year, second, item])
        for (year, group, item), cell in shown.items()
        if group == first and (year, second, item) in shown
    ]
    newest = max((cell.fiscal_year for cell, _ in pairs), default=0)
    found = [_gap(one, other) for one, other in pairs if one.fiscal_year == newest]
    ranked = sorted((gap for gap in found if gap.difference), key=lambda gap: -abs(gap.difference))
    return (*[gap for gap in ranked if not gap.few][:limit], *[gap for gap in ranked if gap.few][:limit])


def _gap(first: Cell, second: Cell) -> Gap:
    return Gap(
        first.chapter, first.chapter_name, first.item, first.item_text, first.fiscal_year, first, second
    )  # fmt: skip


def gap_table(title: str, gaps: Sequence[Gap], sides: tuple[str, str], notes: tuple[str, ...] = ()) -> Table:
    """The gaps between two sides with both numbers and their denominators."""
    first, second = sides
    columns = (
        Column("章", "text", 20, least=11),
        Column("項目コード", "text", 9),
        Column("項目", "text", 44, least=20),
        Column(first, "percent", 10),
        Column(f"{first} 評定数", "number", 10),
        Column(second, "percent", 10),
        Column(f"{second} 評定数", "number", 10),
        Column("差（ポイント）", "points", 12),
        Column("備考", "text", 24, least=10),
    )
    return Table(title, columns, tuple(map(_row, gaps)), notes)


def together(
    title: str, found: Mapping[str, Sequence[Gap]], sides: tuple[str, str], notes: tuple[str, ...] = ()
) -> Table:
    """The gaps of all groups in one table, as a file holds them: each row says of which group and year it is."""
    head = (Column("集団", "text", 22), Column("年度", "year", 8))
    columns = (*head, *gap_table(title, (), sides).columns)
    rows = tuple((group, gap.fiscal_year, *_row(gap)) for group, one in found.items() for gap in one)
    return Table(title, columns, rows, notes)


def _row(gap: Gap) -> tuple[Value, ...]:
    numbers: list[Value] = []
    for cell in (gap.first, gap.second):
        told = cell.score and not isinstance(cell.score, Percentage)
        numbers += [cell.percent, cell.score.rated if cell.score and told else None]
    return (gap.chapter_name, gap.item, gap.text, *numbers, gap.difference, FEW if gap.few else "")
