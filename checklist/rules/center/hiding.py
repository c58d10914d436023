"""Small cells of a public table: hidden together with so many others that no sum tells what stood in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

SMALL = 4
"""From 1 to so many, a number may point to somebody."""
Cell = tuple[int, int]
Grid = Sequence[Sequence[int]]


def column(numbers: Sequence[int]) -> list[bool]:
    """Which numbers of a column to hide, its total (the last place of the answer) included."""
    return [row[0] for row in grid([[one] for one in numbers])]


def grid(numbers: Grid) -> list[list[bool]]:
    """Which cells to hide of rows of numbers with a row and a column of totals behind them, of which one may be missing.

    A grid of one column has no column of totals: what would stand there is the column itself.
    """
    whole = _with_totals(numbers)
    hidden = {(row, place) for row, cells in enumerate(whole) for place, one in enumerate(cells) if 1 <= one <= SMALL}
    while more := next(_wanted(whole, hidden), None):
        hidden.add(more)
    return [[(row, place) in hidden for place in range(len(whole[0]))] for row in range(len(whole))]


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


def _wanted(whole: Grid, hidden: set[Cell]) -> Iterator[Cell]:
    """One more cell to hide, as long as any sum tells too much of one that is hidden."""
    for line in _lines(whole):
        if _tells(whole, line, hidden):
            yield from _smallest(whole, line, hidden)
    if len(whole[0]) > 1:
        for row, place in sorted(hidden):
            if not _goes_round(hidden, (row, place)):
                beside = [one for line in _lines(whole) if (row, place) in line for one in line]
                yield from _smallest(whole, beside, hidden)


def _tells(whole: Grid, line: Sequence[Cell], hidden: set[Cell]) -> bool:
    """Whether a line bounds its hidden cells too closely."""
    *parts, total = line
    unknown = [one for one in parts if one in hidden]
    if total in hidden:
        return not unknown
    if not unknown:
        return False
    # Each of them is at least 1: what is left over is what each of them alone could have more.
    spare = sum(whole[row][place] for row, place in unknown) - len(unknown)
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
