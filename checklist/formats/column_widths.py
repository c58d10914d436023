"""How wide the columns of a table stand in a file, and where their heads end a line: no number, day or word is broken where others have room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from checklist.formats.table import Column, Table, Value, letters, text_of

_WORD, _DAY, _HEADS = 14, 20, (18, 14, 10, 8, 6, 0)
"""Half-width characters of the longest word and number of a cell that stand in one line wherever they can, and of the
part of a head: where not all columns have room for theirs, it is the heads that break first."""
TOGETHER = 20
"""Half-width characters of a part of a title that stays in one line."""
NAME = 48
"""Half-width characters of the longest name of a hospital or a chapter; what is longer is a text."""
_PROSE = re.compile(r"[。\n]|）[、・）」]")
"""What only sentences have, and signs with which no line may begin."""
_BREAK = re.compile(r"(?<=[）\s])(?=\S)|(?=（)")
_KANJI = "一-鿿々ヶヵ〇"
_SIGNS = re.compile(r"[0-9A-Za-z.,]+|.", re.DOTALL)
_WORDS = re.compile(
    rf"(?<=[・：、／～])(?=\S)|(?<=％)(?=[^）])|(?<=\d年度)(?=[^）別末])|(?<=[ぁ-んァ-ヴー])(?=[{_KANJI}])|(?<=[{_KANJI}ぁ-ん])(?=[ァ-ヴ])(?![ヶヵ])"
    r"|(?<=[^\s（])(?=病院|センター|委員会|報告書|(?:市民|記念|総合|厚生|慈愛|県立|大学|医療)(?:病院|センター)|テーション)"
)
"""Where a Japanese word begins, as far as its letters show: a stem after an ending, one of foreign origin, an institution."""


def pieces(name: str) -> list[str]:
    """The parts of a head between which its lines end: 2025年度（105項目） 加算1 has three."""
    return [one for one in _BREAK.split(name) if one]


def lines(name: str, room: float) -> list[str]:
    """The parts of a head between which its lines end in so much room: its words where a part has none, then two letters each."""
    return [
        short
        for part in pieces(name)
        for word in ([part] if letters(part.strip()) <= room else filter(None, _WORDS.split(part)))
        for short in ([word] if letters(word.strip()) <= room else _pairs(word))
    ]


def words(text: str | None, room: float) -> str | list[str] | None:
    """A name with the words between which its lines end, where it takes several; a sentence and what fits stay as they are."""
    if text is None or _PROSE.search(text) or not room < letters(text) <= NAME:
        return text
    return lines(text, room)


def cells(table: Table, wide: Sequence[float], beside: int) -> list[list[str | list[str] | None]]:
    """The texts of all cells, in columns of these widths with so much left and right of each."""
    room = [one - beside for one in wide]
    return [
        [words(text_of(column, cell), free) for column, cell, free in zip(table.columns, row, room, strict=True)]
        for row in table.rows
    ]


def broken(name: str, room: float) -> str:
    """A head with the ends of its lines, for programs that would end them anywhere."""
    found = [""]
    for part in lines(name, room):
        if letters((found[-1] + part).strip()) <= room:
            found[-1] += part
        else:
            found.append(part)
    return "\n".join(one.strip() for one in found if one.strip())


def _pairs(word: str) -> list[str]:
    """Most words are written with two signs; none of them stands alone at the end."""
    signs = _SIGNS.findall(word)
    ends = [*range(0, max(len(signs) - 1, 1), 2), len(signs)]
    return ["".join(signs[start:end]) for start, end in pairwise(ends)]


def grouped(names: Sequence[str]) -> list[tuple[str, int]]:
    """What neighbouring heads begin with alike, with how many there are: it stands once, above them; "" for the others."""
    parts = [pieces(name) for name in names]
    begins = ["" if one and one[-1].startswith("（") else "".join(one[:-1]).strip() for one in parts]
    runs = [(above, len(list(same))) for above, same in groupby(begins)]
    return [one for above, many in runs for one in ([(above, many)] if above and many > 1 else [("", 1)] * many)]


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
