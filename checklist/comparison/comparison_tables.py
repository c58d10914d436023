"""The tables and charts of a comparison, all from the same cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from checklist import words
from checklist.comparison import funnel
from checklist.comparison.gaps import gap_table, largest
from checklist.comparison.pool import ALL_CHAPTERS, Cell, Pool
from checklist.comparison.selection import Selection
from checklist.formats.table import Chart, Column, Table, Value, with_numbers
from checklist.model.sheets import Chapter
from checklist.rules.scoring import Percentage

BARS = 40
"""Excel and paper draw no more bars than one can tell apart."""
LINES = 6

_PARTS = (
    Column("年度", "year", 8),
    Column("区分・病院", "text", 22, least=10),
    Column("章コード", "text", 9),
    Column("章", "text", 26, least=11),
    Column("得点率", "percent", 10),
    Column("項目数", "number", 8),
    Column("病院数", "number", 8),
    Column("評価数", "number", 8),
    Column("評定数", "number", 8),
    Column("該当なし", "number", 9),
    Column("確認不能", "number", 9),
    Column("未回答", "number", 8),
    Column("備考", "text", 34, least=14),
)


class Compared(Protocol):
    """What the tables of the classes ask of what was compared: a pool of one region, or many regions together."""

    @property
    def selection(self) -> Selection:
        """What was chosen."""

    @property
    def years(self) -> range:
        """The years compared."""

    @property
    def running(self) -> int:
        """The fiscal year that is not over yet."""

    @property
    def rows(self) -> tuple[Chapter, ...]:
        """The chapters compared, 全体 last."""


@dataclass(frozen=True)
class HeatMap:
    """A matrix of cells: row names down (chapters, or items as code and text), column labels across."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]


def year_name(year: int, running: int, items: int = 0) -> str:
    """A year as it heads numbers: one that is not over says so, and on demand how many items they rest on."""
    return words.year(year, year >= running, *([f"{items}項目"] if items else []))


def label(cell: Cell) -> str:
    """What tells the column of a cell from others."""
    return f"{cell.fiscal_year}年度 {cell.group}"


def heat_map(cells: Sequence[Cell], running: int) -> HeatMap:
    """Cells as a matrix, rows and columns in the order in which they come; each column with its number of items."""
    labels = tuple(dict.fromkeys(map(label, cells)))
    rows = {(c.chapter, c.item): f"{c.item}　{c.item_text}" if c.item else c.chapter_name for c in cells}
    places = {(cell.chapter, cell.item, label(cell)): cell for cell in cells}
    # The last row is the whole, or the only chapter.
    last = {label(cell): cell for cell in cells if not cell.item}
    heads = {label(cell): f"{year_name(cell.fiscal_year, running)} {cell.group}" for cell in cells}
    heads |= {one: f"{year_name(c.fiscal_year, running, c.items)} {c.group}" for one, c in last.items()}
    return HeatMap(
        tuple(rows.values()), tuple(heads[one] for one in labels), tuple(tuple(places[(*row, one)] for one in labels) for row in rows)
    )  # fmt: skip


def class_tables(
    pool: Compared, cells: Sequence[Cell], items: Sequence[Cell], notes: tuple[str, ...]
) -> tuple[Table, ...]:  # fmt: skip
    """Chapters by year and class; the years; the items of a chosen chapter; the largest gaps; every number."""
    found = [_grid("得点率（年度・区分別）", pool, cells, notes)]
    if len(pool.years) > 1:
        found.append(over_years("得点率の推移", pool, cells, notes))
    if pool.selection.chapter:
        found.append(_item_grid("項目別の得点率", pool, items, notes))
    classes = ("加算1", "加算2")
    if gaps := largest(items, *classes):
        title = f"加算1と加算2の差が大きい項目（{year_name(gaps[0].fiscal_year, pool.running)}）"
        found.append(gap_table(title, gaps, classes, notes))
    return (*found, parts("内訳", cells, notes))


def hospital_tables(
    pool: Pool, cells: Sequence[Cell], items: Sequence[Cell], notes: tuple[str, ...]
) -> tuple[Table, ...]:  # fmt: skip
    """Chapters by hospital in the last year; the years; each beside its limits; a chosen chapter's items; every number."""
    last = [cell for cell in cells if cell.fiscal_year == pool.selection.last_year]
    last_year = year_name(pool.selection.last_year, pool.running)
    found = [
        _grid(f"得点率（{last_year}・病院別）", pool, last, notes),
        over_years("得点率の推移", pool, cells, notes),
    ]
    if funnels := funnel.made(pool, cells):
        found.append(funnel.table(funnels, pool.years, notes, pool.running))
    if pool.selection.chapter:
        found.append(_item_grid(f"項目別の得点率（{last_year}）", pool, items, notes))
    return (*found, parts("内訳", cells, notes))


def _grid(title: str, pool: Compared, cells: Sequence[Cell], notes: tuple[str, ...]) -> Table:
    """Chapters down, years and groups across, each cell 得点率 or why there is none."""
    found = heat_map(cells, pool.running)
    rows = tuple(
        (name, *(cell.shown for cell in row)) for name, row in zip(found.rows, found.cells, strict=True)
    ) or tuple((chapter.name,) for chapter in pool.rows)  # fmt: skip
    columns = (Column("章", "text", 28), *(Column(one, "percent", 16) for one in found.columns))
    return Table(title, columns, rows, notes)


def _item_grid(title: str, pool: Compared, items: Sequence[Cell], notes: tuple[str, ...]) -> Table:
    """The items of a chapter down, years and groups across."""
    found = heat_map(items, pool.running)
    rows = tuple(
        (row[0].item, row[0].item_text, *(cell.shown for cell in row)) for row in found.cells
    )  # fmt: skip
    head = (Column("項目コード", "text", 9), Column("項目", "text", 44))
    return Table(title, (*head, *(Column(one, "percent", 14) for one in found.columns)), rows, notes)


def over_years(title: str, pool: Compared, cells: Sequence[Cell], notes: tuple[str, ...]) -> Table:
    """Hospitals and groups down, years across, over all chapters compared."""
    whole = pool.rows[-1].code if pool.rows else ALL_CHAPTERS
    places = {(cell.group, cell.fiscal_year): cell for cell in cells if cell.chapter == whole}
    groups = tuple(dict.fromkeys(cell.group for cell in cells))
    rows = tuple((group, *(_shown(places.get((group, year))) for year in pool.years)) for group in groups)
    head = Column("区分・病院", "text", 28)
    return Table(
        title, (head, *(Column(year_name(year, pool.running), "percent", 12) for year in pool.years)), rows, notes
    )


def _shown(cell: Cell | None) -> Value:
    return cell.shown if cell else None


def parts(title: str, cells: Sequence[Cell], notes: tuple[str, ...]) -> Table:
    """Every number with its denominator and what stands outside of it."""
    return Table(title, _PARTS, tuple(map(_parts, cells)), notes)


def _parts(cell: Cell) -> tuple[Value, ...]:
    head = (cell.fiscal_year, cell.group, cell.chapter, cell.chapter_name)
    if cell.score is None:
        return (*head, *[None] * 8, cell.reason)
    score = cell.score
    if isinstance(score, Percentage):
        return (*head, cell.percent, cell.items, *[None] * 6, cell.reason)
    return (
        *head,
        cell.percent,
        cell.items,
        cell.hospitals,
        cell.assessments,
        score.rated,
        score.not_applicable,
        score.unverified,
        score.unanswered,
        cell.reason,
    )


def class_charts(title: str, shown: Sequence[Table]) -> tuple[Chart, ...]:
    """Every year with numbers by chapter, the newest first, and how the groups went over the years."""
    years: dict[str, list[str]] = {}
    for name in with_numbers(shown[0], shown[0].names[1:]):
        years.setdefault(name.rpartition(" ")[0], []).append(name)
    newest = reversed(years.items())
    by_chapter = [Chart("bar", f"{title}（{year}）", 0, "章", tuple(names)) for year, names in newest]
    return (*_trend_chart(title, shown[1]), *by_chapter) if len(years) > 1 else tuple(by_chapter)


def _trend_chart(title: str, trend: Table) -> tuple[Chart, ...]:
    """How groups, or not too many hospitals, went over the years."""
    years = with_numbers(trend, trend.names[1:])
    if len(years) < 2 or not 0 < len(trend.rows) <= LINES:
        return ()
    return (Chart("line", f"{title}：推移", 1, trend.names[0], years, across=True),)


def hospital_charts(title: str, tables: Sequence[Table], own: str) -> tuple[Chart, ...]:
    """Hospitals beside their limits, and the newest year by hospital, unless there are more than one can tell apart."""
    trend, third = tables[1], tables[2]
    spread = funnel.chart(third, 2) if third.title.startswith(funnel.TITLE) else ()
    shown = with_numbers(trend, trend.names[1:])
    if not shown or len(trend.rows) > BARS:
        return spread
    return (
        *spread,
        *_trend_chart(title, trend),
        Chart("bar", f"{title}（{shown[-1]}）", 1, trend.names[0], (shown[-1],), own=own),
    )
