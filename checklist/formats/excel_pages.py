"""The pages that a sheet of a workbook is printed on: A4, readable, and no chart cut by the end of one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from checklist import words
from checklist.formats import excel_cells, excel_charts
from checklist.formats.excel_cells import HEADER_ROW
from checklist.formats.table import Table

_LYING = 90
"""Half-width characters from which on a page lies."""
_UPRIGHT, _ACROSS = (690, 950), (1020, 630)
"""Pixels within the margins of a page that stands and one that lies, across and down, at their full size."""
_LITTLE, _LEAST_READ = 0.3, 0.6
"""The part of a page that is no page of its own, and how small a text may be printed for that."""
_FULL = 0.97
"""The part of a page that rows of known heights take at most."""
_LEAST_SIZE, _SPARE = 0.8, 0.9
"""How small a chart may be printed, and the part of a page that is counted on: other programs have other fonts."""


def set_up(
    sheet: Any,
    title: str,
    fictional: bool,
    printed: str,
    wide: int,
    header_row: int = HEADER_ROW,
    named_by: int = 0,
    down: int = 0,
) -> None:
    """A4, as wide as one page unless nobody could read it, the header row on every page, title and page numbers in the margins.

    `wide` is that of a table in half-width characters; 0 for a sheet of charts, which are made for their page. Where
    its columns take several pages, those up to `named_by`, which say what a row is about, stand on each. `down` is at
    most how many pages it takes, 0 for as many as it does.
    """
    sheet.set_paper(9)
    if wide > _LYING:
        sheet.set_landscape()
    if wide:
        sheet.fit_to_pages(excel_cells.pages_across(wide), down)
        sheet.repeat_rows(header_row)
    if excel_cells.pages_across(wide) > 1:
        sheet.repeat_columns(0, named_by)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    # An ampersand starts a command in headers, and Excel takes 255 characters at most.
    name = title.replace("&", "&&")[:120]
    told = words.FICTIONAL if fictional else ""
    sheet.set_header(f"&L{name}&R{told}" if told else f"&L{name}")
    left = "　".join(part for part in (told, printed.replace("&", "&&")[:100]) if part)
    sheet.set_footer(f"&L{left}&R&P / &N ページ")


def name_of_charts(names: Sequence[str], index: int) -> str:
    """What the sheet is called on which the charts of a table stand: at most 31 characters, no other has it."""
    return f"図{index + 1} {names[index]}"[:31]


def is_one_page(table: Table) -> bool:
    """Whether all of a table stands on one page, printed a little smaller where that would leave a row or a note to another."""
    size, pages = _size(table), sum(excel_cells.heights(table)) / _room(table)
    return pages <= 1 + _LITTLE and size >= _LEAST_READ * pages


def ends(table: Table) -> list[int]:
    """The rows, counted from 0, with which a page begins, for all pages to hold as much: no last one has a row or a note alone.

    Where a program has other fonts, and so room for more or for less, too.
    """
    head, *rows, notes = excel_cells.heights(table)
    # Its head stands on each page.
    room = _room(table) * _FULL - head
    count = math.ceil((sum(rows) + notes) / room)
    share, used, found = (sum(rows) + notes) / count, 0.0, list[int]()
    for line, high in enumerate(rows, HEADER_ROW + 1):
        if len(found) + 1 < count and line > HEADER_ROW + 1 and used + high / 2 > share * (len(found) + 1):
            found.append(line)
        used += high
    return found


def _size(table: Table) -> float:
    """How small a table is printed by the width of its pages."""
    wide = sum(excel_cells.widths(table))
    across, _ = _page(wide)
    return min(1.0, across * excel_cells.pages_across(wide) / excel_cells.pixels(table))


def _room(table: Table) -> float:
    """How much of a table stands on one page from its top to its foot, in pixels of the screen."""
    return _page(sum(excel_cells.widths(table)))[1] / _size(table)


def _page(wide: int) -> tuple[int, int]:
    return _ACROSS if wide > _LYING else _UPRIGHT


def holds(table: Table, drawn: Sequence[excel_charts.Drawing]) -> bool:
    """Whether a table and the charts below it are printed on one page, and large enough."""
    high = excel_cells.height(table) + sum(excel_charts.ROW * one.rows for one in drawn)
    return _size(table) >= _LEAST_SIZE and high <= _SPARE * _room(table)


def put_apart(sheet: Any, drawn: Sequence[excel_charts.Drawing]) -> None:
    """Charts on a sheet of their own, each whole on its page: no program scales this sheet, so breaks stay where they are."""
    # One column: other programs have other widths of those that nobody set, and would cut the charts at the right.
    sheet.set_column_pixels(0, 0, _UPRIGHT[0])
    sheet.set_margins(left=0.3, right=0.3, top=0.8, bottom=0.7)
    line, used, breaks = HEADER_ROW, HEADER_ROW, []
    for one in drawn:
        if used > HEADER_ROW and (used + one.rows) * excel_charts.ROW > _UPRIGHT[1]:
            breaks.append(line)
            used = 0
        excel_charts.put(sheet, one, line)
        line, used = line + one.rows, used + one.rows
    sheet.set_h_pagebreaks(breaks)
