"""What each column of somebody's own check sheet is for: proposed by its head and its texts, or as somebody has said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from checklist.model.mappings import ColumnRole
from checklist.rules.sheets import layout_texts
from checklist.rules.sheets.layout_texts import NUMBER, OTHER_HEAD

Rows = Sequence[Sequence[str]]
_MOST_TABLES = 9


@dataclass
class Block:
    """Columns that belong together, from a head (-1: none) on: the item column, numbers, and chapters to the left."""

    head: int
    first: int
    last: int
    item: int
    numbers: set[int] = field(default_factory=set)
    chapters: list[int] = field(default_factory=list)
    more: list[int] = field(default_factory=list)

    def role(self, at: int) -> ColumnRole:
        """What one of its columns is for."""
        if at == self.item:
            return ColumnRole.ITEM
        if at in self.more:
            return ColumnRole.MORE
        if at in self.numbers:
            return ColumnRole.NUMBER
        return ColumnRole.CHAPTER if at in self.chapters else ColumnRole.UNUSED


def cell(row: Sequence[str], at: int) -> str:
    """A cell of a row that may end before it."""
    return row[at] if 0 <= at < len(row) else ""


def width_of(rows: Rows) -> int:
    """Columns of the longest row."""
    return max(map(len, rows), default=0)


def head_of(rows: Rows) -> int:
    """The row that names the columns, or -1."""
    head = next((at for at, row in enumerate(rows) if any(map(layout_texts.is_item_head, row))), -1)
    if head < 0:
        found = next((at for at, row in enumerate(rows) if layout_texts.is_head_row(row)), -1)
        return found if found >= 0 else next((at for at, row in enumerate(rows) if _beside_each_other(row)), -1)
    # 項目 above 大項目, 中項目 and 小項目.
    while head >= 0 and any(map(layout_texts.is_item_head, rows[head + 1] if head + 1 < len(rows) else ())):
        head += 1
    return head


def tables(rows: Rows) -> list[Rows]:
    """The tables that stand below each other: one begins where a head has its items in another column.

    Each with its rows where they stood, and what belongs to another empty.
    """
    head = head_of(rows)
    starts, items = [0], _items(rows[head]) if head >= 0 else []
    for at in range(head + 2, len(rows)) if items else ():
        other = _items(rows[at]) if len(starts) < _MOST_TABLES else []
        is_head = other and not {*other} & {*items} and layout_texts.is_head_row(rows[at])
        if is_head and sum(map(any, rows[head + 1 : at])) > 1:
            starts.append(_above(rows, at))
            head, items = at, other
    ends = [*starts[1:], len(rows)]
    return [
        [row if start <= at < end else () for at, row in enumerate(rows)]
        for start, end in zip(starts, ends, strict=True)
    ]  # fmt: skip


def _items(row: Sequence[str]) -> list[int]:
    return [at for at, text in enumerate(row) if layout_texts.is_item_head(text)]


def _above(rows: Rows, head: int) -> int:
    """Where a table begins whose head stands there: with its name, if that stands alone above it."""
    return head - 1 if len(set(filter(None, rows[head - 1]))) == 1 else head


def _beside_each_other(row: Sequence[str]) -> list[int]:
    """Where the tables begin that have each a name of their own and then the same head: 病棟, 評価, 外来, 評価."""
    filled = [(at, text) for at, text in enumerate(row) if text]
    places, heads = filled[::2], [text for _, text in filled[1::2]]
    names = {text for _, text in places}
    is_head = len(set(heads)) == 1 and OTHER_HEAD.search(heads[0]) and not layout_texts.is_answer(heads[0])
    is_so = len(heads) > 1 and is_head and len(names) == len(heads)
    return [at for at, _ in places] if is_so and not any(map(OTHER_HEAD.search, names)) else []


def shape(rows: Rows) -> str:
    """What a sheet is known again by: the words of its head and where they stand, without their numbers.

    Without a head, what most of its columns' texts are like. Nothing of the content can be read from it.
    """
    head = head_of(rows)
    if head >= 0:
        told = [f"{at}:{re.sub('[0-9]+', '0', text)}" for at, text in enumerate(rows[head]) if text]
    else:
        told = [f"{at}={_likeness(rows, at)}" for at in range(width_of(rows))]
    return hashlib.sha256("|".join(told).encode()).hexdigest()


def _likeness(rows: Rows, at: int) -> str:
    texts = [text for row in rows if (text := cell(row, at))]
    kinds = [
        "n" if NUMBER.fullmatch(one) else "s" if len(one) <= layout_texts.LONGEST_CHAPTER else "l" for one in texts
    ]
    return max(sorted(set(kinds)), key=kinds.count, default="")


def blocks(rows: Rows, said: Mapping[int, ColumnRole]) -> list[Block]:
    """The tables of a sheet, side by side, as they are proposed and then as somebody has said."""
    head = head_of(rows)
    proposed = _proposed(rows, head)
    if not said:
        return proposed
    known = {at: one.role(at) for one in proposed for at in range(one.first, one.last + 1)}
    roles = [said.get(at, known.get(at, ColumnRole.UNUSED)) for at in range(width_of(rows))]
    return _from_roles(roles, head, proposed)


def _from_roles(roles: Sequence[ColumnRole], head: int, proposed: Sequence[Block]) -> list[Block]:
    """A block for each item column, with what stands before it up to the one before, and after it up to the next."""
    items = [at for at, role in enumerate(roles) if role is ColumnRole.ITEM]
    starts = {one.first for one in proposed}
    firsts = [0]
    for before, at in pairwise(items):
        between = range(before + 1, at + 1)
        begin = next((one for one in between if one in starts), None)
        named = (one for one in between if roles[one] not in (ColumnRole.UNUSED, ColumnRole.MORE))
        firsts.append(next(named) if begin is None else begin)
    found = []
    for first, last, item in zip(firsts, [*(one - 1 for one in firsts[1:]), len(roles) - 1], items, strict=False):
        places = range(first, last + 1)
        chapters = [at for at in places if roles[at] is ColumnRole.CHAPTER]
        numbers = {at for at in places if roles[at] is ColumnRole.NUMBER}
        more = [at for at in places if roles[at] is ColumnRole.MORE]
        found.append(Block(head, first, last, item, numbers, chapters, more))
    return found


def _proposed(rows: Rows, head: int) -> list[Block]:
    width = width_of(rows)
    if head < 0 or not any(map(layout_texts.is_item_head, rows[head])):
        return _headless(rows, head, width)
    found = []
    for first, last in _spans(rows[head], width):
        columns = [
            at
            for at in range(first, last + 1)
            if not OTHER_HEAD.search(cell(rows[head], at).replace(" ", ""))
            or layout_texts.is_item_head(cell(rows[head], at))
        ]
        item = _longest(rows, head, _named(rows, head, columns, last) or columns)
        if item is not None:
            found.append(_with_roles(rows, Block(head, first, last, item)))
    return found


def _headless(rows: Rows, head: int, width: int) -> list[Block]:
    """Tables without a word for their items: side by side if columns between them are empty, and each has much to say."""
    empty = [at for at in range(width) if not any(cell(row, at) for row in rows)]
    edges = [-1, *empty, width]
    parts = [range(first + 1, last) for first, last in pairwise(edges) if last > first + 1]
    if head >= 0 and (named := _beside_each_other(rows[head])):
        parts = [range(first, last) for first, last in pairwise([*named, width])]
    elif pairs := _numbered_pairs(rows, head, width):
        parts = [range(first, last) for first, last in pairwise([*pairs, width])]
    longest = {part: _longest(rows, head, part) for part in parts}
    said = {part: _length(rows, head, at) for part, at in longest.items() if at is not None}
    enough = [part for part in said if 3 * said[part] > max(said.values())]
    if len(enough) > 1:
        return [_with_roles(rows, Block(head, part[0], part[-1], longest[part] or 0)) for part in enough]
    others = [at for at in range(width) if head < 0 or not OTHER_HEAD.search(cell(rows[head], at).replace(" ", ""))]
    item = _longest(rows, head, others) if others else None
    item = _longest(rows, head, range(width)) if item is None else item
    return [] if item is None else [_with_roles(rows, Block(head, 0, width - 1, item))]


def _numbered_pairs(rows: Rows, head: int, width: int) -> list[int]:
    """Where the tables begin that fill all columns in turn with numbers (or boxes) of one kind and texts: □, text, □, text."""
    texts = [[text for row in rows[head + 1 :] if (text := cell(row, at))] for at in range(width)]
    numbers = [[one for one in found if NUMBER.fullmatch(one)] for found in texts]
    begin = next((at for at in range(width) if texts[at]), 0)
    pairs = [
        at for at in range(begin, width, 2) if len(numbers[at]) > 1 and 10 * len(numbers[at]) >= 6 * len(texts[at])
    ]
    kinds = {layout_texts.number_kind(one) for at in pairs for one in numbers[at]}
    is_counted = all(layout_texts.is_sign(numbers[at][0]) or layout_texts.is_running(numbers[at]) for at in pairs)
    has_texts = all(2 * len(numbers[at]) < len(texts[at]) for at in range(begin + 1, width, 2))
    return (
        pairs
        if len(pairs) > 1 and begin + 2 * len(pairs) == width and len(kinds) == 1 and is_counted and has_texts
        else []
    )


def _named(rows: Rows, head: int, columns: Sequence[int], last: int) -> list[int]:
    """The columns that call themselves items; 着眼点 beside them say what to look at, unless items are rarer than they."""
    heads = {at: cell(rows[head], at) for at in columns if layout_texts.is_item_head(cell(rows[head], at))}
    found = {_below(rows, head, at, last): layout_texts.is_point_head(text) for at, text in heads.items()}
    filled = {at: sum(bool(cell(row, at)) for row in rows[head + 1 :]) for at in found}
    points = max((filled[at] for at, is_point in found.items() if is_point), default=0)
    items = [at for at, is_point in found.items() if not is_point and 5 * filled[at] >= 4 * points]
    return items or list(found)


def _below(rows: Rows, head: int, item: int, last: int) -> int:
    """The column that a head over several stands for: chapters below its first cell are fewer than the items beside."""
    end = next((at for at in range(item + 1, last + 1) if cell(rows[head], at)), last + 1)
    texts = {at: [text for row in rows[head + 1 :] if (text := cell(row, at))] for at in range(item, end)}
    filled = {at: sum(NUMBER.fullmatch(one) is None for one in found) for at, found in texts.items()}
    return max(filled, key=lambda at: filled[at])


def _spans(head: Sequence[str], width: int) -> list[tuple[int, int]]:
    """The blocks that stand side by side: each begins where the first name of the head comes again."""
    # The same twice in neighbours is one merged cell.
    named = [(at, text) for at, text in enumerate(head) if text and text != cell(head, at - 1)]
    items = [text for _, text in named if layout_texts.is_item_head(text)]
    if len(items) == len(set(items)):
        return [(0, width - 1)]
    starts = [at for at, text in named if text == named[0][1]]
    if len(starts) < 2:
        starts = [at for at, text in named if text == items[0]]
    return [(start, end - 1) for start, end in zip(starts, [*starts[1:], width], strict=True)]


def _longest(rows: Rows, head: int, columns: Collection[int]) -> int | None:
    """The column with the most to say."""
    total = {at: _length(rows, head, at) for at in columns}
    best = max(total, key=lambda at: total[at], default=None)
    return best if best is not None and total[best] else None


def _length(rows: Rows, head: int, at: int) -> int:
    """What stands there again and again, says it once."""
    return sum(len(text) for text in {cell(row, at) for row in rows[head + 1 :]} if not NUMBER.fullmatch(text))


def _comes_again(texts: Sequence[str]) -> bool:
    """Whether words stand row by row and come again after others, as places do (病棟, 外来, 病棟): chapters stand together."""
    words = [text for text in texts if text and not NUMBER.fullmatch(text)]
    changes = 1 + sum(one != following for one, following in pairwise(words))
    return 5 * changes > 4 * len(texts) and changes > 2 * len(set(words)) > 2


def _with_roles(rows: Rows, block: Block) -> Block:
    for at in range(block.first, block.last + 1):
        named = block.head >= 0 and layout_texts.is_chapter_head(cell(rows[block.head], at))
        beside = block.head >= 0 and layout_texts.is_beside_head(cell(rows[block.head], at))
        if at == block.item or beside or (at > block.item and not named):
            continue
        texts = [text for row in rows[block.head + 1 :] if (text := cell(row, at))]
        head = cell(rows[block.head], at).replace(" ", "") if block.head >= 0 else ""
        if _comes_again([cell(row, at) for row in rows[block.head + 1 :] if cell(row, block.item)]):
            continue
        answers = sum(map(layout_texts.is_answer, texts))
        is_own = layout_texts.is_chapter_head(head) or layout_texts.is_item_head(head)
        is_other = OTHER_HEAD.search(head) and not is_own
        if is_other or (2 * answers > len(texts) and not layout_texts.is_running(texts)):
            continue
        if texts and 10 * sum(NUMBER.fullmatch(text) is not None for text in texts) >= 6 * len(texts):
            block.numbers.add(at)
        elif (
            texts
            and not layout_texts.is_for_whom(texts)
            and not all(layout_texts.is_method(one) or layout_texts.is_sign(one) for one in texts)
        ):
            block.chapters.append(at)
    return block
