"""Small cells of a public table, and small changes since an earlier edition: hidden with so many others that no sum tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

SMALL = 4
"""From 1 to so many, a number may point to somebody."""
Cell = tuple[int, int]
Grid = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Former:
    """The same table in an earlier edition: its rows without totals, and which cells were hidden, totals included."""

    numbers: Grid
    hidden: Sequence[Sequence[bool]]


@dataclass(frozen=True)
class _Step:
    """What has changed in each cell since an earlier edition, and which cells were hidden in it."""

    changes: Sequence[Sequence[int]]
    before: frozenset[Cell]


def column(numbers: Sequence[int]) -> list[bool]:
    """Which numbers of a column to hide, its total (the last place of the answer) included."""
    return [row[0] for row in grid([[one] for one in numbers])]


def grid(numbers: Grid, former: Sequence[Former] = ()) -> list[list[bool]]:
    """Which cells to hide of rows of numbers with a row and a column of totals behind them, of which one may be missing.

    A grid of one column has no column of totals: what would stand there is the column itself. Beside an edition that is
    known already, its difference to this one tells no cell that changed by less than may be told either.
    """
    whole = _with_totals(numbers)
    hidden = {(row, place) for row, cells in enumerate(whole) for place, one in enumerate(cells) if 1 <= one <= SMALL}
    steps = [_step(whole, one) for one in former]
    for step in steps:
        hidden |= {one for one in _cells(whole) if 1 <= abs(_at(step.changes, one)) <= SMALL} - step.before
    least = {one: max([1, *(_known(whole, step, one) for step in steps)]) for one in _cells(whole)}
    while more := next(_more(whole, hidden, steps, least), None):
        hidden.add(more)
    everything = any(_betrays(step, line, hidden) for step in steps for line in _lines(whole))
    return [[everything or (row, place) in hidden for place in range(len(whole[0]))] for row in range(len(whole))]


def _step(whole: Grid, former: Former) -> _Step:
    before = _with_totals(former.numbers)
    changes = [[now - then for now, then in zip(*pair, strict=True)] for pair in zip(whole, before, strict=True)]
    return _Step(changes, frozenset(one for one in _cells(whole) if former.hidden[one[0]][one[1]]))


def _cells(whole: Grid) -> Iterator[Cell]:
    return ((row, place) for row in range(len(whole)) for place in range(len(whole[0])))


def _at(grid: Grid, cell: Cell) -> int:
    return grid[cell[0]][cell[1]]


def _known(whole: Grid, step: _Step, cell: Cell) -> int:
    """What an earlier edition has told of a cell: cases only grow, so that its number is no less since then."""
    then = _at(whole, cell) - _at(step.changes, cell)
    return 0 if cell in step.before else min(then, _at(whole, cell))


def _more(whole: Grid, hidden: set[Cell], steps: Sequence[_Step], least: Mapping[Cell, int]) -> Iterator[Cell]:
    # The changes first: what covers them often covers what stands today as well.
    for step in steps:
        for line in _lines(whole):
            if _betrays(step, line, hidden):
                yield from _to_cover(step, whole, line, hidden)
    yield from _wanted(whole, hidden, least)


def _betrays(step: _Step, line: Sequence[Cell], hidden: set[Cell]) -> bool:
    """Whether a line bounds the changes of its hidden cells too closely."""
    *parts, total = line
    unknown = [one for one in parts if one in hidden or one in step.before]
    if _all_shown_now(step, line, hidden):
        return True
    if total in hidden or total in step.before or not unknown:
        return False
    changed = sum(abs(_at(step.changes, one)) for one in unknown)
    # Nothing has changed at all: then what was hidden stays so, or its number of today would be that of before.
    if not changed:
        return any(one in step.before and one not in hidden for one in unknown)
    return len(unknown) < 2 or changed <= SMALL


def _all_shown_now(step: _Step, line: Sequence[Cell], hidden: set[Cell]) -> bool:
    """Whether all that a line hid before is told today and has hardly grown: then it was hardly less."""
    *parts, total = line
    before = [one for one in parts if one in step.before]
    if not before or total in step.before or not hidden.isdisjoint(before):
        return False
    return sum(abs(_at(step.changes, one)) for one in before) <= SMALL


def _to_cover(step: _Step, whole: Grid, line: Sequence[Cell], hidden: set[Cell]) -> Iterator[Cell]:
    """What was hidden before, if none of it has changed; else the smallest change of a line that is still told; its total last."""
    *parts, total = line
    gone = [one for one in parts if one in step.before and one not in hidden]
    unchanged = not any(_at(step.changes, one) for one in parts if one in hidden | step.before)
    if unchanged or _all_shown_now(step, line, hidden):
        yield from gone
    changed = [one for one in parts if one not in hidden | step.before and _at(step.changes, one)]
    if changed:
        yield min(changed, key=lambda one: (abs(_at(step.changes, one)), _at(whole, one), one))
    yield from gone
    if total not in hidden:
        yield total


def _with_totals(numbers: Grid) -> list[list[int]]:
    rows = [[*row, sum(row)] if len(row) > 1 else list(row) for row in numbers]
    return [*rows, [sum(cells) for cells in zip(*rows, strict=True)]]


def _lines(whole: Grid) -> Iterator[list[Cell]]:
    """Every row and column of which the last cell is the sum of the others."""
    height, width = len(whole), len(whole[0])
    for place in range(width):
        yield [(row, place) for row in range(height)]
    if width > 1:
        for row in range(height):
            yield [(row, place) for place in range(width)]


def _wanted(whole: Grid, hidden: set[Cell], least: Mapping[Cell, int]) -> Iterator[Cell]:
    """One more cell to hide, as long as any sum tells too much of one that is hidden."""
    for line in _lines(whole):
        if _tells(whole, line, hidden, least):
            yield from _smallest(whole, line, hidden)
    if len(whole[0]) > 1:
        for row, place in sorted(hidden):
            if not _goes_round(hidden, (row, place)):
                beside = [one for line in _lines(whole) if (row, place) in line for one in line]
                yield from _smallest(whole, beside, hidden)


def _tells(whole: Grid, line: Sequence[Cell], hidden: set[Cell], least: Mapping[Cell, int]) -> bool:
    """Whether a line bounds its hidden cells too closely."""
    *parts, total = line
    unknown = [one for one in parts if one in hidden]
    if total in hidden:
        return not unknown
    if not unknown:
        return False
    # What is left over of what is known of each of them is what each of them alone could have more.
    spare = sum(_at(whole, one) - least[one] for one in unknown)
    return len(unknown) < 2 or spare < SMALL


def _smallest(whole: Grid, line: Sequence[Cell], hidden: set[Cell]) -> Iterator[Cell]:
    """The smallest number of a line that is still told; an empty cell tells nothing, and its total is hidden last."""
    told = [one for one in line if one not in hidden and whole[one[0]][one[1]]]
    if told:
        yield min(told, key=lambda one: (whole[one[0]][one[1]], one))


def _goes_round(hidden: set[Cell], cell: Cell) -> bool:
    """Whether rows and columns still hang together without this cell; if not, sums of several lines give it away."""
    row, place = cell
    rows, places, grown = {row}, set[int](), True
    others = hidden - {cell}
    while grown:
        before = len(rows) + len(places)
        places |= {one[1] for one in others if one[0] in rows}
        rows |= {one[0] for one in others if one[1] in places}
        grown = len(rows) + len(places) > before
    return place in places
