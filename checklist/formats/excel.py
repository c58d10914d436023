"""Tables as an Excel workbook: frozen headers, A4 print set-up, native charts, and only plain texts and numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from checklist import words
from checklist.formats import excel_cells, excel_charts, excel_pages
from checklist.formats.excel_cells import HEADER_ROW
from checklist.formats.excel_filling import Filler
from checklist.formats.excel_numbers import Numbers
from checklist.formats.table import Chart, Table

__all__ = ["HEADER_ROW", "sheet_names", "workbook"]

# Unless told otherwise, XlsxWriter takes a text that begins with = for a formula and one with http:// for a link.
# In memory, or the parts of the workbook would lie in the folder for temporary files until it is put together.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def workbook(
    title: str,
    tables: Sequence[Table],
    charts: Sequence[Chart] = (),
    fictional: bool = False,
    created: datetime | None = None,
    printed: str = "",
    opens: int = 0,
) -> bytes:
    """A workbook with one sheet for each table, that opens on table `opens`; the same bytes for the same `created`.

    Its charts stand below it where one page holds them all, or else on a sheet of their own behind it.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        told = "　".join(part for part in (words.FICTIONAL if fictional else "", printed) if part)
        about = {"title": title, "author": words.PRODUCT, "comments": told}
        book.set_properties({**about, "created": created} if created else about)
        formats = excel_cells.formats(book)
        names = sheet_names(tables)
        filling, numbers = Filler(book), Numbers(book)
        for index, table in enumerate(map(excel_cells.told, tables)):
            sheet = book.add_worksheet(names[index])
            if index == opens:
                sheet.activate()
            free = excel_cells.write(sheet, table, formats, fictional) + 1
            filling.offer(sheet, table, tables, names)
            own = [one for one in charts if one.table == index]
            drawn = excel_charts.drawings(book, names[index], table, own, numbers)
            below = excel_pages.holds(table, drawn)
            wide, one_page = sum(excel_cells.widths(table)), below or excel_pages.is_one_page(table)
            excel_pages.set_up(sheet, title, fictional, printed, wide, down=int(one_page))
            sheet.set_h_pagebreaks([] if one_page else excel_pages.ends(table))
            if below:
                for one in drawn:
                    free = excel_charts.put(sheet, one, free)
            elif drawn:
                beside = book.add_worksheet(excel_pages.name_of_charts(names, index))
                excel_cells.head(beside, table, formats, fictional)
                excel_pages.set_up(beside, title, fictional, printed, 0)
                excel_pages.put_apart(beside, drawn)
        filling.finish()
        numbers.finish()
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
