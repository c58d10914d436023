"""CSV and Excel files as a grid of texts, whatever arrives: a broken file is a fault, never a crash."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import openpyxl

from checklist.errors import Fault, Refused
from checklist.formats.csv_file import unguard
from checklist.formats.table import clean
from checklist.rules.sheets.sheet_draft import Grid

FILE_LIMIT = 5_000_000
# Held against what the parts of an archive claim, before any is unpacked: a few kB may become gigabytes.
UNPACKED_LIMIT = 40_000_000
PARTS_LIMIT = 500
# The longest check sheet that is known has 225 items (労災病院, 2005).
ROW_LIMIT, COLUMN_LIMIT = 2_000, 40

BROKEN = "ファイルを開けません。壊れているか、パスワードが設定されている可能性があります。"


def read(name: str, data: bytes, dates: bool = False) -> Grid:
    """The grid of a file, told apart by its content; raises Refused with one clear sentence, or every bad cell.

    Cells that Excel holds as dates are faults, or with `dates` texts such as 2024-06-01.
    """
    if not data:
        raise Refused([Fault(name, "ファイルが空です。")])
    if len(data) > FILE_LIMIT:
        raise Refused([Fault(name, f"ファイルが大きすぎます（{FILE_LIMIT // 1_000_000}MBまで）。")])
    if data.startswith(b"PK"):
        return _excel(name, data, dates)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            [Fault(name, "古い形式（.xls）またはパスワード付きのファイルです。.xlsxで保存し直してください。")]
        )
    return _csv(name, data)


def _csv(name: str, data: bytes) -> Grid:
    try:
        rows = list(csv.reader(io.StringIO(_decode(name, data), newline="")))
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


def _excel(name: str, data: bytes, dates: bool) -> Grid:
    _check_archive(name, data)
    try:
        # openpyxl warns of all that it leaves out, such as validations and the styles of other programs;
        # cells are never among it.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = _first_sheet(data)
    # The library raises whatever the damage happens to hit: KeyError, ValueError, XML and zip errors and others.
    except Exception as error:
        raise Refused([Fault(name, BROKEN)]) from error
    _check_size(name, len(found), max(map(len, found), default=0))
    faults = list(_cell_faults(found, dates))
    if faults:
        raise Refused(faults)
    return tuple(tuple(_text(value) for value, _ in row) for row in found)


def _check_archive(name: str, data: bytes) -> None:
    """Look into the archive before anything is unpacked: size, number of parts, macros."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused([Fault(name, BROKEN)]) from error
    if len(entries) > PARTS_LIMIT or sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise Refused([Fault(name, "ファイルの中身が大きすぎるため、読み取れません。")])
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise Refused([Fault(name, "マクロを含むファイルは使えません。.xlsxで保存し直してください。")])


def _first_sheet(data: bytes) -> list[list[tuple[Any, str]]]:
    """Values and types of the first sheet, at most one row and column beyond the limits, empty edges cut off."""
    # Formulas as they are, so that they can be named: with data_only=True a file that no Excel
    # ever saved is empty there.
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        sheet = book.worksheets[0]
        # The size that the file claims for itself may be wrong in both directions.
        sheet.reset_dimensions()
        # One beyond shows that it is too large; the rest of a sheet that was coloured to its last row is never read.
        lines = sheet.iter_rows(max_row=ROW_LIMIT + 1, max_col=COLUMN_LIMIT + 1)
        rows = [_trimmed([(cell.value, str(cell.data_type)) for cell in line]) for line in lines]
    finally:
        book.close()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _trimmed(row: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    while row and row[-1][0] in (None, ""):
        row.pop()
    return row


def _cell_faults(rows: list[list[tuple[Any, str]]], dates: bool) -> Iterator[Fault]:
    for line, row in enumerate(rows, start=1):
        for place, (value, kind) in enumerate(row):
            where = f"{line}行目・{_column_letter(place)}列"
            if kind == "f":
                yield Fault(where, "数式は使えません。値に置き換えてください。")
            elif kind == "e":
                yield Fault(where, "エラー値（#N/Aなど）が入っています。")
            # Excel makes of the item code 1-02 the second of January; nobody could tell which item it was.
            elif isinstance(value, date | datetime) and not dates:
                yield Fault(where, "日付に変わっています。セルの書式を文字列にして入力し直してください。")


def _column_letter(place: int) -> str:
    return str(openpyxl.utils.get_column_letter(place + 1))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return f"{value:%Y-%m-%d}"
    # Programs write 120 as 120.0 or 1.2E2, too, which would neither be a number of beds nor the code of a hospital.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))
