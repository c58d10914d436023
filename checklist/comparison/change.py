"""How groups changed from the first year to the last one that is over, with the interval where their ratings are told."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.comparison.pool import Cell, Pool
from checklist.comparison.selection import GROUP_WORDS, Group
from checklist.formats.table import Column, Table, Value
from checklist.rules import uncertainty
from checklist.rules.scoring import Percentage
from checklist.rules.uncertainty import Interval
from checklist.words import first_screen as told

HOW = "年度間の変化の95％信頼区間は、評定数から求めたものです（ニューカムのスコア法）。区間が0を含む場合、変化は偶然の範囲です。"
UNTOLD = "区間なし"
NONE = "評定数を示さない集計の変化には、区間を示しません。"
OWN = GROUP_WORDS[Group.OWN]
_COLUMNS = (
    Column("区分・病院", "text", 28, least=10),
    Column("始めの 年度", "year", 9),
    Column("始めの 得点率", "percent", 9),
    Column("終わりの 年度", "year", 9),
    Column("終わりの 得点率", "percent", 9),
    Column("変化（ポイント）", "points", 9),
    Column("変化の 95％下限", "points", 9),
    Column("変化の 95％上限", "points", 9),
    Column("偶然との関係", "text", 24, least=9),
)


def rated(cell: Cell) -> int | None:
    """Of how many ratings a cell is made, where that is told."""
    return None if cell.score is None or isinstance(cell.score, Percentage) else cell.score.rated


def interval(before: Cell, after: Cell) -> Interval | None:
    """The change with its interval; None where the ratings behind either are not told."""
    first, second = rated(before), rated(after)
    if not first or not second or before.percent is None or after.percent is None:
        return None
    return uncertainty.change(before.percent, first, after.percent, second)


def ends(cells: Sequence[Cell], running: int) -> tuple[Cell, Cell] | None:
    """The cells of one group in the first and in the last year that is over; None without two such years."""
    known = [one for one in cells if one.percent is not None and one.fiscal_year < running]
    over = sorted(known, key=lambda one: one.fiscal_year)
    return (over[0], over[-1]) if len(over) > 1 else None


def table(pool: Pool, cells: Sequence[Cell]) -> Table | None:
    """Every group over all that is compared; None where none has two years that are over."""
    pairs = [pair for group in dict.fromkeys(one.group for one in cells) if (pair := _of(pool, cells, group))]
    rows = tuple(_row(*pair) for pair in pairs)
    notes = (HOW, NONE) if any(row[-1] == UNTOLD for row in rows) else (HOW,)
    return Table("得点率の変化と区間", _COLUMNS, rows, notes) if rows else None


def sentence(pool: Pool, cells: Sequence[Cell]) -> str:
    """The interval of the own hospital's change, in words; empty without one."""
    pair = _of(pool, cells, OWN)
    found = interval(*pair) if pair else None
    if pair is None or found is None:
        return ""
    span = f"{pair[0].fiscal_year}年度から{pair[1].fiscal_year}年度まで"
    return f"自院の{span}の変化は{found.value:+.1f}ポイントです。{told.interval(found.low, found.high)}"


def _of(pool: Pool, cells: Sequence[Cell], group: str) -> tuple[Cell, Cell] | None:
    whole = pool.rows[-1].code if pool.rows else ""
    return ends([one for one in cells if (one.chapter, one.group) == (whole, group)], pool.running)


def _row(before: Cell, after: Cell) -> tuple[Value, ...]:
    found = interval(before, after)
    head = (after.group, before.fiscal_year, before.percent, after.fiscal_year, after.percent)
    if found is None:
        return (*head, round((after.percent or 0) - (before.percent or 0), 1), None, None, UNTOLD)
    return (*head, found.value, round(found.low, 1), round(found.high, 1), told.by_chance(found.low, found.high))
