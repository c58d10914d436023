"""Which rows of somebody's own check sheet are chapters and items, whatever its layout: proposed by rules that can be read.

1. Below a head such as 点検項目 stands an item column; heads that stand in a row twice make blocks side by side.
2. Without a head, the column with the longest texts holds the items.
3. Texts to the left are chapters, and hold until the next one; numbers there are none.
4. A short text alone in its row that begins as headings do (第1章, Ⅰ, 【】, A.) is a chapter; one that says ※ is a note.
5. A row without a number goes on with the text above it where the others have one.
6. A sign that begins row after row (□, 1., ①) begins items, however short; short texts without it are chapters then.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from checklist.rules.sheets.sheet_draft import Grid

_ITEM_HEAD = re.compile(
    "(?:点検|評価|確認|チェック|調査|監査|自己評価)?の?(?:項目|内容|事項)|[小細]項目|評価の?視点|着眼点|設問|質問(?:項目|内容)?"
)
_OTHER_HEAD = re.compile(
    "備考|コメント|根拠|方法|資料|判定|結果|評価|解説|ポイント|回答|○|はい|いいえ|適|否|点数|担当|改善"
)
_NUMBER = re.compile(
    "[(<]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[アイウエオカキクケコサシスセソ]|[A-Za-z]|No)(?:[-.][(]?[0-9]{1,3}[)]?)*[)>.、]?",
    re.IGNORECASE,
)
_BEGIN = re.compile(
    r"^\s*(?:[・•□☐☑]|[(][0-9]{1,3}[)]|[0-9]{1,3}(?:[-.][0-9]{1,3})*[.)、]?(?=\s)|[0-9]{1,3}(?:-[0-9]{1,3})+[.)、]?|[0-9]{1,3}[.)、](?![0-9]))\s*"
)
_CHAPTER = re.compile(
    r"第[0-9一二三四五六七八九十]+[章節部編]|[IVX]{1,4}[.、 ]|【.+】$|[<《〈〔\[].+[>》〉〕\]]$|[■●◆▼□]|[A-Z][.、 ]|[0-9]{1,2}[.、 ]|[一二三四五六七八九十]{1,2}[、. ]"
)
_SENTENCE = re.compile("(?:か|る|ない|いる|ある|た|こと|です|ます)[。？?]?$|。$")
_NOTE = re.compile(
    "[※＊*]|注[0-9)意]|合計|小計|平均|総合|以上$|[0-9]+/[0-9]+ ?(?:ページ|頁)?$"
    "|(?:[○◯〇◎△×A-E0-5] ?[:=].+){2,}"
    "|.*(?:記入|回答|提出|返送|協力|お送り).*(?:ください|下さい|お願い(?:いた)?します|ありがとうございました)。?$"
)
_FORM = re.compile(
    "(?:施設|病院|医療機関|記入|点検|評価|訪問|氏名|所属|担当|作成|実施)[者日名年月]*(?:名|日|者|署名|確認印| *印)?"
    "[:：年月日 ]*$|(?:総評|講評|感想|自由記載|特記事項)$|.*[:：]\\s*$"
)
_TITLE = re.compile(
    "(?:シート|チェックリスト|リスト|点検表|点検票|調査票|評価表|評価票|記録表|用紙|様式)(?:[(].*[)])?$"
)
_ASIDE = re.compile(
    "記入要領|(?:^|記入|用語|使用|方法|項目|様式)の?説明書?$|表紙|使い方|(?<!check)(?<!check )list|(?<!チェック)(?<!点検)リスト|選択肢|凡例",
    re.IGNORECASE,
)
_RINGS = {ord("①") + number: f"({number + 1})" for number in range(20)}
_DITTO = frozenset({"〃", "々", "同上", '"'})
_LONGEST_CHAPTER = 30


@dataclass(frozen=True)
class FoundItem:
    """An item with its chapter, the sheet and the row (counted as a spreadsheet does) in which it begins."""

    chapter: str
    text: str
    sheet: str
    line: int


@dataclass(frozen=True)
class LeftOut:
    """A row that is neither chapter nor item."""

    sheet: str
    line: int
    text: str
    why: str


@dataclass(frozen=True)
class Proposal:
    """What a file seems to say."""

    items: tuple[FoundItem, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def chapters(self) -> tuple[str, ...]:
        """The chapters in their order."""
        return tuple(dict.fromkeys(one.chapter for one in self.items))


@dataclass
class _Block:
    """Columns that belong together, from a head (-1: none) on: the item column, numbers, and chapters to the left."""

    head: int
    first: int
    last: int
    item: int
    label: str = ""
    numbers: set[int] = field(default_factory=set)
    chapters: list[int] = field(default_factory=list)


def plain(text: str) -> str:
    """A text in one line and half width; a number in a ring is one in brackets, or it would run into the words."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_RINGS)).split())


def propose(grids: Mapping[str, Grid]) -> Proposal:
    """The chapters and items of all sheets of a file."""
    items: list[FoundItem] = []
    left: list[LeftOut] = []
    several = len(grids) > 1
    for sheet, grid in grids.items():
        rows = [[plain(text) for text in row] for row in grid]
        found: list[FoundItem] = []
        if several and _ASIDE.search(sheet):
            left.append(LeftOut(sheet, 0, sheet, "点検項目のないシート"))
            continue
        for block in _blocks(rows):
            _walk(sheet, rows, block, found, left)
        items += found
    return Proposal(tuple(items), tuple(left))


def _blocks(rows: Sequence[Sequence[str]]) -> Iterator[_Block]:
    width = max(map(len, rows), default=0)
    head = next((at for at, row in enumerate(rows) if any(map(_is_item_head, row))), -1)
    # 項目 above 大項目, 中項目 and 小項目.
    while head >= 0 and any(map(_is_item_head, rows[head + 1] if head + 1 < len(rows) else ())):
        head += 1
    if head < 0:
        if (item := _longest(rows, -1, range(width))) is not None:
            yield _with_roles(rows, _Block(-1, 0, width - 1, item))
        return
    for first, last in _spans(rows[head], width):
        columns = [
            at
            for at in range(first, last + 1)
            if not _OTHER_HEAD.search(_head_text(rows, head, at)) or _is_item_head(_cell(rows[head], at))
        ]
        named = [_below(rows, head, at, last) for at in columns if _is_item_head(_cell(rows[head], at))]
        item = _longest(rows, head, named or columns)
        if item is not None:
            yield _with_roles(rows, _Block(head, first, last, item, _cell(rows[head], item)))


def _below(rows: Sequence[Sequence[str]], head: int, item: int, last: int) -> int:
    """The column that a head over several stands for: chapters below its first cell are fewer than the items beside."""
    end = next((at for at in range(item + 1, last + 1) if _cell(rows[head], at)), last + 1)
    filled = {at: sum(bool(_cell(row, at)) for row in rows[head + 1 :]) for at in range(item, end)}
    return max(filled, key=lambda at: filled[at])


def _spans(head: Sequence[str], width: int) -> list[tuple[int, int]]:
    """The blocks that stand side by side: each begins where the first name of the head comes again."""
    # The same twice in neighbours is one merged cell.
    named = [(at, text) for at, text in enumerate(head) if text and text != _cell(head, at - 1)]
    items = [text for _, text in named if _is_item_head(text)]
    if len(items) == len(set(items)):
        return [(0, width - 1)]
    starts = [at for at, text in named if text == named[0][1]]
    if len(starts) < 2:
        starts = [at for at, text in named if text == items[0]]
    return [(start, end - 1) for start, end in zip(starts, [*starts[1:], width], strict=True)]


def _is_item_head(text: str) -> bool:
    return _ITEM_HEAD.fullmatch(re.sub("[(].*[)]$", "", text.replace(" ", ""))) is not None


def _head_text(rows: Sequence[Sequence[str]], head: int, at: int) -> str:
    return _cell(rows[head], at).replace(" ", "")


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if 0 <= at < len(row) else ""


def _longest(rows: Sequence[Sequence[str]], head: int, columns: Sequence[int]) -> int | None:
    """The column with the most to say."""
    total = {
        at: sum(len(_cell(row, at)) for row in rows[head + 1 :] if not _NUMBER.fullmatch(_cell(row, at)))
        for at in columns
    }
    best = max(total, key=lambda at: total[at], default=None)
    return best if best is not None and total[best] else None


def _with_roles(rows: Sequence[Sequence[str]], block: _Block) -> _Block:
    for at in range(block.first, block.item):
        texts = [text for row in rows[block.head + 1 :] if (text := _cell(row, at))]
        if texts and 10 * sum(_NUMBER.fullmatch(text) is not None for text in texts) >= 6 * len(texts):
            block.numbers.add(at)
        elif texts:
            block.chapters.append(at)
    return block


def _walk(
    sheet: str, rows: Sequence[Sequence[str]], block: _Block, items: list[FoundItem], left: list[LeftOut]
) -> None:
    chapter, before, above = "", -2, dict[int, str]()
    numbered = any(_cell(row, at) for row in rows[block.head + 1 :] for at in block.numbers)
    signs = _item_signs([_cell(row, block.item) for row in rows[block.head + 1 :]])
    for line, row in enumerate(rows, start=1):
        cells = {at: text for at in range(block.first, block.last + 1) if (text := _cell(row, at))}
        text = cells.get(block.item, "")
        if not cells:
            continue
        whole = " ".join(dict.fromkeys(cells.values()))
        if (line <= block.head and _is_chapter(whole)) or (text and _is_numbered_chapter(cells, block)):
            chapter, above = whole, {}
            continue
        if line <= block.head + 1 or _is_item_head(text):
            left.append(LeftOut(sheet, line, " ".join(cells.values()), "見出し"))
            continue
        new = {at: cells[at] for at in block.chapters if at in cells and cells[at] not in (text, *_DITTO)}
        beside = "　".join(new.values())
        if why := _no_item(text or beside, len(items)):
            left.append(LeftOut(sheet, line, text or beside, why))
            continue
        if new:
            # A wide cell to the left of a narrow one stands beside all of them.
            above = {at: one for at, one in above.items() if at < min(new)} | new
            beside = "　".join(above.values())
        alone = not (cells.keys() - block.numbers - {block.item}) or set(cells.values()) == {text}
        if not text:
            heading = beside or "".join(one for at, one in cells.items() if at < block.item)
            if heading and (beside or not _NUMBER.fullmatch(heading)):
                chapter = heading
            continue
        if alone and _heads(text, signs) and not (numbered and cells.keys() & block.numbers and _SENTENCE.search(text)):
            chapter, above = text, {}
            continue
        chapter = beside or chapter
        if before == line - 1 and items and numbered and not beside and not (cells.keys() & block.numbers):
            items[-1] = FoundItem(items[-1].chapter, items[-1].text + text, sheet, items[-1].line)
        else:
            items.append(FoundItem(chapter or sheet, _BEGIN.sub("", text, count=1), sheet, line))
        before = line


def _no_item(text: str, found: int) -> str:
    if _NOTE.match(text):
        return "注記・集計"
    if len(text) <= 20 and _FORM.fullmatch(text):
        return "記入欄"
    return "表題" if not found and len(text) <= 40 and _TITLE.search(text) else ""


def _is_numbered_chapter(cells: Mapping[int, str], block: _Block) -> bool:
    """Whether 第1章 stands before the name of a chapter, in a cell of its own."""
    return any(re.fullmatch("第[0-9一二三四五六七八九十]+[章節部編]", cells.get(at, "")) for at in block.numbers)


def _sign(text: str) -> str:
    """What a text begins with, the same for all of a list: 1. for 2., too."""
    found = re.match(
        "第?[0-9]+|[(][0-9]+[)]|[IVX]+(?=[.、 ])|[A-Z](?=[.、 ])|[一二三四五六七八九十]+(?=[.、 ])|[^0-9A-Za-z\\w]",
        text,
    )
    return (
        re.sub("[0-9]+", "1", re.sub("[A-Z]+", "A", re.sub("[一二三四五六七八九十]+", "一", found[0]))) if found else ""
    )


def _item_signs(texts: Sequence[str]) -> frozenset[str]:
    """The signs of which more than half are followed by the same: chapters have something below them."""
    signs = [_sign(text) for text in texts if text and not _NOTE.match(text)]
    again = Counter(one for one, following in pairwise(signs) if one == following)
    return frozenset(one for one, count in Counter(signs).items() if one and 2 * again[one] >= count > 1)


def _heads(text: str, signs: Collection[str]) -> bool:
    """Whether a text alone in its row is a chapter, where items begin with these signs."""
    if _sign(text) in signs or not signs:
        return not signs and _is_chapter(text)
    return len(text) <= _LONGEST_CHAPTER and not _SENTENCE.search(text)


def _is_chapter(text: str) -> bool:
    return len(text) <= _LONGEST_CHAPTER and _CHAPTER.match(text) is not None and not _SENTENCE.search(text)
