"""The public edition of 相談の統計: one fiscal year, and no number from which somebody could be recognised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from checklist.formats.table import Column, Table, Value
from checklist.model.center.published import PublicTable
from checklist.readings.center import figure_tables
from checklist.readings.center.counted import Counted
from checklist.rules.center import hiding

HIDDEN = "＊"
LEAST = 20
"""Cases that a year needs to be told in parts."""
NOTE = "「＊」は、4件以下の欄、前の版から4件以下の増減があった欄、またはそれらを計算できないように伏せた欄です。"
# Of 相談内容 and 種別 there is one table with both: the same sums in a second one would tell what this one hides.
OF_CASES = ("caller", "gender", "age", "residence", "source", "facility", "department", "satisfaction", "difficulty")
Earlier = Sequence[Mapping[str, PublicTable]]
"""The tables of every earlier edition of the year by title, the first edition first."""


def tables(found: Counted, earlier: Earlier = ()) -> Iterator[Table]:
    """The tables that may leave the centre, none that is part of another: as they would stand in an edition of now."""
    for one in frozen(found, earlier):
        yield shown(one)
    yield figure_tables.national(found)


def frozen(found: Counted, earlier: Earlier = ()) -> Iterator[PublicTable]:
    """The same with every number, as an edition keeps them; the national ones are those of the day of reading."""
    yield _frozen_years(found)
    # Of so few cases, the total alone would tell what is hidden in a table.
    if len(found.cases) < LEAST:
        return
    for one in (
        _months(found),
        figure_tables.weekdays(found),
        figure_tables.hours(found),
        figure_tables.channels(found),
    ):
        yield _hidden(_counts_alone(one), earlier)
    for name in OF_CASES:
        yield _hidden(_counts_alone(figure_tables.by_list(found, name)), earlier)
    yield _hidden(figure_tables.crossed(found, "相談内容と種別", "subject", "kind"), earlier)
    yield _hidden(_counts_alone(figure_tables.informed(found)), earlier)


def shown(one: PublicTable) -> Table:
    """A table of an edition as everybody may read it."""
    columns = (Column(one.head, "text", 26, least=8), *(_number(name) for name in one.heads))
    rows: list[tuple[Value, ...]] = [
        (name, *(HIDDEN if hide else number for number, hide in zip(numbers, marks, strict=True)))
        for name, numbers, marks in zip(one.names, one.numbers, one.hidden, strict=True)
    ]
    notes = (*one.notes, *([NOTE] if any(map(any, one.hidden)) else ()))
    return Table(one.title, columns, tuple(rows), notes)


def _number(name: str) -> Column:
    return Column(name, "number", max(8, 2 * len(name) + 2))


def _frozen_years(found: Counted) -> PublicTable:
    """A year of few cases says no more than that."""
    table = figure_tables.years(found)
    one = _numbers(replace(table, columns=table.columns[:3], rows=tuple(row[:3] for row in table.rows)))
    return replace(one, hidden=tuple(tuple(1 <= cell <= hiding.SMALL for cell in row) for row in one.numbers))


def years(found: Counted) -> Table:
    """The table of years with what is hidden of it."""
    return shown(_frozen_years(found))


def hidden(table: Table) -> Table:
    """A table as it may be shown, if no edition of it is known."""
    one = shown(_hidden(table))
    return replace(table, rows=one.rows, notes=one.notes)


def _months(found: Counted) -> Table:
    """The months, without a word about another year: what is told of that stands in its own edition."""
    return replace(figure_tables.months(found), notes=())


def _counts_alone(table: Table) -> Table:
    """The first column of numbers: a share would tell what is hidden, and contacts beside cases tell more than either."""
    return replace(table, columns=table.columns[:2], rows=tuple(row[:2] for row in table.rows))


def _numbers(table: Table) -> PublicTable:
    """A table with nothing hidden yet."""
    numbers = tuple(tuple(one if isinstance(one, int) else 0 for one in row[1:]) for row in table.rows)
    open_ = tuple((False,) * len(row) for row in numbers)
    names = tuple(str(row[0]) for row in table.rows)
    return PublicTable(table.title, table.names[0], table.names[1:], names, numbers, open_, table.notes)


def _hidden(table: Table, earlier: Earlier = ()) -> PublicTable:
    """A table with totals behind its rows (and columns, if there are several), its small numbers hidden."""
    one = _numbers(table)
    if len(one.names) < 2:
        return one
    known = [edition[one.title] for edition in earlier if one.title in edition]
    marks = hiding.grid(_inside(one), [_former(one, former) for former in known])
    # The sum of all stands in the table of years: beside it, what is shown here would tell what is hidden.
    if marks[-1][-1] or any(_has_more(former, one) for former in known):
        marks = [[True] * len(mark) for mark in marks]
    # What would have been a column of totals beside a single column is that column once more.
    wide = len(one.heads)
    return replace(one, hidden=tuple(tuple(mark * wide if len(mark) == 1 else mark) for mark in marks))


def _inside(one: PublicTable) -> list[list[int]]:
    """The rows without totals."""
    return [list(row[:-1] if len(row) > 1 else row) for row in one.numbers[:-1]]


def _former(now: PublicTable, former: PublicTable) -> hiding.Former:
    """An earlier edition in the rows and columns of today; what it did not have was empty and hidden from nobody."""
    rows = {name: place for place, name in enumerate(former.names)}
    places = {name: place for place, name in enumerate(former.heads)}

    def look(cells: Sequence[Sequence[int]], name: str, head: str) -> int:
        return int(cells[rows[name]][places[head]]) if name in rows and head in places else 0

    marks = [[bool(look(former.hidden, name, head)) for head in now.heads] for name in now.names]
    whole = [[look(former.numbers, name, head) for head in now.heads] for name in now.names]
    return hiding.Former([row[:-1] if len(row) > 1 else row for row in whole[:-1]], marks)


def _has_more(former: PublicTable, now: PublicTable) -> bool:
    """Whether an earlier edition had a row or a column that is gone: its number would be in every difference."""
    return not (set(former.names) <= set(now.names) and set(former.heads) <= set(now.heads))
