"""The public edition of 相談の統計: one fiscal year, and no number from which somebody could be recognised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checklist.formats.table import Table, Value
from checklist.readings.center import figure_tables
from checklist.readings.center.counted import Counted
from checklist.rules.center import hiding

HIDDEN = "＊"
LEAST = 20
"""Cases that a year needs to be told in parts."""
NOTE = "「＊」は、4件以下の欄、またはそれを計算できないように伏せた欄です。"
# Of 相談内容 and 種別 there is one table with both: the same sums in a second one would tell what this one hides.
OF_CASES = ("caller", "gender", "age", "residence", "source", "facility", "department", "satisfaction", "difficulty")


def tables(found: Counted) -> Iterator[Table]:
    """The tables that may leave the centre: none that is part of another."""
    yield _years(found)
    if len(found.cases) < LEAST:
        # Of so few cases, the total alone would tell what is hidden in a table.
        yield figure_tables.national(found)
        return
    for one in (
        _months(found),
        figure_tables.weekdays(found),
        figure_tables.hours(found),
        figure_tables.channels(found),
    ):
        yield hidden(_counts_alone(one))
    for name in OF_CASES:
        yield hidden(_counts_alone(figure_tables.by_list(found, name)))
    yield hidden(figure_tables.crossed(found, "相談内容と種別", "subject", "kind"))
    yield hidden(_counts_alone(figure_tables.informed(found)))
    yield figure_tables.national(found)


def _years(found: Counted) -> Table:
    """A year of few cases says no more than that, and neither does one with few outside of the period that is told."""
    table = figure_tables.years(found)
    beside = _beside(found)
    rows = tuple(
        tuple(HIDDEN if _small(cell) else cell for cell in row[:3])
        if row[0] not in beside
        else (row[0], HIDDEN, HIDDEN)
        for row in table.rows
    )
    return replace(table, columns=table.columns[:3], rows=rows)


def _small(cell: Value) -> bool:
    return isinstance(cell, int) and 1 <= cell <= hiding.SMALL


def _beside(found: Counted) -> set[str]:
    """The years of which the period is a part whose rest is of few: the year less the period would tell it."""
    if found.span.is_fiscal_year:
        return set()
    inside = {one.case.id for one in found.cases}
    every = {year: [one for one in mine if one.case.id not in inside] for year, mine in found.years.items()}
    parts = {year for year, mine in found.years.items() if any(one.case.id in inside for one in mine)}
    return {f"{year}年度" for year in parts if 1 <= len(every[year]) <= hiding.SMALL}


def _months(found: Counted) -> Table:
    """The months, without a word about a year before that had few cases."""
    table = figure_tables.months(found)
    few = found.before is not None and found.before[1] <= hiding.SMALL
    return replace(table, notes=()) if few else table


def _counts_alone(table: Table) -> Table:
    """The first column of numbers: a share would tell what is hidden, and contacts beside cases tell more than either."""
    return replace(table, columns=table.columns[:2], rows=tuple(row[:2] for row in table.rows))


def hidden(table: Table) -> Table:
    """A table with totals behind its rows (and columns, if there are several), its small numbers hidden."""
    numbers = [[one for one in row[1:] if isinstance(one, int)] for row in table.rows]
    inside = [row[:-1] if len(row) > 1 else row for row in numbers[:-1]]
    if not inside:
        return table
    marks = hiding.grid(inside)
    if marks[-1][-1]:
        # The sum of all stands in the table of years: beside it, what is shown here would tell what is hidden.
        marks = [[True] * len(mark) for mark in marks]
    # What would have been a column of totals beside a single column is that column once more.
    marks = [mark * len(numbers[0]) if len(mark) == 1 else mark for mark in marks]
    rows: list[tuple[Value, ...]] = []
    for row, values, mark in zip(table.rows, numbers, marks, strict=True):
        rows.append((row[0], *(HIDDEN if hide else one for one, hide in zip(values, mark, strict=True))))
    notes = (*table.notes, *([NOTE] if any(map(any, marks)) else ()))
    return replace(table, rows=tuple(rows), notes=notes)
