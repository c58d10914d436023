"""No cell of a file acts as a formula, whatever stands before the sign."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from checklist.formats import csv_file, excel
from checklist.formats.table import Column, Table

SIGNS = "=+-@＝＋－＠"
BEFORE = {
    "nothing": "", "blank": " ", "blanks": "   ", "tab": "\t", "line end": "\n", "no-break blank": "\u00a0",
    "zero-width blank": "\u200b", "byte order mark": "\ufeff", "thin blank": "\u2009", "ideographic blank": "\u3000",
    "joiner": "\u2060", "zero-width joiner": "\u200d", "soft hyphen": "\u00ad", "direction": "\u202e",
    "narrow no-break blank": "\u202f", "several": " \ufeff\u00a0\t\u200b", "apostrophe": "'", "apostrophe and blank": "' ",
}  # fmt: skip
CELLS = [f"{before}{sign}1+1" for before in BEFORE.values() for sign in SIGNS]
TABLE = Table("式", (Column("値"),), tuple((cell,) for cell in CELLS))


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_behind_anything_is_guarded_and_comes_back(before: str, sign: str) -> None:
    cell = f"{BEFORE[before]}{sign}1+1"
    assert csv_file.guard(cell) == f"'{cell}"
    assert csv_file.unguard(csv_file.guard(cell)) == cell


def test_every_such_cell_of_a_csv_begins_with_an_apostrophe() -> None:
    rows = list(csv.reader(io.StringIO(csv_file.encode(TABLE).decode("utf-8-sig"), newline="")))
    assert all(row[0].startswith("'") for row in rows[1:])
    assert [csv_file.unguard(row[0]) for row in rows[1:]] == [row[0] for row in TABLE.rows]


def test_every_such_cell_of_a_workbook_is_a_text() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(excel.workbook("式", [TABLE]))).active
    cells = [row[0] for row in sheet.iter_rows(min_row=excel.HEADER_ROW + 2, max_row=excel.HEADER_ROW + 1 + len(CELLS))]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == [row[0] for row in TABLE.rows]
