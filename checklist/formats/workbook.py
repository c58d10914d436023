"""The first sheets of an Excel workbook as texts, read in a process of its own: the one place that opens a stranger's book.

Whatever library reads it, it is `sheets` that would change and nothing else.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec
import openpyxl

from checklist.errors import Refused
from checklist.formats import tag_count
from checklist.store.files import apart, package

# The longest check sheet that is known has 225 items (労災病院, 2005).
ROWS, COLUMNS = 2_000, 40
LETTERS = 8_000_000
"""Of all cells together: one long text that every cell names would be written out for each."""
FORMULA, ERROR, DAY = "f", "e", "d"


class Found(msgspec.Struct):
    """The rows, at most one row and column beyond the limits, empty edges cut off; which cells are no plain values.

    `signs` are (row, column, FORMULA, ERROR or DAY), counted from 0; `refused` is the one sentence if nothing was read.
    """

    rows: list[list[str]] = []
    signs: list[tuple[int, int, str]] = []
    refused: str = ""


class Sheets(msgspec.Struct):
    """Several sheets of a workbook in their order, or the one sentence if nothing was read."""

    names: list[str] = []
    sheets: list[Found] = []
    refused: str = ""


def first_sheet(content: bytes) -> Found:
    """What stands in the first sheet, or why it was not read; never raises for what is in the file."""
    found = sheets(content, 1)
    return found.sheets[0] if found.sheets else Found(refused=found.refused)


def sheets(content: bytes, most: int) -> Sheets:
    """The same of the first sheets, at most so many; letters count over all of them."""
    try:
        tag_count.check(content)
        # openpyxl warns of all that it leaves out, such as validations and the styles of other programs;
        # cells are never among it.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _sheets(content, most)
    except Refused as refused:
        return Sheets(refused=refused.message)
    except MemoryError:
        return Sheets(refused=apart.READING.too_much)
    # The library raises whatever the damage happens to hit: KeyError, ValueError, XML and zip errors and others.
    except Exception:
        return Sheets(refused=package.BROKEN)


def _sheets(content: bytes, most: int) -> Sheets:
    # Formulas as they are, so that they can be named: with data_only=True a file that no Excel
    # ever saved is empty there.
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    found, letters = Sheets(), LETTERS
    try:
        for sheet in book.worksheets[:most]:
            one = _found(_cells(sheet), letters)
            letters -= sum(len(text) for row in one.rows for text in row)
            found.names.append(str(sheet.title))
            found.sheets.append(one)
        if not found.sheets:
            raise Refused(package.BROKEN)
    finally:
        book.close()
    return found


def _cells(sheet: Any) -> list[list[tuple[Any, str]]]:
    """Values and types."""
    # The size that the file claims for itself may be wrong in both directions.
    sheet.reset_dimensions()
    # One beyond shows that it is too large; the rest of a sheet that was coloured to its last row is never read.
    lines = sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS + 1)
    rows = [_trimmed([(cell.value, str(cell.data_type)) for cell in line]) for line in lines]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _trimmed(row: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    while row and row[-1][0] in (None, ""):
        row.pop()
    return row


def _found(cells: list[list[tuple[Any, str]]], most: int) -> Found:
    found, letters = Found(signs=list(_signs(cells))), 0
    for line in cells:
        texts = [_text(value) for value, _ in line]
        letters += sum(map(len, texts))
        if letters > most:
            raise Refused(f"表の文字が多すぎます（{LETTERS // 10_000}万文字まで）。{tag_count.ADVICE}")
        found.rows.append(texts)
    return found


def _signs(cells: list[list[tuple[Any, str]]]) -> Iterator[tuple[int, int, str]]:
    for line, row in enumerate(cells):
        for place, (value, kind) in enumerate(row):
            if kind in (FORMULA, ERROR):
                yield line, place, kind
            # Excel makes of the item code 1-02 the second of January; nobody could tell which item it was.
            elif isinstance(value, date | datetime):
                yield line, place, DAY


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return f"{value:%Y-%m-%d}"
    # Programs write 120 as 120.0 or 1.2E2, too, which would neither be a number of beds nor the code of a hospital.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read(content: bytes) -> Found:
    """The same in a process that can be ended; raises Refused with one sentence, or Busy."""
    found = apart.run(__name__, content, Found)
    if found.refused:
        raise Refused(found.refused)
    return found


if __name__ == "__main__":
    apart.answer(first_sheet)
