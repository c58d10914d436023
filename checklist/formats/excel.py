"""Tables as an Excel workbook: frozen headers, A4 print set-up, native charts, and only plain texts and numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from checklist import words
from checklist.formats import excel_cells, excel_charts
from checklist.formats.excel_cells import HEADER_ROW
from checklist.formats.excel_filling import Filler
from checklist.formats.table import Chart, Table

__all__ = ["HEADER_ROW", "sheet_names", "workbook"]

MOST_ACROSS = 240
"""Half-width characters on one page: more would be printed below 60 % of their size."""
# Unless told otherwise, XlsxWriter takes a text that begins with = for a formula and one with http:// for a link.
# In memory, or the parts of the workbook would lie in the folder for temporary files until it is put together.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def workbook(
    title: str,
    tables: Sequence[Table],
    charts: Sequence[Chart] = (),
    fictional: bool = False,
    created: datetime | None = None,
    printed: str = "",
) -> bytes:
    """A workbook with one sheet for each table (and its charts below it); the same bytes for the same `created`."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        told = "　".join(part for part in (words.FICTIONAL if fictional else "", printed) if part)
        about = {"title": title, "author": words.PRODUCT, "comments": told}
        book.set_properties({**about, "created": created} if created else about)
        formats = excel_cells.formats(book)
        names = sheet_names(tables)
        filling = Filler(book)
        for index, table in enumerate(tables):
            sheet = book.add_worksheet(names[index])
            free = excel_cells.write(sheet, table, formats, fictional) + 1
            filling.offer(sheet, table, tables, names)
            _print_setup(sheet, title, table, fictional, printed)
            for chart in charts:
                if chart.table == index:
                    free = excel_charts.draw(book, sheet, names[index], table, chart, free)
        filling.finish()
    return target.getvalue()


def sheet_names(tables: Sequence[Table]) -> list[str]:
    """The title of each table as a sheet name: at most 31 characters, allowed ones only, and none twice."""
    names: list[str] = []
    for number, table in enumerate(tables, start=1):
        # 27 of the 31 characters that Excel allows: there has to be room for a number in brackets.
        name = _FORBIDDEN_IN_NAMES.sub(" ", table.title).strip()[:27] or f"表{number}"
        # XlsxWriter refuses a second name that differs in case only, as Excel does.
        taken = {used.casefold() for used in names}
        names.append(name if name.casefold() not in taken else f"{name}({number})")
    return names


def _print_setup(sheet: Any, title: str, table: Table, fictional: bool, printed: str) -> None:
    """A4, as wide as one page unless nobody could read it, the header row on every page, title and page numbers in the margins."""
    sheet.set_paper(9)
    wide = sum(excel_cells.widths(table))
    if wide > 90:
        sheet.set_landscape()
    # So many pages wide that it can be read, and with 0 as many pages high as it takes.
    across = -(-wide // MOST_ACROSS)
    sheet.fit_to_pages(across, 0)
    sheet.repeat_rows(HEADER_ROW)
    if across > 1:
        sheet.repeat_columns(0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    # An ampersand starts a command in headers, and Excel takes 255 characters at most.
    name = title.replace("&", "&&")[:120]
    told = words.FICTIONAL if fictional else ""
    sheet.set_header(f"&L{name}&R{told}")
    left = "　".join(part for part in (told, printed.replace("&", "&&")[:100]) if part)
    sheet.set_footer(f"&L{left}&R&P / &N ページ")
