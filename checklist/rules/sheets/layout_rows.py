"""What each row of somebody's own check sheet is: proposed one after the other, or as somebody has said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from checklist.model.mappings import RowRole
from checklist.rules.sheets import layout_table, layout_texts
from checklist.rules.sheets.layout_columns import Block, Rows, cell
from checklist.rules.sheets.layout_table import Table, is_short
from checklist.rules.sheets.layout_texts import DITTO, NUMBER, SENTENCE

_SHORTEST_LINE = 10


@dataclass(frozen=True)
class ReadRow:
    """A row of a block: its cells by column, what it is and why, and what it says as that.

    `line` counts from 1, as a spreadsheet does; `likeness` is what it has in common with others that look like it.
    """

    block: int
    line: int
    cells: Mapping[int, str]
    role: RowRole
    why: str
    text: str
    chapter: str
    likeness: str

    @property
    def whole(self) -> str:
        """All that stands in it."""
        return " ".join(dict.fromkeys(self.cells.values()))


@dataclass
class _Walk:
    """What is known while rows are gone through."""

    chapter: str = ""
    above: dict[int, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    """Those that stand within each other, by their signs: 1. and (1) right below it."""
    before: int = -2
    """The last line that was an item or went on with one."""
    last: RowRole = RowRole.UNUSED
    found: int = 0
    end: str = ""
    """The text above, as far as it is an item."""


def rows_of(
    rows: Rows,
    number: int,
    block: Block,
    likenesses: Mapping[str, RowRole],
    said: Mapping[int, RowRole],
    several: bool = False,
) -> Iterator[ReadRow]:
    """The rows of a block that have anything in it; `said` by line, `likenesses` by what rows look like."""
    table = layout_table.known(layout_table.upright(rows, block), block, several)
    walk = _Walk()
    for line, row in enumerate(table.rows, start=1):
        cells = {at: text for at in range(block.first, block.last + 1) if (text := cell(row, at))}
        if not cells:
            continue
        like = likeness(cells, block, line)
        forced = said.get(line) or likenesses.get(like)
        role, why = (forced, "指定した役割") if forced else _role(table, line, cells, walk)
        text, chapter = _said(cells, block, role, walk, line)
        yield ReadRow(number, line, cells, role, why, text, chapter, like)


def likeness(cells: Mapping[int, str], block: Block, line: int) -> str:
    """What a row looks like, without what it says: which columns are filled with what kind of text, and how it begins."""
    kinds = [f"{at}{'n' if NUMBER.fullmatch(text) else 's' if is_short(text) else 'l'}" for at, text in cells.items()]
    place = "h" if line <= block.head + 1 else ""
    return "".join((place, *kinds, ":", layout_texts.sign(cells.get(block.item, ""))[:3]))


def _role(known: Table, line: int, cells: Mapping[int, str], walk: _Walk) -> tuple[RowRole, str]:
    """What a row seems to be, and why."""
    block = known.block
    text = cells.get(block.item, "")
    whole = " ".join(dict.fromkeys(cells.values()))
    first = cells[min(cells)]
    if layout_texts.is_bracketed(first) and cells.get(block.item, first) == first:
        return RowRole.CHAPTER, "【】の見出し"
    if first in known.titles:
        return RowRole.HEAD, "各ページの表題"
    if line == known.named:
        return RowRole.CHAPTER, "繰り返す見出しの上の名前"
    if line <= block.head and layout_texts.is_chapter(whole):
        return RowRole.CHAPTER, "章らしい書き出し（第1章、【】など）"
    is_name = line == block.head or (line == block.head + 1 and not layout_texts.is_item_head(text))
    named = [one for one in cells.values() if not layout_texts.OTHER_HEAD.search(one)]
    if is_name and known.several and len(named) == 1 and is_short(whole):
        return RowRole.CHAPTER, "並んだ表の名前"
    if text and _is_numbered_chapter(cells, block):
        return RowRole.CHAPTER, "第1章などの番号"
    if line <= block.head + 1 or layout_texts.is_item_head(text) or tuple(cells.values()) in known.repeated:
        return RowRole.HEAD, "見出し"
    beside = "　".join(_new(cells, block).values())
    if why := layout_texts.no_item(text or beside or whole, not walk.found):
        return RowRole.UNUSED, why
    if not text:
        heading = beside or "".join(one for at, one in cells.items() if at < block.item)
        is_heading = heading and (beside or not NUMBER.fullmatch(heading))
        return (RowRole.CHAPTER, "項目の列が空で、左に名前がある行") if is_heading else (RowRole.UNUSED, "項目の列が空")
    return _text_role(known, line, cells, walk, bool(beside))


def _text_role(
    known: Table, line: int, cells: Mapping[int, str], walk: _Walk, has_chapter: bool
) -> tuple[RowRole, str]:
    """The same of a row with something in the item column."""
    block, text = known.block, cells[known.block.item]
    alone = not (cells.keys() - block.numbers - {block.item}) or set(cells.values()) == {text}
    numbers = [cells[at] for at in sorted(block.numbers) if at in cells]
    goes_on = layout_texts.sign(text) not in known.signs
    if line in known.outer:
        return RowRole.CHAPTER, "章の番号のある行"
    if alone and known.sentences and is_short(text):
        return RowRole.CHAPTER, "文の並びの上の短い語"
    is_below = goes_on and walk.found > 0 and walk.before == line - 1 and not (numbers or has_chapter)
    opens = layout_texts.opens_chapter(text)
    if is_below and (known.numbered or known.signs or known.cut) and not opens and _is_cut(known, walk):
        return RowRole.MORE, "上の行が途中で終わっている"
    if known.kinds and numbers and layout_texts.number_kind(numbers[0]) not in known.kinds and is_short(text):
        return RowRole.CHAPTER, "項目とは別の種類の番号"
    is_beside = not (cells.keys() - block.numbers - {block.item, *block.chapters})
    if is_beside and goes_on and known.signs and layout_texts.is_chapter(text):
        return RowRole.CHAPTER, "項目とは別の、章らしい書き出し"
    if alone and layout_texts.heads(text, known.signs) and not (numbers and SENTENCE.search(text)):
        return RowRole.CHAPTER, "短い文が1つのみの行"
    if alone and known.numbered and not numbers and _begins_list(known.rows, line, block, walk) and is_short(text):
        return RowRole.CHAPTER, "番号のない短い文で、次の行から番号が始まる"
    if alone and known.numbered and not numbers and is_short(text) and SENTENCE.search(walk.end) and _is_name(text):
        return RowRole.CHAPTER, "番号のない短い語で、上の文は終わっている"
    if alone and known.accompanied and (goes_on or not block.chapters) and not known.numbered and is_short(text):
        return RowRole.CHAPTER, "ほかの列が空の短い文"
    if goes_on and known.numbered and not numbers and walk.found and layout_texts.is_bullet(text):
        return RowRole.UNUSED, "番号のある項目の下の箇条書き"
    if alone and known.numbered and not numbers and opens:
        return RowRole.CHAPTER, "番号の列が空で、章らしい書き出し"
    if is_below and known.numbered:
        return RowRole.MORE, "番号がなく、すぐ上の行に続く"
    return RowRole.ITEM, "番号のある行" if numbers else "項目の列の文"


def _is_cut(known: Table, walk: _Walk) -> bool:
    """Whether the line above is as long as any and no whole sentence."""
    return known.full >= _SHORTEST_LINE and 8 * len(walk.end) >= 7 * known.full and not SENTENCE.search(walk.end)


def _is_name(text: str) -> bool:
    """Whether a text begins with a word: what stands in brackets belongs to the text above."""
    return re.match(r"\w", text) is not None


def _begins_list(rows: Rows, line: int, block: Block, walk: _Walk) -> bool:
    """Whether the numbers begin anew below a row, or are boxes that come after a gap."""
    following = next(
        (row for row in rows[line:] if any(cell(row, at) for at in range(block.first, block.last + 1))), ()
    )
    numbers = [text for at in block.numbers if (text := cell(following, at))]
    if any(map(layout_texts.begins_anew, numbers)):
        return True
    return bool(numbers) and not re.search("[0-9A-Za-zア-ン一-十]", "".join(numbers)) and walk.before != line - 1


def _is_numbered_chapter(cells: Mapping[int, str], block: Block) -> bool:
    """Whether 第1章 stands before the name of a chapter, in a cell of its own."""
    return any(re.fullmatch("第[0-9一二三四五六七八九十]+[章節部編]", cells.get(at, "")) for at in block.numbers)


def _new(cells: Mapping[int, str], block: Block) -> dict[int, str]:
    """The chapters that stand in a row."""
    text = cells.get(block.item, "")
    return {at: cells[at] for at in block.chapters if at in cells and cells[at] not in (text, *DITTO)}


def _said(cells: Mapping[int, str], block: Block, role: RowRole, walk: _Walk, line: int) -> tuple[str, str]:
    """What a row says as what it is, and the chapter that it stands in."""
    text = "".join(cells[at] for at in (block.item, *block.more) if at in cells)
    new = _new(cells, block)
    if new and role in (RowRole.CHAPTER, RowRole.ITEM):
        # A wide cell to the left of a narrow one stands beside all of them.
        walk.above = {at: one for at, one in walk.above.items() if at < min(new)} | new
    beside = layout_texts.chapter_name("　".join(walk.above.values())) if new else ""
    said = ""
    if role is RowRole.CHAPTER:
        said = walk.chapter = _heading(cells, block, beside)
        if text or not beside:
            walk.above = {}
            walk.chapter = _within(walk, said)
    elif role is RowRole.ITEM:
        walk.chapter = beside or walk.chapter
        said = layout_texts.BEGIN.sub("", text or _first(cells, block), count=1) or text
        walk.found, walk.before, walk.end = walk.found + 1, line, said
    elif role is RowRole.MORE:
        said = text or _first(cells, block)
        walk.before, walk.end = line, said
        if walk.last is RowRole.CHAPTER:
            walk.chapter += said
            walk.headings |= {sign: name + said for sign, name in list(walk.headings.items())[-1:]}
    if role in (RowRole.CHAPTER, RowRole.ITEM):
        walk.last = role
    return said, walk.chapter


def _within(walk: _Walk, name: str) -> str:
    """The name of a heading after those that it stands within; one with a sign seen before ends what is within that."""
    sign = layout_texts.sign(name)
    known = list(walk.headings)
    if sign in known:
        walk.headings = {one: walk.headings[one] for one in known[: known.index(sign)]}
    elif walk.last is not RowRole.CHAPTER or "" in known:
        walk.headings = {}
    walk.headings[sign] = name
    return "　".join(walk.headings.values()) if sign else name


def _heading(cells: Mapping[int, str], block: Block, beside: str) -> str:
    """The name of a chapter: beside the item column, or in it with its number, or wherever there is something."""
    if block.item not in cells and beside:
        return beside
    named = list(dict.fromkeys(one for at, one in cells.items() if at <= block.item))
    # A whole paragraph beside a name is what a notice demands.
    short = [one for one in named if is_short(one)] or named
    return layout_texts.chapter_name(" ".join(short) or _first(cells, block))


def _first(cells: Mapping[int, str], block: Block) -> str:
    """What stands where no item does: the longest of it."""
    return max((one for at, one in cells.items() if at not in block.numbers), key=len, default="") or next(
        iter(cells.values())
    )


def joined(found: Sequence[ReadRow]) -> list[ReadRow]:
    """The items of a block, each with all that goes on with it."""
    items: list[ReadRow] = []
    last = RowRole.UNUSED
    for one in found:
        if one.role is RowRole.ITEM:
            items.append(one)
        elif one.role is RowRole.MORE and items and last is RowRole.ITEM:
            items[-1] = replace(items[-1], text=items[-1].text + one.text)
        last = one.role if one.role in (RowRole.ITEM, RowRole.CHAPTER) else last
    return items
