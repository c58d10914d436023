"""The order of chapters in pictures and tables: as in the sheet, or what differs or changed most first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checklist.comparison.pool import ALL_CHAPTERS, Cell
from checklist.comparison.selection import Order, Selection


def sorted_cells(cells: Sequence[Cell], chosen: Selection) -> tuple[Cell, ...]:
    """The cells with their chapters in the chosen order, 全体 last; the columns of each chapter stay as they were."""
    if chosen.order is Order.SHEET:
        return tuple(cells)
    size = (_gaps if chosen.order is Order.GAP else _changes)(cells, chosen)
    # Chapters without a number stand behind all others, as they stood in the sheet.
    return tuple(sorted(cells, key=lambda one: (one.chapter == ALL_CHAPTERS, -size.get(one.chapter, -1.0))))


def _gaps(cells: Sequence[Cell], chosen: Selection) -> Mapping[str, float]:
    """How far the highest and the lowest column of the last year are apart, by chapter."""
    found: dict[str, list[float]] = {}
    for cell in cells:
        if cell.fiscal_year == chosen.last_year and cell.percent is not None:
            found.setdefault(cell.chapter, []).append(cell.percent)
    # To the decimal that is shown: equal ones stay as they stood in the sheet, whatever binary fractions make of them.
    return {chapter: round(max(values) - min(values), 1) for chapter, values in found.items()}


def _changes(cells: Sequence[Cell], chosen: Selection) -> Mapping[str, float]:
    """How far the columns moved from the first year to the last, on average, up or down."""
    before = {(cell.chapter, cell.group): cell.percent for cell in cells if cell.fiscal_year == chosen.first_year}
    found: dict[str, list[float]] = {}
    for cell in cells:
        start = before.get((cell.chapter, cell.group))
        if cell.fiscal_year == chosen.last_year and cell.percent is not None and start is not None:
            found.setdefault(cell.chapter, []).append(cell.percent - start)
    return {chapter: round(abs(sum(values) / len(values)), 6) for chapter, values in found.items()}
