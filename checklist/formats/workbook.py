"""The sheets of a workbook as texts, read in a process of its own: the one place that opens a stranger's book.

calamine reads the values of every kind of workbook, by their formats of dates in Japanese Excel, too, where openpyxl
reads one kind and takes those dates for numbers. It has no word for formats, hidden and struck-out rows, and formulas
without a value: those are the traits. Whatever library reads it, it is `sheets` that would change and nothing else.
"""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
import python_calamine as calamine
from openpyxl.utils import get_column_letter

from checklist.errors import Refused
from checklist.formats import ods_traits, tag_count, xls_traits, xlsx_traits
from checklist.formats.cell_traits import Traits, filled
from checklist.store.files import apart, package

# The lists of the 地方厚生（支）局 have 12,000 rows for a prefecture; the check sheet that is the longest known has 225.
ROWS, COLUMNS = 30_000, 40
LETTERS = 8_000_000
"""Of all cells together: one long text that every cell names would be written out for each."""
MOST = 200
"""Sheets of a workbook: one for each facility of a prefecture is usual."""
FORMULA, ERROR, DAY, CLOCK, PARTLY = "f", "e", "d", "t", "s"
OLE = b"\xd0\xcf\x11\xe0"
"""How an .xls begins, and whatever Office has locked with a password."""
LOCKED = "パスワードが設定されています。パスワードを外して保存し直してください。"
OTHER = "この形式の表は読み取れません。Excelブック（.xlsx）で保存し直してください。"
_DAY_0 = datetime(1899, 12, 31)


class Found(msgspec.Struct):
    """The rows, at most one row and column beyond the limits, empty edges cut off; which cells are no plain values.

    `signs` are (row, column, FORMULA, ERROR, DAY, CLOCK or PARTLY), counted from 0; FORMULA is one whose value is not
    known, PARTLY a text of which some letters are struck out. `is_hidden` is about the sheet, `hidden` and `struck` are
    the numbers of such rows. `beyond` is a cell outside of the limits, such as BA5, if there is any.
    """

    name: str = ""
    is_hidden: bool = False
    rows: list[list[str]] = []
    signs: list[tuple[int, int, str]] = []
    hidden: list[int] = []
    struck: list[int] = []
    beyond: str = ""


class Sheets(msgspec.Struct):
    """The sheets of a workbook in their order, or the one sentence if nothing was read."""

    sheets: list[Found] = []
    refused: str = ""


def sheets(content: bytes) -> Sheets:
    """What stands in the first sheets, or why it was not read; never raises for what is in the file."""
    try:
        return _sheets(content, _traits(content))
    except Refused as refused:
        return Sheets(refused=refused.message)
    except MemoryError:
        return Sheets(refused=apart.READING.too_much)
    except calamine.PasswordError:
        return Sheets(refused=LOCKED)
    # The libraries raise whatever the damage happens to hit, and one of them panics, which is no Exception.
    except BaseException:
        return Sheets(refused=LOCKED if _is_locked(content) else package.BROKEN)


def _is_locked(content: bytes) -> bool:
    return content.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in content


def _traits(content: bytes) -> dict[str, Traits]:
    if content.startswith(OLE):
        if _is_locked(content):
            raise Refused(LOCKED)
        return xls_traits.read(content)
    tag_count.check(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
    # An .xlsb has no tags to count.
    if "xl/workbook.bin" in names:
        raise Refused(OTHER)
    return ods_traits.read(content) if "content.xml" in names else xlsx_traits.read(content)


def _sheets(content: bytes, traits: dict[str, Traits]) -> Sheets:
    if sum(one.letters for one in traits.values()) > LETTERS:
        raise Refused(f"表の文字が多すぎます（{LETTERS // 10_000}万文字まで）。{tag_count.ADVICE}")
    found = Sheets()
    with contextlib.closing(calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))) as book:
        known = [one for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(known) > MOST:
            raise Refused(
                f"シートの数が多すぎます（{MOST}枚まで）。取り込む表のシートのみを残して保存し直してください。"
            )
        for about in known:
            of_sheet = traits.get(about.name, Traits())
            # It builds the rectangle over all values: two of them in far corners would be thousands of millions.
            if of_sheet.is_wide:
                raise Refused(f"「{about.name}」シートの表が大きすぎます。{tag_count.ADVICE}")
            cells = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False, nrows=ROWS + 1)
            one = _found(about.name, cells, of_sheet)
            one.is_hidden = about.visible != calamine.SheetVisibleEnum.Visible
            found.sheets.append(one)
    if not found.sheets:
        raise Refused(package.BROKEN)
    return found


def _found(name: str, cells: Sequence[Sequence[Any]], traits: Traits) -> Found:
    found = Found(name)
    for row, line in enumerate(cells):
        texts = [_text(value, (row, column), traits, found.signs) for column, value in enumerate(line[: COLUMNS + 1])]
        while texts and not texts[-1]:
            texts.pop()
        found.rows.append(texts)
    while found.rows and not found.rows[-1]:
        found.rows.pop()
    # Told although their cells are empty: it is what should stand there that is not known.
    for places, sign in ((traits.unknown, FORMULA), (traits.errors, ERROR), (traits.partly, PARTLY)):
        found.signs += [(row, column, sign) for row, column in places if row <= ROWS and column <= COLUMNS]
    found.signs.sort()
    found.beyond = _beyond(cells, traits)
    full = {row for row, texts in enumerate(found.rows) if texts}
    found.hidden, found.struck = sorted(traits.hidden & full), sorted(traits.struck & full)
    return found


def _beyond(cells: Sequence[Sequence[Any]], traits: Traits) -> str:
    """The first cell with a value to the right of all columns that are read, or else the last row of those below."""
    places = [(row, column) for row, column in traits.unknown | traits.errors if column >= COLUMNS]
    for row, line in enumerate(cells if traits.columns > COLUMNS else ()):
        right = (column for column, value in enumerate(line[COLUMNS:], COLUMNS) if value not in (None, ""))
        places += [(row, column) for column in right][:1]
    if places:
        row, column = min(places)
        return f"{get_column_letter(column + 1)}{row + 1}"
    return f"A{traits.rows}" if traits.rows > ROWS else ""


def _text(value: Any, here: tuple[int, int], traits: Traits, signs: list[tuple[int, int, str]]) -> str:
    read = next((read for kind, read in _READERS if isinstance(value, kind)), str)
    if here in traits.shown:
        signs += [(*here, CLOCK)] if isinstance(value, str) else []
        return traits.shown[here]
    if isinstance(value, date):
        # Excel makes of the item code 1-02 the second of January; nobody could tell which item it was.
        signs.append((*here, CLOCK if isinstance(value, datetime) and value.year < 1901 else DAY))
    elif isinstance(value, time | timedelta):
        signs.append((*here, CLOCK))
    if isinstance(value, int | float) and not isinstance(value, bool):
        if here in traits.zeros and value >= 0 and float(value).is_integer():
            return filled(str(int(value)), traits.zeros[here])
    return read(value)


def _day(value: date) -> str:
    if isinstance(value, datetime) and value.year < 1901:
        # A time of more than 24 hours, in a format that shows only what is beyond them.
        return _hours(value - _DAY_0)
    return f"{value:%Y-%m-%d}"


def _hours(value: timedelta) -> str:
    # Excel keeps 40:00 as a fraction of days, which ends a thousandth of a second before.
    seconds = round(value.total_seconds())
    clock = f"{seconds // 3600}:{seconds // 60 % 60:02}"
    return clock + (f":{seconds % 60:02}" if seconds % 60 else "")


def _clock(value: time) -> str:
    return _hours(datetime.combine(_DAY_0, value) - _DAY_0)


def _number(value: float) -> str:
    # Programs write 120 as 120.0 or 1.2E2, too, which would neither be a number of beds nor the code of a hospital.
    return str(int(value)) if float(value).is_integer() else str(value)


def _flag(value: bool) -> str:
    return "TRUE" if value else "FALSE"


_READERS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, _flag), (int, _number), (float, _number), (date, _day), (timedelta, _hours), (time, _clock),
)  # fmt: skip


def read(content: bytes) -> list[Found]:
    """The same in a process that can be ended; raises Refused with one sentence, or Busy."""
    found = apart.run(__name__, content, Sheets)
    if found.refused:
        raise Refused(found.refused)
    return found.sheets


if __name__ == "__main__":
    apart.answer(sheets)
