"""A file as lines below a header of known columns; what is wrong with the header is told in one pass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checklist.errors import Fault, Refused
from checklist.rules.sheets.sheet_draft import Grid

TITLE_ROWS = 10
"""Rows in which the header is looked for: files made here have a title above it."""


@dataclass(frozen=True)
class Line:
    """One row of the file, cells by column name."""

    number: int
    cells: dict[str, str]

    def where(self, column: str) -> str:
        """How a fault names the cell."""
        return f"{self.number}行目・{column}"

    def code(self, column: str) -> str:
        """A cell that holds a code or a number, in half width."""
        return normal(self.cells.get(column, ""))


def normal(text: str) -> str:
    """A text in half width, without spaces around it."""
    return unicodedata.normalize("NFKC", text).strip()


def read(grid: Grid, columns: Sequence[str], required: Collection[str], nothing: str) -> list[Line]:
    """The rows under the header, empty ones left out; raises Refused if it is not ours or nothing follows it."""
    known = {normal(name): name for name in columns}
    cells = [[known.get(normal(cell), cell.strip()) for cell in row] for row in grid[:TITLE_ROWS]]
    # The row that names most columns: a title above it may be the name of one of them.
    place = max(range(len(cells)), key=lambda index: len(set(cells[index]) & set(columns)), default=0)
    header = cells[place] if cells else []
    where = f"{place + 1}行目"
    faults = [
        Fault(where, f"列「{name}」がありません。") for name in columns if name in required and name not in header
    ]
    # Not passed over: with a slip in its head, a whole column would be lost without a word.
    faults += [Fault(where, f"列「{name}」は使えません。") for name in header if name and name not in columns]
    faults += [Fault(where, f"列「{name}」が重複しています。") for name in columns if header.count(name) > 1]
    if faults:
        raise Refused(faults)
    below = enumerate(grid[place + 1 :], start=place + 2)
    # A spreadsheet leaves out the empty cells at the end of a row; a column that the file has is in every line of it.
    ends = ("",) * len(header)
    lines = [Line(number, dict(zip(header, (*row, *ends), strict=False))) for number, row in below]
    lines = [line for line in lines if any(cell.strip() for cell in line.cells.values())]
    if not lines:
        raise Refused(nothing)
    return lines


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
    found = re.match(r"\d+", fault.where)
    return int(found.group()) if found else 0
