"""Which rows of somebody's own check sheet are chapters and items, whatever its layout: proposed by rules that can be read.

1. Below a head such as 点検項目 stands an item column; heads that stand in a row twice make blocks side by side.
2. Without a head, the column with the longest texts holds the items.
3. Texts to the left are chapters, and hold until the next one; numbers and boxes there are none.
4. A short text alone in its row that begins as headings do (第1章, Ⅰ, 【】, A.) is a chapter; one that says ※ is a note.
5. A row without a number goes on with the text above it where the others have one; if numbers begin anew below, it heads them.
6. A sign that begins row after row (□, 1., ①) begins items, however short; short texts without it are chapters then.
7. Whose number is the beginning of the next one (1-1 above 1-1-1), or counts apart from theirs (1, 1, 2, 3, 2, 1), is a chapter.
8. A text goes on where the line above is as long as any and no whole sentence; bullets below a numbered item are none.
9. Answers (A, ○, はい), legends of them and brackets to fill in are neither.
10. A head with its items in another column begins another table below, read as a sheet of its own.
11. Of several sheets one without head and numbers is a letter or a cover if others have heads.
12. What stands above each head is the title of the page if it is always the same, and a chapter if it differs.

Whoever knows better says so, of a row, of all rows that look like it, of a column or of a sheet: a `Correction`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checklist.model.mappings import ColumnRole, RowRole
from checklist.rules.sheets import layout_columns, layout_rows, layout_texts
from checklist.rules.sheets.layout_rows import ReadRow
from checklist.rules.sheets.layout_texts import plain as plain
from checklist.rules.sheets.sheet_draft import Grid

ASIDE = "点検項目のないシート"


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
class Correction:
    """What somebody has said of a sheet: whether it counts, its columns, rows that look alike, and single rows.

    Single rows by block and line; the rest holds for other sheets of the same shape, too.
    """

    used: bool | None = None
    columns: Mapping[int, ColumnRole] = field(default_factory=dict)
    likenesses: Mapping[str, RowRole] = field(default_factory=dict)
    rows: Mapping[tuple[int, int], RowRole] = field(default_factory=dict)


NOTHING = Correction()


@dataclass(frozen=True)
class ReadSheet:
    """A sheet as it was understood."""

    name: str
    shape: str
    used: bool
    columns: tuple[ColumnRole, ...]
    heads: tuple[str, ...]
    samples: tuple[str, ...]
    """The first text of each column below its head."""
    rows: tuple[ReadRow, ...]
    """Block after block."""
    origin: str
    """The sheet of the file: its tables below each other are sheets of their own here."""


@dataclass(frozen=True)
class Proposal:
    """What a file seems to say."""

    items: tuple[FoundItem, ...]
    left_out: tuple[LeftOut, ...]
    sheets: tuple[ReadSheet, ...] = ()

    @property
    def chapters(self) -> tuple[str, ...]:
        """The chapters in their order."""
        return tuple(dict.fromkeys(one.chapter for one in self.items))


def propose(grids: Mapping[str, Grid], said: Mapping[str, Correction] | None = None) -> Proposal:
    """The chapters and items of all sheets of a file; `said` by the name of the sheet."""
    several = len(grids) > 1
    parts = [(name, *one) for name, grid in grids.items() for one in _parts(name, grid)]
    asides = {name for name in grids if several and layout_texts.is_aside(name)}
    asides |= _without_head([(name, rows) for name, _, rows in parts if name not in asides])
    sheets = [_sheet(name, part, rows, (said or {}).get(part, NOTHING), name in asides) for name, part, rows in parts]
    items: list[FoundItem] = []
    left: list[LeftOut] = []
    for sheet in sheets:
        if not sheet.used:
            left.append(LeftOut(sheet.origin, 0, sheet.name, ASIDE))
            continue
        for block in sorted({row.block for row in sheet.rows}):
            found = [row for row in sheet.rows if row.block == block]
            items += [
                FoundItem(row.chapter or sheet.origin, row.text, sheet.origin, row.line)
                for row in layout_rows.joined(found)
            ]
        left += [LeftOut(sheet.origin, row.line, row.whole, row.why) for row in sheet.rows
                 if row.role in (RowRole.HEAD, RowRole.UNUSED)]  # fmt: skip
    return Proposal(tuple(items), tuple(left), tuple(sheets))


def _parts(name: str, grid: Grid) -> list[tuple[str, layout_columns.Rows]]:
    """The tables of a sheet that stand below each other, each with a name of its own."""
    found = layout_columns.tables([[plain(text) for text in row] for row in grid])
    return [(f"{name}（{number}つ目の表）" if number > 1 else name, rows) for number, rows in enumerate(found, start=1)]


def _without_head(parts: Sequence[tuple[str, layout_columns.Rows]]) -> set[str]:
    """The sheets with neither a head nor a number, where two or more others have a head: letters and notes."""
    headed = {name for name, rows in parts if layout_columns.head_of(rows) >= 0}
    others = [(name, rows) for name, rows in parts if name not in headed]
    counted = {
        name for name, rows in others for block in layout_columns.blocks(rows, {})
        if block.numbers or layout_texts.item_signs([layout_columns.cell(row, block.item) for row in rows])
    }  # fmt: skip
    return {name for name, _ in others} - counted if len(headed) > 1 else set()


def _sheet(origin: str, name: str, rows: layout_columns.Rows, said: Correction, is_aside: bool) -> ReadSheet:
    used = not is_aside if said.used is None else said.used
    blocks = layout_columns.blocks(rows, said.columns)
    found: list[ReadRow] = []
    for number, block in enumerate(blocks):
        own = {line: role for (place, line), role in said.rows.items() if place == number}
        found += layout_rows.rows_of(rows, number, block, said.likenesses, own, len(blocks) > 1)
    width, head = layout_columns.width_of(rows), layout_columns.head_of(rows)
    roles = {at: block.role(at) for block in blocks for at in range(block.first, block.last + 1)} | {**said.columns}
    below = [
        next((text for row in rows[head + 1 :] if (text := layout_columns.cell(row, at))), "") for at in range(width)
    ]
    return ReadSheet(
        name, layout_columns.shape(rows), used,
        tuple(roles.get(at, ColumnRole.UNUSED) for at in range(width)),
        tuple(layout_columns.cell(rows[head], at) if head >= 0 else "" for at in range(width)),
        tuple(below), tuple(found), origin,
    )  # fmt: skip
