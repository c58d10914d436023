"""The tables and charts of a comparison, all from the same cells."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.reports.pool import ALL_CHAPTERS, Cell, Pool
from checklist.reports.table import Chart, Column, Table, Value

_PARTS = (
    Column("年度", "number", 8),
    Column("区分・病院", "text", 22),
    Column("章コード", "text", 9),
    Column("章", "text", 26),
    Column("得点率", "percent", 10),
    Column("病院数", "number", 8),
    Column("評価数", "number", 8),
    Column("評定数", "number", 8),
    Column("該当なし", "number", 9),
    Column("確認不能", "number", 9),
    Column("未回答", "number", 8),
    Column("備考", "text", 34),
)


def _label(cell: Cell) -> str:
    return f"{cell.fiscal_year}年度 {cell.group}"


def grid(title: str, pool: Pool, cells: Sequence[Cell], notes: tuple[str, ...]) -> Table:
    """Chapters down, years and groups across, each cell 得点率 or why there is none."""
    labels = tuple(dict.fromkeys(map(_label, cells)))
    places = {(cell.chapter, _label(cell)): cell for cell in cells}
    rows = tuple((chapter.name, *(places[chapter.code, label].shown for label in labels)) for chapter in pool.rows)
    columns = (Column("章", "text", 28), *(Column(label, "percent", 16) for label in labels))
    return Table(title, columns, rows, notes)


def trend(title: str, pool: Pool, cells: Sequence[Cell], notes: tuple[str, ...]) -> Table:
    """Hospitals and groups down, years across, over all chapters compared."""
    whole = pool.rows[-1].code if pool.rows else ALL_CHAPTERS
    places = {(cell.group, cell.fiscal_year): cell for cell in cells if cell.chapter == whole}
    groups = tuple(dict.fromkeys(cell.group for cell in cells))
    rows = tuple((group, *(_shown(places.get((group, year))) for year in pool.years)) for group in groups)
    columns = (Column("病院", "text", 28), *(Column(f"{year}年度", "percent", 12) for year in pool.years))
    return Table(title, columns, rows, notes)


def _shown(cell: Cell | None) -> Value:
    return cell.shown if cell else None


def parts(title: str, pool: Pool, cells: Sequence[Cell], notes: tuple[str, ...]) -> Table:
    """Every number with its denominator and what stands outside of it."""
    return Table(title, _PARTS, tuple(map(_parts, cells)), notes)


def _parts(cell: Cell) -> tuple[Value, ...]:
    head = (cell.fiscal_year, cell.group, cell.chapter, cell.chapter_name)
    if cell.score is None:
        return (*head, None, None, None, None, None, None, None, cell.reason)
    score = cell.score
    return (
        *head,
        cell.percent,
        cell.hospitals,
        cell.assessments,
        score.rated,
        score.not_applicable,
        score.unverified,
        score.unanswered,
        cell.reason,
    )


def charts(title: str, table: Table) -> tuple[Chart, ...]:
    """One chart of the grid, when it has anything to draw."""
    values = tuple(
        column.name
        for place, column in enumerate(table.columns)
        if place and any(isinstance(row[place], float) for row in table.rows)
    )
    return (Chart("column", title, 0, table.columns[0].name, values),) if values else ()
