"""The traits of every cell of an .xls; its values come from the library that reads all other files, too."""

from __future__ import annotations

import os

import xlrd
from xlrd.sheet import Sheet

from checklist.formats import cell_traits
from checklist.formats.cell_traits import Traits


def read(content: bytes) -> dict[str, Traits]:
    """The traits of every sheet by its name; raises whatever the library raises for what is broken."""
    # It talks of what it finds odd, and standard output is where the answer goes.
    with open(os.devnull, "w") as nowhere:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=nowhere)
    return {sheet.name: _traits(book, sheet) for sheet in book.sheets()}


def _traits(book: xlrd.book.Book, sheet: Sheet) -> Traits:
    found = Traits(hidden={row for row, info in sheet.rowinfo_map.items() if info.hidden})
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, column)
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            found.reach(row, column)
            if kind == xlrd.XL_CELL_TEXT:
                found.letters += len(sheet.cell_value(row, column))
                found.strike(row, column, _runs(book, sheet, row, column))
            style = book.xf_list[sheet.cell_xf_index(row, column)]
            if kind == xlrd.XL_CELL_ERROR:
                found.errors.add((row, column))
            if book.font_list[style.font_index].struck_out:
                found.struck.add(row)
            code = book.format_map[style.format_key].format_str
            if kind == xlrd.XL_CELL_NUMBER and cell_traits.fills_up(code):
                found.zeros[row, column] = code
    return found


def _runs(book: xlrd.book.Book, sheet: Sheet, row: int, column: int) -> list[bool]:
    """Whether the pieces of a text are struck out that has several fonts; the first is in the font of the cell."""
    text = sheet.cell_value(row, column)
    runs = sheet.rich_text_runlist_map.get((row, column), [])
    if not runs:
        return []
    own = book.font_list[book.xf_list[sheet.cell_xf_index(row, column)].font_index].struck_out
    begin = [] if runs[0][0] == 0 else [bool(own)]
    return [*begin, *(bool(book.font_list[font].struck_out) for place, font in runs if place < len(text))]
