"""The numbers of charts whose tables say a word in the place of some: of a word, Excel draws a nought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checklist.formats.table import Chart, Table, categories, pairs, series

SHEET = "図の数値"
"""The hidden sheet on which they stand a second time, with an empty cell where there is none."""
Place = list[str | int]
"""A part of a column: its sheet, its first row and column, its last row and column, counted from 0."""


class Numbers:
    """Of one workbook; `finish` comes after all of its sheets."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._columns: list[Sequence[str | float | None]] = []

    def stand_apart(self, found: Table, chart: Chart, part: tuple[int, int]) -> list[tuple[Place, Place]]:
        """What each series has along the axis and its numbers, of these categories; nothing where the table holds no word."""
        if not _has_words(found, chart):
            return []
        if chart.kind == "scatter":
            lines = [tuple(zip(*points, strict=True)) or ((), ()) for _, points in pairs(found, chart)]
            return [(self._kept(across), self._kept(up)) for across, up in lines]
        here = slice(*part)
        names = self._kept(categories(found, chart)[here])
        return [(names, self._kept(one.numbers[here])) for one in series(found, chart)]

    def _kept(self, cells: Sequence[str | float | None]) -> Place:
        self._columns.append(cells)
        place = len(self._columns) - 1
        return [SHEET, 0, place, max(len(cells) - 1, 0), place]

    def finish(self) -> None:
        """Write them to a sheet that nobody has to see."""
        if self._columns:
            sheet = self._book.add_worksheet(SHEET)
            for place, cells in enumerate(self._columns):
                for line, one in enumerate(cells):
                    if isinstance(one, str):
                        sheet.write_string(line, place, one)
                    elif one is not None:
                        sheet.write_number(line, place, one)
            sheet.hide()


def _has_words(found: Table, chart: Chart) -> bool:
    names = (*chart.values, chart.category) if chart.kind == "scatter" else chart.values
    places = [found.names.index(name) for name in names]
    rows = found.rows[:-1] if chart.without_last else found.rows
    return any(isinstance(row[place], str) for row in rows for place in places)
