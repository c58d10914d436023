"""A table in a text file: CSV and what Excel calls テキスト, in every encoding and with every separator of offices."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from itertools import islice

from checklist.errors import Fault, Refused
from checklist.formats.csv_file import unguard
from checklist.formats.file_lines import normal
from checklist.formats.table import clean
from checklist.rules.sheets.sheet_draft import Grid

SEPARATORS = (",", "\t", ";")
_HEAD = 40
"""Rows by which the separator is known."""
_BEGINNINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def read(name: str, data: bytes, columns: Collection[str], most: int) -> Grid:
    """The rows, at most one more than `most`; raises Refused with one sentence."""
    text = decode(name, data)
    separator = max(SEPARATORS, key=lambda one: _fit(text, one, columns))
    try:
        # One row more than is taken shows that there are too many; the others are never built.
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), most + 1))
    except csv.Error as error:
        raise Refused([Fault(name, "CSVとして読み取れません。引用符の対応を確認してください。")]) from error
    return tuple(tuple(clean(unguard(cell)) for cell in row) for row in rows)


def _fit(text: str, separator: str, columns: Collection[str]) -> tuple[int, bool, int]:
    """How well a separator fits: by the columns that it finds; without any, a comma unless there is none."""
    known = {normal(one) for one in columns}
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _HEAD))
    except csv.Error:
        return 0, False, 0
    found = max((len({normal(cell) for cell in row} & known) for row in rows), default=0)
    width = max(map(len, rows), default=0)
    return found, separator == "," and width > 1, width


def decode(name: str, data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or CP932; raises Refused if it is in none of them."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # In a file that says what it is, a zero is a character that is left out with others of its kind.
        if "\0" not in text or data.startswith(tuple(_BEGINNINGS)):
            return text
    told = "文字コードを判別できません。UTF-8またはShift_JISで保存してください。"
    raise Refused([Fault(name, told)])


def _encodings(data: bytes) -> tuple[str, ...]:
    for begins, encoding in _BEGINNINGS.items():
        if data.startswith(begins):
            return (encoding,)
    # UTF-16 without its mark has a zero beside every letter, digit and separator of Latin writing.
    if b"\0" in data:
        return ("utf-16-le",) if data[1::2].count(0) >= data[::2].count(0) else ("utf-16-be",)
    # In this order: UTF-8 refuses what is CP932, but CP932 reads many a text in UTF-8 as other characters.
    return "utf-8", "cp932"
