"""What is known of a table in somebody's own check sheet before its rows are gone through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checklist.rules.sheets import layout_texts
from checklist.rules.sheets.layout_columns import Block, Rows, cell
from checklist.rules.sheets.layout_texts import NUMBER, SENTENCE


@dataclass(frozen=True)
class Table:
    """What is known of a block before its rows are gone through."""

    rows: Rows
    block: Block
    numbered: bool
    signs: frozenset[str]
    """With which items begin."""
    kinds: frozenset[str]
    """Of the numbers that items have in a column of their own; empty if all are of one kind."""
    accompanied: bool
    """Whether most texts have something beside them."""
    several: bool
    """Whether another block stands beside it."""
    outer: frozenset[int]
    """The lines that have the number of a chapter, by those of the lines below them."""
    full: int
    """How many characters a line of the item column takes where texts go on in the next row, or 0."""
    cut: bool
    """Whether whatever is no whole sentence is as long as any: the next row goes on with it, without numbers, too."""
    sentences: bool
    """Whether there are neither numbers nor signs, but sentences with a short text above each group of them."""
    repeated: frozenset[tuple[str, ...]]
    """Rows that stand more than once, as heads on each page do."""
    titles: frozenset[str]
    """What stands above the head of each page, without its number: the same, so no chapter."""
    named: int
    """The line above the first head if what is above the later ones differs, so that it is a chapter, or 0."""


def known(rows: Rows, block: Block, several: bool) -> Table:
    below = rows[block.head + 1 :]
    numbers = [text for row in below if (text := next((one for at in block.numbers if (one := cell(row, at))), ""))]
    kinds = layout_texts.item_numbers(numbers)
    texts = [cell(row, block.item) for row in below]
    beside = [
        any(cell(row, at) for at in range(block.first, block.last + 1) if at != block.item and at not in block.numbers)
        for row in below
        if cell(row, block.item)
    ]
    whole = Counter(found for row in rows if len(found := _filled(row, block)) > 1)
    repeated = frozenset(
        row for row, count in whole.items() if count > 1 and not any(NUMBER.fullmatch(one) for one in row)
    )
    is_mixed = bool(kinds) and any(layout_texts.number_kind(one) not in kinds for one in numbers)
    titles, is_named = _above_heads(rows, block, repeated)
    return Table(
        rows, block, bool(numbers), layout_texts.item_signs(texts), kinds if is_mixed else frozenset(),
        5 * sum(beside) > 3 * len(beside), several, _outer(rows, block), _line_length(texts), _are_cut(texts), not numbers and _are_sentences(texts), repeated,
        titles, is_named,
    )  # fmt: skip


def _above_heads(rows: Rows, block: Block, repeated: Collection[tuple[str, ...]]) -> tuple[frozenset[str], int]:
    """What stands above the heads of all pages as their title, and the line of the first if they are chapters."""
    filled = [(line, found) for line, row in enumerate(rows, start=1) if (found := _filled(row, block))]
    heads = [
        (line, above) for (line, above), (_, row) in pairwise(filled)
        if row in repeated and row not in (above, ()) and any(map(layout_texts.is_item_head, row))
    ]  # fmt: skip
    names = [above[0] for _, above in heads]
    if len(names) < 2:
        return frozenset(), 0
    again = frozenset(one for one in names if names.count(one) > 1 and not layout_texts.is_chapter(one))
    first = heads[0]
    is_name = len(set(first[1])) == 1 and is_short(names[0]) and not layout_texts.no_item(names[0], True)
    return again, first[0] if is_name and not again and len(set(names)) == len(names) else 0


def _outer(rows: Rows, block: Block) -> frozenset[int]:
    at = sorted(block.numbers) or [block.item]
    texts = [(line, cell(row, block.item)) for line, row in enumerate(rows) if line > block.head]
    places = [line for line, text in texts if text and not layout_texts.is_item_head(text)]
    told = [(line, "-".join(filter(None, (cell(rows[line], one) for one in at)))) for line in places]
    lines = [(line, number) for line, number in told if number]
    found = {line for (line, number), (_, below) in pairwise(lines) if layout_texts.is_above(number, below)}
    found = found or {lines[place][0] for place in layout_texts.outer([number for _, number in lines])}
    return frozenset(line + 1 for line in found if all(is_short(cell(rows[one], block.item)) for one in found))


def _are_sentences(texts: Sequence[str]) -> bool:
    """Whether each short text has a sentence below it, and most are sentences."""
    kinds = [is_short(text) for text in texts if text and not layout_texts.no_item(text, False)]
    return (
        bool(kinds)
        and kinds[0]
        and not kinds[-1]
        and 3 * sum(kinds) <= len(kinds)
        and not any(map(all, pairwise(kinds)))
    )


def _filled(row: Sequence[str], block: Block) -> tuple[str, ...]:
    return tuple(text for at in range(block.first, block.last + 1) if (text := cell(row, at)))


def is_short(text: str) -> bool:
    return len(text) <= layout_texts.LONGEST_CHAPTER and not SENTENCE.search(text)


def upright(rows: Rows, block: Block) -> Rows:
    """The same with every name that stands downwards, a letter in each row, whole beside the first of its rows."""
    changed = [list(row) for row in rows]
    for at in block.chapters:
        filled = [line for line in range(block.head + 1, len(rows)) if cell(rows[line], at)]
        letters = sum(len(cell(rows[line], at)) == 1 for line in filled)
        if letters < 3 or 4 * letters < 3 * len(filled):
            continue
        start = -2
        for line in filled:
            anew = any(layout_texts.begins_anew(cell(rows[line], number)) for number in block.numbers)
            if line - 1 not in filled or anew or start < 0:
                start = line
            else:
                changed[start][at] += changed[line][at]
                changed[line][at] = ""
    return changed


def _line_length(texts: Sequence[str]) -> int:
    """Several of the longest texts end at the same place where they were cut."""
    longest = max(map(len, texts), default=0)
    return longest if sum(8 * len(text) >= 7 * longest for text in texts) > 2 else 0


def _are_cut(texts: Sequence[str]) -> bool:
    lines = [text for text in texts if text and not layout_texts.no_item(text, False)]
    open_ = [text for text in lines if not SENTENCE.search(text)]
    return (
        bool(open_)
        and 3 * len(open_) > len(lines)
        and all(8 * len(text) >= 7 * _line_length(lines) > 0 for text in open_)
    )
