"""What a cell is beside its value: the library that reads values keeps neither formats nor hidden and struck-out rows."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from checklist.formats.tag_count import CELLS

_ZEROS = re.compile(r"0[0-]*0")
"""A format that only fills up with zeros, such as 0000000 for a code or 000-0000."""


@dataclass
class Traits:
    """Of one sheet, rows and columns counted from 0; `zeros` are the formats of numbers that fill up with zeros."""

    zeros: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    """What stands in a number's cell to the eye, where a file keeps that and no format."""
    unknown: set[tuple[int, int]] = field(default_factory=set)
    """Formulas whose value is not in the file."""
    errors: set[tuple[int, int]] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    partly: set[tuple[int, int]] = field(default_factory=set)
    """Cells of which only some letters are struck out."""
    rows: int = 0
    columns: int = 0
    """How far its values reach, empty cells not counted."""
    letters: int = 0
    """Of all its texts, each counted as often as a cell names it."""

    def reach(self, row: int, column: int) -> None:
        """There is something in this cell."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)

    def strike(self, row: int, column: int, letters: Collection[bool]) -> None:
        """Note which pieces of a cell's text are struck out: all of them are the row, some are a cell to look at."""
        if letters and all(letters):
            self.struck.add(row)
        elif any(letters):
            self.partly.add((row, column))

    @property
    def is_wide(self) -> bool:
        """Whether a rectangle over all its values would be too much to build."""
        return self.rows * self.columns > 10 * CELLS


def fills_up(code: str) -> bool:
    """Whether the format of a number is nothing but zeros to fill it up with."""
    return _ZEROS.fullmatch(code) is not None


def filled(number: str, code: str) -> str:
    """A whole number as such a format shows it."""
    digits = number.zfill(code.count("0"))
    shown = []
    for sign in reversed(code):
        shown.append(sign if sign == "-" else digits[-1:])
        digits = digits if sign == "-" else digits[:-1]
    return digits + "".join(reversed(shown))
