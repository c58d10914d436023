"""How wide the columns of a table stand on paper and on slides: no number, day or short word is broken where others have room."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checklist.formats.table import Column, Table, Value, letters, text_of

_WORD, _DAY, _HEADS = 14, 20, (14, 10, 8, 6, 0)
"""Half-width characters of the longest word and number of a cell that stand in one line wherever they can, and of the
part of a head: where not all columns have room for theirs, it is the heads that break first."""
_BREAK = re.compile(r"(?<=[）\s])(?=\S)|(?=（)")


def pieces(name: str) -> list[str]:
    """The parts of a head between which its lines end: 2025年度（105項目） 加算1 has three."""
    return [one for one in _BREAK.split(name) if one]


def fitted(table: Table, across: int, beside: int) -> list[float]:
    """The widths of its columns on so many half-width characters, with so many left and right of each text.

    What a column needs is taken from those that have more; one of texts without any is as wide as its head.
    """
    own, needs = [column.width for column in table.columns], _needs(table, across, beside)
    for place, column in enumerate(table.columns):
        if column.kind == "text" and table.rows and not any(row[place] for row in table.rows):
            own[place] = min(own[place], needs[place])
    held = set[int]()
    while True:
        free, rest = across - sum(needs[place] for place in held), sum(own) - sum(own[place] for place in held)
        if free <= 0 or rest <= 0:
            return [float(one) for one in needs]
        wide = [needs[place] if place in held else one * free / rest for place, one in enumerate(own)]
        short = {place for place, one in enumerate(wide) if one < needs[place] and place not in held}
        if not short:
            return wide
        held |= short


def holds(column: Column, wide: float, beside: int) -> bool:
    """Whether each part of its head has room in one line."""
    return max(map(letters, pieces(column.name)), default=0) + beside <= wide


def _needs(table: Table, across: int, beside: int) -> list[int]:
    """What stands in one line, with as much of the heads as there is room for."""
    cells = [
        max((_cell(column, row[place]) for row in table.rows), default=0) for place, column in enumerate(table.columns)
    ]
    heads = [max(map(letters, pieces(column.name)), default=0) for column in table.columns]
    for most in _HEADS:
        needs = [beside + max(cell, min(head, most), 1) for cell, head in zip(cells, heads, strict=True)]
        if sum(needs) <= across:
            break
    return needs


def _cell(column: Column, value: Value) -> int:
    """As much as is not broken: a number, a day, a short word."""
    wide = max(map(letters, (text_of(column, value) or "").split("\n")))
    return min(wide, _DAY) if column.kind != "text" else wide if wide <= _WORD else 0


def share(wide: Sequence[float], whole: int) -> list[int]:
    """The same as parts of a whole."""
    return [int(whole * one / sum(wide)) for one in wide]
