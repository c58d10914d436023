"""CSV and Excel files as a grid of texts, whatever arrives: a broken file is a fault, never a crash."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import islice
from typing import TypeVar

from openpyxl.utils import get_column_letter

from checklist.errors import Fault, Refused
from checklist.formats import workbook, workbook_sheets
from checklist.formats.csv_file import unguard
from checklist.formats.table import clean
from checklist.formats.workbook import DAY, ERROR, FORMULA, Found
from checklist.rules.sheets.sheet_draft import Grid
from checklist.store.files import package

T = TypeVar("T")
FILE_LIMIT = 5_000_000
ROW_LIMIT, COLUMN_LIMIT = workbook.ROWS, workbook.COLUMNS
_WRONG = {
    FORMULA: "数式は使えません。値に置き換えてください。",
    ERROR: "エラー値（#N/Aなど）が入っています。",
    DAY: "日付に変わっています。セルの書式を文字列にして入力し直してください。",
}


def read(name: str, data: bytes, dates: bool = False) -> Grid:
    """The grid of a file, told apart by its content; raises Refused with one clear sentence, or every bad cell.

    Cells that Excel holds as dates are faults, or with `dates` texts such as 2024-06-01.
    """
    if not data:
        raise Refused([Fault(name, "ファイルが空です。")])
    if len(data) > FILE_LIMIT:
        raise Refused([Fault(name, f"ファイルが大きすぎます（{FILE_LIMIT // 1_000_000}MBまで）。")])
    if data.startswith(b"PK"):
        return _grid(name, _opened(name, data, workbook.read), dates)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            [Fault(name, "古い形式（.xls）またはパスワード付きのファイルです。.xlsxで保存し直してください。")]
        )
    return _csv(name, data)


def read_sheets(name: str, data: bytes, dates: bool = False) -> dict[str, Grid]:
    """The same of every sheet of a workbook, by its name; a table without sheets has the name ''."""
    if not data.startswith(b"PK") or len(data) > FILE_LIMIT:
        return {"": read(name, data, dates)}
    found = _opened(name, data, workbook_sheets.read)
    grids: dict[str, Grid] = {}
    faults: list[Fault] = []
    for title, sheet in zip(found.names, found.sheets, strict=True):
        try:
            grids[title] = _grid(name, sheet, dates)
        except Refused as refused:
            faults += [Fault(f"「{title}」シート　{one.where}", one.message) for one in refused.faults]
    if faults:
        raise Refused(faults)
    return grids


def _csv(name: str, data: bytes) -> Grid:
    try:
        # One row more than is taken shows that there are too many; the others are never built.
        rows = list(islice(csv.reader(io.StringIO(_decode(name, data), newline="")), ROW_LIMIT + 1))
    except csv.Error as error:
        raise Refused([Fault(name, "CSVとして読み取れません。引用符の対応を確認してください。")]) from error
    _check_size(name, len(rows), max(map(len, rows), default=0))
    return tuple(tuple(clean(unguard(cell)) for cell in row) for row in rows)


def _decode(name: str, data: bytes) -> str:
    # CP932 would take the marks of UTF-16 for characters of its own.
    # In this order: UTF-8 refuses what is CP932, but CP932 reads many a text in UTF-8 as other characters.
    for encoding in () if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # UTF-16 without its mark is valid UTF-8 with a zero in every second place.
        if "\0" not in text:
            return text
    raise Refused([Fault(name, "文字コードを判別できません。UTF-8またはShift_JISで保存してください。")])


def _check_size(name: str, rows: int, columns: int) -> None:
    if rows > ROW_LIMIT or columns > COLUMN_LIMIT:
        raise Refused([Fault(name, f"表が大きすぎます（{ROW_LIMIT}行、{COLUMN_LIMIT}列まで）。")])


def _opened(name: str, data: bytes, read: Callable[[bytes], T]) -> T:
    try:
        if package.look(data, package.READ).has_macros:
            raise Refused("マクロを含むファイルは使えません。.xlsxで保存し直してください。")
        return read(data)
    except Refused as refused:
        raise Refused([Fault(name, refused.message)]) from refused


def _grid(name: str, found: Found, dates: bool) -> Grid:
    _check_size(name, len(found.rows), max(map(len, found.rows), default=0))
    faults = [
        Fault(_where(line, place), _WRONG[sign]) for line, place, sign in found.signs if not (dates and sign == DAY)
    ]
    if faults:
        raise Refused(faults)
    return tuple(tuple(clean(text) for text in row) for row in found.rows)


def _where(line: int, place: int) -> str:
    return f"{line + 1}行目・{get_column_letter(place + 1)}列"
