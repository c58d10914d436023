"""How a table stands on a sheet of a workbook: its title, its head, its cells in their formats, its notes below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from checklist import words
from checklist.formats import column_widths
from checklist.formats.table import Column, Table, Value, letters, lines_of
from checklist.rules.fields import day_text

HEADER_ROW = 2
"""Zero-based row of the column names: the title stands above, with an empty row (or the mark) between."""
# Percentages are points from 0 to 100 here; the percent sign of Excel itself would multiply them by a hundred.
_NUMBER_FORMATS = {
    "number": "#,##0",
    "decimal": "#,##0.0##",
    "percent": '0.0"％"',
    "points": "+0.0;-0.0;0.0",
    "year": "0",
}
_DATE_FORMATS = {"day": 'yyyy"年"m"月"d"日"', "moment": 'yyyy"年"m"月"d"日" hh:mm'}
_CLOCK = re.compile(r"(.*?)\s*(\d{1,2}):(\d\d)$", re.DOTALL)
MOST_ACROSS = 240
"""Half-width characters on one page: more would be printed below 60 % of their size."""
PAGE, NARROW, MOST_GIVEN = 150, 16, 0.6
"""Half-width characters across a page that lies, of a column that still wraps well, and the part that others give up."""
_ALONE = 70
"""How wide a column without another one stands: programs print one that is wider than its page at its full size."""
_HEADS = (34, 26, 22, 18, 14)
"""Half-width characters of the heads that stand in one line: where the page has no room for all, fewer do."""
NOTHING = "該当するものはありません。"
_WORD = 10
"""Half-width characters of a word of a head that stands in one line, however many columns there are."""
_LINE, _ROW, _HIGHEST = 15.0, 15.75, 409.0
"""Points that one line of text is high, a row of one line, and a row at most. A row as high as a sheet's own rows is not
kept as such: each program gives it another height."""


def formats(book: Any) -> dict[str, Any]:
    """The formats of a workbook, each made once."""
    # The font that XlsxWriter names by itself has no Japanese.
    base = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top"}
    cell = {**base, "border": 1, "border_color": "#B8C4CE"}
    head = {**cell, "bold": True, "bg_color": "#DCE9EE", "text_wrap": True}
    # Apart from the text to the right of it, which begins where a number ends.
    figure = {"align": "right", "indent": 1}
    return {
        "title": book.add_format({**base, "bold": True, "font_size": 14}),
        "fictional": book.add_format({**base, "bold": True, "font_color": "#A02020"}),
        "note": book.add_format({**base, "font_color": "#44546A", "text_wrap": True}),
        "header": book.add_format(head),
        "figure header": book.add_format({**head, **figure}),
        "text": book.add_format({**cell, "text_wrap": True}),
        "date": book.add_format({**cell, "text_wrap": True}),
        "instead": book.add_format({**cell, **figure, "text_wrap": True}),
        **{kind: book.add_format({**cell, **figure, "num_format": shape}) for kind, shape in _NUMBER_FORMATS.items()},
        # Days stand below their head, which is that of a text.
        **{kind: book.add_format({**cell, "align": "left", "num_format": one}) for kind, one in _DATE_FORMATS.items()},
    }


def head(sheet: Any, table: Table, made: dict[str, Any], fictional: bool) -> None:
    """The title, and below it the mark of invented data."""
    sheet.set_row(0, 24)
    sheet.write_string(0, _begins(table), table.title, made["title"])
    if fictional:
        sheet.write_string(1, _begins(table), words.FICTIONAL, made["fictional"])


def write(sheet: Any, table: Table, made: dict[str, Any], fictional: bool) -> int:
    """The table with its title and notes; the first row below all of it that is free."""
    head(sheet, table, made, fictional)
    wide = widths(table)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, wide[place])
        look = "header" if column.kind in ("text", "date") else "figure header"
        sheet.write_string(HEADER_ROW, place, head_text(column, wide[place]), made[look])
    if (lines := _head_lines(table, wide)) > 1:
        sheet.set_row(HEADER_ROW, lines * _LINE)
    for line, row in enumerate(table.rows, start=HEADER_ROW + 1):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _cell(sheet, line, place, column, value, made)
        heighten(sheet, line, wide, _standing(table, row))
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    if table.rows:
        sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(table.rows), len(table.columns) - 1)
    return _notes(sheet, table, made["note"])


def _notes(sheet: Any, table: Table, look: Any) -> int:
    """The notes, each as wide as a page: beside the table, they would make it narrower, and none goes on on another one."""
    first, wide = _begins(table), _for_notes(table)
    line, last = HEADER_ROW + len(table.rows) + 2, first + len(wide) - 1
    for note in table.notes:
        if last > first:
            sheet.merge_range(line, first, line, last, note, look)
        else:
            sheet.write_string(line, first, note, look)
        sheet.set_row(line, min(_LINE * lines_of(note, sum(wide)), _HIGHEST))
        line += 1
    return line


def _begins(table: Table) -> int:
    """The column from which on title and notes stand: the first one would be repeated, with what has room of them, on each page."""
    return int(pages_across(sum(widths(table))) > 1)


def _for_notes(table: Table) -> Sequence[int]:
    return _first_page(widths(table))[_begins(table) :] or [widths(table)[_begins(table)]]


def widths(table: Table) -> list[int]:
    """How wide each column stands, in half-width characters: texts that wrap give way where all of it were too wide.

    A page as wide as the table is printed smaller the wider it is: at 250 nobody could read it.
    """
    own = [column.width if len(table.columns) > 1 else min(column.width, _ALONE) for column in table.columns]
    for place, column in enumerate(table.columns):
        # Of what is read and not filled in, a column without a text needs no more than its head and the arrow beside it.
        is_read = column.kind == "text" and not column.filling and not column.offered_by
        if is_read and table.rows and not any(row[place] for row in table.rows):
            own[place] = min(own[place], letters(column.name) + 4)
    wishes = [_wish(table, place) for place in range(len(own))]
    own = [max(wide, _word(column.name) + 2) for wide, column in zip(own, table.columns, strict=True)]
    wider = ([max(wide, min(wish, most)) for wide, wish in zip(own, wishes, strict=True)] for most in _HEADS)
    own = next((found for found in wider if sum(found) <= PAGE), own)
    wrapping = [place for place, column in enumerate(table.columns) if column.kind == "text" and column.width > NARROW]
    excess, room = sum(own) - PAGE, sum(own[place] - NARROW for place in wrapping)
    if excess > 0 and room > 0:
        share = min(MOST_GIVEN, excess / room)
        for place in wrapping:
            own[place] -= int(share * (own[place] - NARROW))
    return own


def _word(head: str) -> int:
    """How wide what is never broken of a head is: all of a short one, which is looked for by its name, else its longest word."""
    parts = [head] if letters(head) <= _WORD else column_widths.lines(head, _WORD)
    return min(_WORD, max(letters(one.strip()) for one in parts or [""]))


def pages_across(wide: int) -> int:
    """So many pages wide that it can be read."""
    return -(-wide // MOST_ACROSS)


def _first_page(wide: Sequence[int]) -> Sequence[int]:
    """The columns that stand on the first of the pages beside each other, however a program divides them."""
    pages = pages_across(sum(wide))
    within = sum(end * pages <= sum(wide) for end in accumulate(wide)) if pages > 1 else len(wide)
    return wide[: max(1, within - (pages > 1))]


def head_text(column: Column, wide: int) -> str:
    """The head as it stands in its cell: in lines of whole words, but for one that is filled in, which is read again."""
    # The arrow of the filter takes two letters of it.
    return column.name if column.filling else column_widths.broken(column.name, wide - 2)


def _head_lines(table: Table, wide: Sequence[int]) -> int:
    pairs = zip(table.columns, wide, strict=True)
    return max((lines_of(head_text(column, width), width - 2) for column, width in pairs), default=1)


def _wish(table: Table, place: int) -> int:
    """As wide as its head with the arrow beside it, and as a name that is a little longer than the others."""
    column, wide = table.columns[place], table.columns[place].width
    texts = [one for row in table.rows if isinstance(one := row[place], str)]
    cells = [max(map(letters, one.split("\n"))) + 1 for one in texts]
    return max(letters(column.name) + 3, *(one for one in (0, *cells) if one <= 1.3 * wide))


def pixels(table: Table) -> int:
    """How wide a table stands on the screen, as Excel counts the letters of its columns."""
    return sum(7 * wide + 5 for wide in widths(table))


def height(table: Table) -> int:
    """How high a table stands on the screen with its title and its notes, in pixels."""
    return sum(heights(table))


def heights(table: Table) -> list[int]:
    """How high its title and its head, each of its rows, and all of its notes stand on the screen, in pixels."""
    wide = widths(table)
    rows = [_high(_lines(wide, _standing(table, row))) for row in table.rows]
    notes = sum(lines_of(note, sum(_for_notes(table))) for note in table.notes)
    points = ((HEADER_ROW + _head_lines(table, wide)) * _LINE, *rows, (notes + 2) * _LINE)
    return [int(one * 96 / 72) for one in points]


def told(table: Table) -> Table:
    """A table that says so if nothing is in it, unless it is one to fill in."""
    is_filled_in = any(column.filling or column.offered_by or column.choices for column in table.columns)
    return table if table.rows or is_filled_in else replace(table, notes=(NOTHING, *table.notes))


def heighten(sheet: Any, line: int, wide: Iterable[int], row: Iterable[Value]) -> None:
    """A row as high as its longest text: other programs than Excel leave it as high as one line, whatever stands in it.

    One of one line, too, or a page that was reckoned full would run over.
    """
    sheet.set_row(line, _high(_lines(wide, row)))


def _high(lines: int) -> float:
    """Points that a row of so many lines is high."""
    return min(max(lines * _LINE, _ROW), _HIGHEST)


def _standing(table: Table, row: Iterable[Value]) -> tuple[Value, ...]:
    """What may wrap in a row: a day that is written as one stands in one line, however long its text is."""
    pairs = zip(table.columns, row, strict=True)
    return tuple(None if column.kind == "date" and _moment(str(value)) else value for column, value in pairs)


def _lines(wide: Iterable[int], row: Iterable[Value]) -> int:
    pairs = zip(wide, row, strict=False)
    return max((lines_of(value, width) for width, value in pairs if isinstance(value, str)), default=1)


def _cell(sheet: Any, line: int, place: int, column: Column, value: Value, made: dict[str, Any]) -> None:
    if value is None:
        sheet.write_blank(line, place, None, made[column.kind])
    elif isinstance(value, str):
        found = _moment(value) if column.kind == "date" else None
        if found is None:
            sheet.write_string(line, place, value, made["text" if column.kind in ("text", "date") else "instead"])
        else:
            sheet.write_datetime(line, place, found, made["moment" if isinstance(found, datetime) else "day"])
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, made["day"])
    else:
        kind = "number" if column.kind in ("text", "date") else column.kind
        # A count without its decimals is another one.
        sheet.write_number(
            line, place, value, made["decimal" if kind == "number" and isinstance(value, float) else kind]
        )


def _moment(text: str) -> date | datetime | None:
    """The day, or the moment, that the text of a date column means; None for 未定 and whatever else is none."""
    clock = _CLOCK.fullmatch(text)
    try:
        day = day_text.parse(clock[1] if clock else text)
        if day is None or not day_text.is_plausible(day):
            return None
        return datetime(day.year, day.month, day.day, int(clock[2]), int(clock[3])) if clock else day
    except ValueError:
        return None
