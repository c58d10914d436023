"""Tables as an Excel workbook: frozen headers, A4 print set-up, native charts, and only plain texts and numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from checklist import words
from checklist.formats.table import Chart, Column, Table, Value

OFFERED_ROWS = 2_000
"""So many rows below the head offer their choices: as many as a file that is taken in may have."""
HEADER_ROW = 2
"""Zero-based row of the column names: the title stands above, with an empty row (or the mark) between."""

# Unless told otherwise, XlsxWriter takes a text that begins with = for a formula and one with http:// for a link.
# In memory, or the parts of the workbook would lie in the folder for temporary files until it is put together.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
# Percentages are points from 0 to 100 here; the percent sign of Excel itself would multiply them by a hundred.
_NUMBER_FORMATS = {"number": "#,##0", "percent": '0.0"％"', "points": "+0.0;-0.0;0.0"}


def workbook(
    title: str,
    tables: Sequence[Table],
    charts: Sequence[Chart] = (),
    fictional: bool = False,
    created: datetime | None = None,
) -> bytes:
    """A workbook with one sheet for each table (and its charts below it); the same bytes for the same `created`."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        about = {"title": title, "comments": words.FICTIONAL if fictional else ""}
        book.set_properties({**about, "created": created} if created else about)
        formats = _formats(book)
        names = sheet_names(tables)
        for index, table in enumerate(tables):
            sheet = book.add_worksheet(names[index])
            _write(sheet, table, formats, fictional)
            _offer(sheet, table, tables, names)
            _print_setup(sheet, title, table, fictional)
            for place, chart in enumerate(chart for chart in charts if chart.table == index):
                _draw(book, sheet, names[index], table, chart, place)
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


def _formats(book: Any) -> dict[str, Any]:
    # The font that XlsxWriter names by itself has no Japanese.
    base = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top"}
    cell = {**base, "border": 1, "border_color": "#B8C4CE"}
    return {
        "title": book.add_format({**base, "bold": True, "font_size": 14}),
        "fictional": book.add_format({**base, "bold": True, "font_color": "#A02020"}),
        "note": book.add_format({**base, "font_color": "#44546A"}),
        "header": book.add_format({**cell, "bold": True, "bg_color": "#DCE9EE", "text_wrap": True}),
        "text": book.add_format({**cell, "text_wrap": True}),
        "date": book.add_format({**cell, "text_wrap": True}),
        "day": book.add_format({**cell, "num_format": "yyyy/m/d", "align": "left"}),
        "number": book.add_format({**cell, "num_format": _NUMBER_FORMATS["number"]}),
        **{kind: book.add_format({**cell, "num_format": _NUMBER_FORMATS[kind]}) for kind in ("percent", "points")},
    }


def _write(sheet: Any, table: Table, formats: dict[str, Any], fictional: bool) -> None:
    sheet.write_string(0, 0, table.title, formats["title"])
    if fictional:
        sheet.write_string(1, 0, words.FICTIONAL, formats["fictional"])
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(HEADER_ROW, place, column.name, formats["header"])
    for line, row in enumerate(table.rows, start=HEADER_ROW + 1):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _cell(sheet, line, place, column, value, formats)
    for line, note in enumerate(table.notes, start=HEADER_ROW + len(table.rows) + 2):
        sheet.write_string(line, 0, note, formats["note"])
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    if table.rows:
        sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(table.rows), len(table.columns) - 1)


def _offer(sheet: Any, table: Table, tables: Sequence[Table], names: Sequence[str]) -> None:
    """The choices of each column that has some as a list to pick from."""
    for place, column in enumerate(table.columns):
        source: list[str] | str = list(column.choices)
        if column.offered_by:
            title, name = column.offered_by
            index = next(index for index, other in enumerate(tables) if other.title == title)
            letter = xl_col_to_name(tables[index].names.index(name), col_abs=True)
            first, last = HEADER_ROW + 2, HEADER_ROW + 1 + OFFERED_ROWS
            source = f"='{names[index]}'!{letter}${first}:{letter}${last}"
        if source:
            told = {"error_title": "使えない値です", "error_message": "一覧から選んでください。"}
            rule = {"validate": "list", "source": source, "show_error": column.closed, **told}
            sheet.data_validation(HEADER_ROW + 1, place, HEADER_ROW + OFFERED_ROWS, place, rule)


def _cell(sheet: Any, line: int, place: int, column: Column, value: Value, formats: dict[str, Any]) -> None:
    if value is None:
        sheet.write_blank(line, place, None, formats[column.kind])
    elif isinstance(value, str):
        sheet.write_string(line, place, value, formats["text"])
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, formats["day"])
    else:
        sheet.write_number(line, place, value, formats["number" if column.kind == "text" else column.kind])


def _print_setup(sheet: Any, title: str, table: Table, fictional: bool) -> None:
    """A4, as wide as one page, the header row on every page, title and page numbers in the margins."""
    sheet.set_paper(9)
    if sum(column.width for column in table.columns) > 90:
        sheet.set_landscape()
    # One page wide, and with 0 as many pages high as it takes.
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    # An ampersand starts a command in headers, and Excel takes 255 characters at most.
    name = title.replace("&", "&&")[:120]
    told = words.FICTIONAL if fictional else ""
    sheet.set_header(f"&L{name}&R{told}")
    sheet.set_footer(f"&L{told}&C&P / &N ページ")


def _draw(book: Any, sheet: Any, name: str, table: Table, chart: Chart, place: int) -> None:
    """A native chart beside the table, which Excel draws again when a cell changes."""
    first, last = HEADER_ROW + 1, HEADER_ROW + len(table.rows)
    if not table.rows:
        return
    drawing = book.add_chart({"type": chart.kind})
    categories = [name, first, table.names.index(chart.category), last, table.names.index(chart.category)]
    for value in chart.values:
        column = table.names.index(value)
        drawing.add_series(
            {
                "name": [name, HEADER_ROW, column],
                "categories": categories,
                "values": [name, first, column, last, column],
            }
        )
    drawing.set_title({"name": chart.title, "name_font": {"size": 12}})
    drawing.set_legend({"position": "bottom"})
    # In XlsxWriter y is the axis of the values, for bars as well.
    drawing.set_y_axis({"min": 0, "max": 100, "num_format": '0"％"'})
    # Bars are drawn from the bottom up; reversed, they stand in the order of the table.
    drawing.set_x_axis({"reverse": chart.kind == "bar"})
    drawing.set_size({"width": 760, "height": 420})
    # 420 pixels are 21 rows of 20: each chart leaves two rows free below it.
    sheet.insert_chart(last + 3 + len(table.notes) + place * 23, 0, drawing, {"description": chart.title})
