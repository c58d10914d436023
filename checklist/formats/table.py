"""One table for screen, CSV and Excel, so that all three show the same cells."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from checklist import words
from checklist.formats import course_picture

Kind = Literal["text", "number", "percent", "points", "year", "date"]
Value = str | int | float | date | None

_ROUND = (1, 2, 3, 4, 5, 6, 8, 10)
DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Marks that turn the direction of writing: unseen, they show a text otherwise than it is (gnp.exe as exe.png)."""
_TURNING = re.compile(f"[{DIRECTIONS}]")
# What XML, and so Excel, cannot hold; line ends are all written as \n.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """A text without the control characters that no file can carry, with plain line ends."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def straight(text: str) -> str:
    """A clean text as it leaves the house: without marks that turn the direction of writing."""
    # Not on the way in, where a name with such a mark is refused and told.
    return _TURNING.sub("", clean(text))


def points(value: float) -> str:
    """A difference of percentages as people read it: in points, with its sign."""
    return f"{value:+.1f}" if value else "0.0"


def letters(text: str) -> int:
    """How wide a line is, in half-width characters."""
    return sum(1 + (letter > "\u024f") for letter in text)


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many half-width characters."""
    return sum(-(-max(letters(line), 1) // max(width, 1)) for line in text.split("\n"))


@dataclass(frozen=True)
class Filling:
    """How the cells of a column are filled in, in a workbook that is taken in again: told beside them, and checked there.

    `low` and `high` are the limits of counts and amounts. A code is a text that a spreadsheet likes to turn into a day.
    """

    hint: str = ""
    required: bool = False
    shape: Literal["text", "day", "count", "amount"] = "text"
    low: float = 0
    high: float = 0


@dataclass(frozen=True)
class Column:
    """A column; percent values are points from 0 to 100, points the difference of two, width is in half-width characters.

    A year is a number that is never grouped by commas; a date is written as a text, and becomes a day in a workbook.

    `least` is for screens: the least width, in full-width characters, of a column whose cells wrap; others stand in
    one line. In a workbook that is filled in, `choices` are offered in the cells below the head: any other value is
    refused there if they are `closed`. `offered_by` names the table and the column that holds them instead.
    """

    name: str
    kind: Kind = "text"
    width: int = 12
    least: int = 0
    choices: tuple[str, ...] = ()
    closed: bool = True
    offered_by: tuple[str, str] | None = None
    filling: Filling | None = None
    """None where nobody fills it in."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", straight(self.name))


@dataclass(frozen=True)
class Table:
    """A titled table; `notes` say what its numbers are made of."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row needs a cell for every column")
        object.__setattr__(self, "title", straight(self.title))
        object.__setattr__(self, "notes", tuple(map(straight, self.notes)))
        # Here once for all: cleaned by each format for itself, screen, Excel and CSV would differ one day.
        # Each text once: in 76,000 cells of 300 hospitals over four years stand 331.
        texts = {cell for row in self.rows for cell in row if isinstance(cell, str)}
        told: dict[Value, Value] = {text: clear for text in texts if (clear := straight(text)) != text}
        rows = tuple(map(tuple, self.rows))
        cleaned = tuple(tuple(map(told.get, row, row)) for row in rows) if told else rows
        object.__setattr__(self, "rows", cleaned)

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)

    def records(self) -> list[dict[str, Value]]:
        """The rows as dictionaries by column name."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]


def with_numbers(table: Table, names: Sequence[str]) -> tuple[str, ...]:
    """Those of these columns that hold any number."""
    places = {name: place for place, name in enumerate(table.names)}
    return tuple(name for name in names if any(isinstance(row[places[name]], int | float) for row in table.rows))


def spoken(table: Table) -> Table:
    """A table without the columns and rows of percentages that hold no number, which its notes name, unless none is left."""
    percents = [place for place, column in enumerate(table.columns) if column.kind == "percent"]
    numbers = [[place for place in percents if isinstance(row[place], int | float)] for row in table.rows]
    across = {place for row in numbers for place in row}
    kept = [place for place in range(len(table.columns)) if place in across or place not in percents]
    # In a table of other things, too, a row tells something without a percentage.
    grid = all(column.kind in ("text", "percent") for column in table.columns) and len(percents) > 1
    down = [line for line, row in enumerate(numbers) if row or not grid]
    if not across or (len(kept), len(down)) == (len(table.columns), len(table.rows)):
        return table
    left_out = {
        "列": [name for place, name in enumerate(table.names) if place not in kept],
        "行": [str(row[0]) for line, row in enumerate(table.rows) if line not in down],
    }
    notes = [
        f"表示できる数値のない{kind}は省いています（{'、'.join(names)}）。" for kind, names in left_out.items() if names
    ]
    rows = tuple(tuple(table.rows[line][place] for place in kept) for line in down)
    return replace(table, columns=tuple(table.columns[at] for at in kept), rows=rows, notes=(*table.notes, *notes))


@dataclass(frozen=True)
class Chart:
    """A picture of a table: one series for each value column over the category column, both by name.

    With `across`, one series for each row over the value columns instead: what changes from year to year. A "scatter" has
    the numbers of its category across: the first of its series as points, the others as marks of what surrounds them.
    """

    kind: Literal["column", "bar", "line", "scatter"]
    title: str
    table: int
    category: str
    values: tuple[str, ...]
    across: bool = False
    without_last: bool = False
    """The last row is the sum of the others, beside which they would be too small to see."""
    shares: bool = False
    """Its percentages are small parts of a whole: their axis goes from nothing to what they need."""
    own: str = ""
    """The category that is the reader's own hospital: marked among the others."""


def drawn_of(table: Table, chart: Chart) -> Chart | None:
    """The chart with those of its series whose columns the table has kept; None if there is nothing but zeros to draw."""
    kept = tuple(name for name in chart.values if name in table.names)
    if not kept or chart.category not in table.names:
        return None
    found = replace(chart, values=kept)
    return found if any(any(line.numbers) for line in series(table, found)) else None


@dataclass(frozen=True)
class Series:
    """What a chart draws under one name; numbers in the order of the categories, None where there is none."""

    name: str
    numbers: tuple[float | None, ...]
    instead: tuple[str, ...] = ()
    """What the table says in the place of each number that there is not."""


def categories(table: Table, chart: Chart) -> tuple[str, ...]:
    """What stands along the axis of a chart."""
    return chart.values if chart.across else tuple(str(row[chart.category]) for row in _drawn(table, chart))


def hollow(table: Table, chart: Chart) -> tuple[int, ...]:
    """Which places along the lines of a chart are of a year that is not over: their points are hollow wherever it is drawn."""
    names = categories(table, chart) if chart.kind == "line" else ()
    return tuple(place for place, name in enumerate(names) if f"（{words.RUNNING}" in name)


def series(table: Table, chart: Chart) -> tuple[Series, ...]:
    """The series of a chart, taken from the cells of its table."""
    rows = _drawn(table, chart)
    if chart.across:
        return tuple(_series(str(row[chart.category]), [row[name] for name in chart.values]) for row in rows)
    return tuple(_series(name, [row[name] for row in rows]) for name in chart.values)


def _series(name: str, values: Sequence[Value]) -> Series:
    return Series(
        name, tuple(map(_number, values)), tuple(one if isinstance(one, str) and one else "–" for one in values)
    )


def highest(table: Table, chart: Chart) -> float:
    """Where the axis of a chart ends: scores at 100, others at four round steps above all of them."""
    if percentages(table, chart) and not chart.shares:
        return 100
    found = [one for line in series(table, chart) for one in line.numbers if one is not None]
    most = max(found, default=0.0)
    unit = 10.0 ** math.floor(math.log10(most / 4)) if most > 0 else 1.0
    if all(one.is_integer() for one in found):
        # Of reports and people there are no halves.
        unit = max(1.0, unit)
    return 4 * unit * next(one for one in _ROUND if one * unit * 4 >= most * (1 - 1e-9))


def _drawn(table: Table, chart: Chart) -> list[dict[str, Value]]:
    return table.records()[:-1] if chart.without_last else table.records()


def pairs(table: Table, chart: Chart) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    """The series of a scatter as (across, up), without the rows that lack either."""
    rows = table.records()
    along = [_number(row[chart.category]) for row in rows]
    return tuple(
        (one.name, tuple((x, y) for x, y in zip(along, one.numbers, strict=True) if x is not None and y is not None))
        for one in series(table, chart)
    )


def tens(table: Table, chart: Chart) -> tuple[int, int]:
    """The tens below everything of a scatter, across and up: where its axes begin, for it shows places and no lengths."""
    found = [pair for _, ones in pairs(table, chart) for pair in ones]
    across, up = (min((pair[side] for pair in found), default=0.0) for side in (0, 1))
    return 10 * int(across // 10), 10 * int(up // 10)


def lowest(table: Table, chart: Chart) -> int:
    """Where the axis of a chart begins: lines of scores at one fixed place, bars at nothing, for their lengths are seen."""
    return course_picture.START if chart.kind == "line" and percentages(table, chart) and not chart.shares else 0


def percentages(table: Table, chart: Chart) -> bool:
    """Whether a chart draws percentages."""
    kinds = {column.name: column.kind for column in table.columns}
    return all(kinds[name] == "percent" for name in chart.values)


def text_of(column: Column, value: Value) -> str | None:
    """A value as it stands on paper and on slides; an empty cell is None."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, date):
        return words.day(value)
    if column.kind in ("percent", "points"):
        return f"{value:.1f}" if column.kind == "percent" else points(value)
    return f"{value:,}" if column.kind == "number" else str(value)


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None


@dataclass(frozen=True)
class Cover:
    """The first page of a paper that is handed over: its heading, to and from whom, and who signs it.

    `first_page` are the numbers of the tables that stand on it.
    """

    heading: str
    addressee: str = ""
    senders: tuple[str, ...] = ()
    numbered: bool = False
    signatures: tuple[str, ...] = ()
    first_page: tuple[int, ...] = ()
    number: str = ""
    """The number of the document with its day in `dated`; `numbered` leaves lines to write them on."""
    dated: str = ""
