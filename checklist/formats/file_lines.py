"""A file as lines below a header of known columns; what is wrong with the header is told in one pass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from openpyxl.utils import get_column_letter

from checklist.errors import Fault, Refused
from checklist.formats.csv_file import OWN_COLUMNS
from checklist.rules.fields import example_rows, typed_text
from checklist.rules.sheets.sheet_draft import Grid

T = TypeVar("T")
TURNED = "日付に変わっています。セルの書式を文字列にして入力し直してください。"
TITLE_ROWS = 10
"""Rows in which the header is looked for: files made here have a title above it."""


class ReadGrid(tuple[tuple[str, ...], ...]):
    """A grid that knows what its texts no longer say: from which sheet it is, and which cells were dates."""

    sheet = ""
    """Empty where there is only one."""
    days: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def of(cls, rows: Iterable[tuple[str, ...]], sheet: str = "", days: Iterable[tuple[int, int]] = ()) -> ReadGrid:
        """A grid of these rows; the places of dates are row and column, counted from 0."""
        made = cls(rows)
        made.sheet, made.days = sheet, frozenset(days)
        return made

    def with_rows(self, rows: Iterable[tuple[str, ...]]) -> ReadGrid:
        """The same with other texts in its cells."""
        return ReadGrid.of(rows, self.sheet, self.days)


@dataclass(frozen=True)
class Line:
    """One row of the file, cells by column name."""

    number: int
    cells: dict[str, str]
    sheet: str = ""
    """Where a file has several."""

    def where(self, column: str) -> str:
        """How a fault names the cell."""
        return named(self.sheet, f"{self.number}行目・{column}")

    def code(self, column: str) -> str:
        """A cell that holds a code or a number, in half width."""
        return typed_text.code(self.cells.get(column, ""))


def named(sheet: str, where: str) -> str:
    """A place in a sheet, which is named where a file has several."""
    return f"「{sheet}」シート　{where}" if sheet else where


def normal(text: str) -> str:
    """A text in half width, without spaces around it."""
    return unicodedata.normalize("NFKC", text).strip()


def head(text: str) -> str:
    """A head the same way, in one line: in many workbooks it is broken by hand."""
    return normal(text.replace("\n", ""))


def read(
    grid: Grid, columns: Sequence[str], required: Collection[str], nothing: str, days: Collection[str] = ()
) -> list[Line]:
    """The rows under the header, empty ones left out; raises Refused if it is not ours or nothing follows it.

    A cell that a workbook holds as a date is a fault outside of the columns `days`: it was a code such as 1-02.
    """
    known = {normal(name): name for name in (*columns, *OWN_COLUMNS)}
    cells = [[known.get(head(cell), cell.strip()) for cell in row] for row in grid[:TITLE_ROWS]]
    # The row that names most columns: a title above it may be the name of one of them.
    place = max(range(len(cells)), key=lambda index: len(set(cells[index]) & set(columns)), default=0)
    header = cells[place] if cells else []
    sheet = grid.sheet if isinstance(grid, ReadGrid) else ""
    where = named(sheet, f"{place + 1}行目")
    faults = [
        Fault(where, f"列「{name}」がありません。") for name in columns if name in required and name not in header
    ]
    allowed = {*columns, *OWN_COLUMNS}
    # Not passed over: with a slip in its head, a whole column would be lost without a word.
    faults += [Fault(where, f"列「{name}」は使えません。") for name in header if name and name not in allowed]
    faults += [Fault(where, f"列「{name}」が重複しています。") for name in columns if header.count(name) > 1]
    faults += _nameless(grid[place + 1 :], header, where)
    if faults:
        raise Refused(faults)
    below = enumerate(grid[place + 1 :], start=place + 2)
    # A spreadsheet leaves out the empty cells at the end of a row; a column that the file has is in every line of it.
    ends = ("",) * len(header)
    lines = [Line(number, dict(zip(header, (*row, *ends), strict=False)), sheet) for number, row in below]
    lines = [line for line in lines if any(map(str.strip, line.cells.values()))]
    lines = [line for line in lines if not example_rows.is_example(line.cells.values())]
    if faults := list(_turned(grid, header, lines, days)):
        raise Refused(faults)
    if not lines:
        raise Refused(nothing)
    return lines


def _nameless(below: Grid, header: Sequence[str], where: str) -> Iterator[Fault]:
    """Values below no name at all, which would be lost without a word, too."""
    width = max(map(len, below), default=0)
    for place in range(width):
        if not "".join(header[place : place + 1]) and any("".join(row[place : place + 1]).strip() for row in below):
            told = f"{get_column_letter(place + 1)}列に、列の名前がありません。名前を付けるか、列の値を消してください。"
            yield Fault(where, told)


def _turned(grid: Grid, header: Sequence[str], lines: Sequence[Line], days: Collection[str]) -> Iterator[Fault]:
    if not isinstance(grid, ReadGrid):
        return
    for line in lines:
        for place, column in enumerate(header):
            if column and column not in days and (line.number - 1, place) in grid.days:
                yield Fault(line.where(column), TURNED)


class InFile(list[T]):
    """What the rows of a file say, and the rows: what is told of the first one stands there and not in row 2."""

    lines: tuple[Line, ...] = ()

    @classmethod
    def of(cls, lines: Sequence[Line], made: Callable[[Line], T]) -> InFile[T]:
        """One for each row."""
        found = cls(map(made, lines))
        found.lines = tuple(lines)
        return found


@contextmanager
def by_row(found: Sequence[object]) -> Iterator[None]:
    """What is refused of a list, counted from row 2 on, told by the rows of the file that it is from."""
    try:
        yield
    except Refused as refused:
        lines = found.lines if isinstance(found, InFile) else ()
        raise Refused([Fault(_place(one.where, lines), one.message) for one in refused.faults]) from refused


def _place(where: str, lines: Sequence[Line]) -> str:
    number = re.match(r"(\d+)行目", where)
    if not number or not 0 <= int(number[1]) - 2 < len(lines):
        return where
    line = lines[int(number[1]) - 2]
    return named(line.sheet, f"{line.number}行目{where[number.end() :]}")


def repeated(lines: Sequence[Line], readers: Mapping[str, Callable[[Line], str]]) -> Iterator[Fault]:
    """What stands in more than one row of a column that tells them apart; each column with what of it counts."""
    for column, read in readers.items():
        first: dict[str, int] = {}
        for line in lines:
            if (value := read(line)) and first.setdefault(value, line.number) != line.number:
                told = line.cells[column].strip()
                yield Fault(line.where(column), f"「{told}」は{first[value]}行目と重複しています。")


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Faults in the order of their rows."""
    return sorted(faults, key=_number)


def _number(fault: Fault) -> int:
    found = re.search(r"(\d+)行目", fault.where)
    return int(found[1]) if found else 0
