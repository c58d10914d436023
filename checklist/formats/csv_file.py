"""A table as CSV for Excel in Japanese hospitals: UTF-8 with BOM, CRLF, and no text that acts as a formula.

A text that a spreadsheet would take for a formula gets an apostrophe in front; so does a text that already has
apostrophes before such a sign, so that `unguard` always gives the original back. Numbers are written as they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

from checklist import words
from checklist.formats.table import Table, Value

# Without it Excel in Japan takes the file for Shift_JIS, and every kanji of it comes out as another.
BOM = "\ufeff"
# In every row: CSV has neither head nor margin, and rows are copied into other files.
FICTIONAL_COLUMN = "データの種別"
ORIGIN_COLUMN = "出力の条件"
"""What the rows rest on, when they were taken, and by whom."""
OWN_COLUMNS = (ORIGIN_COLUMN, FICTIONAL_COLUMN)
"""What our files say of themselves: they are taken in again as any other."""

# Spreadsheets with Japanese settings read the full-width signs as formulas, too; some programs leave out blanks and
# marks that nobody sees before they look for a sign.
_FORMULA = re.compile("['\\s\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\0]*[=+\\-@＝＋－＠]|'*[\t\r\n]")


def guard(text: str) -> str:
    """A text as it stands in the file."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text behind a cell of such a file."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def cell(value: Value) -> str:
    """One value as it stands in the file; only texts are guarded."""
    if value is None:
        return ""
    # Of a difference that was rounded away, Python keeps the sign: nobody means −0.0.
    return guard(value) if isinstance(value, str) else str(value if isinstance(value, date) else value + 0)


def encode_rows(rows: Iterable[Sequence[Value]]) -> bytes:
    """Rows as the bytes of a file."""
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    return (BOM + target.getvalue()).encode("utf-8")


def encode(table: Table, fictional: bool = False, origin: str = "") -> bytes:
    """A table with its header row; where it is from, and that a region is invented, is said in last columns."""
    told = zip(OWN_COLUMNS, (origin, words.FICTIONAL if fictional else ""), strict=True)
    more = {name: text for name, text in told if text}
    return encode_rows([(*table.names, *more), *((*row, *more.values()) for row in table.rows)])
