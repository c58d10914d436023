"""Check sheets drawn blind are read from real files: every item in its chapter; what rules cannot know is said by tap."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from checklist.imports import foreign_sheet, sheet_mapping
from checklist.imports.sheet_mapping import Reading
from checklist.model.mappings import ColumnRole, RowRole
from checklist.rules.sheets import sheet_layout
from checklist.rules.sheets.layout_rows import ReadRow
from tests.imports import blind_layouts
from tests.imports.blind_layouts import Blind
from tests.rules.sheets.drawn_layouts import Drawn, Rows
from tests.rules.sheets.test_drawn_layouts import wrong
from tests.rules.sheets.test_unseen_layouts import role_of

LAYOUTS = blind_layouts.layouts()
FIRST_SEEN = {"d": (348, 348), "e": (151, 166), "f": (147, 169)}
"""Items found of how many when each set was read for the first time, before rules were mended for it."""


def wanted(one: Blind) -> Drawn:
    """Chapters and items as the file says them."""
    return Drawn(one.drawn.sheets, tuple((sheet_layout.plain(name), text) for name, text in one.drawn.items))


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_sheet_drawn_blind_is_read_from_its_file_without_a_tap(name: str) -> None:
    one = LAYOUTS[name]
    found = foreign_sheet.read(one.file, blind_layouts.content(one))
    assert wrong(wanted(one), found) == []
    assert [text.text for text in found.items] == [sheet_layout.plain(text) for _, text in one.drawn.items]
    chapters = {text.chapter: chapter for (chapter, _), text in zip(one.drawn.items, found.items, strict=True)}
    assert len(set(chapters.values())) == len({chapter for chapter, _ in one.drawn.items})


def test_the_sets_are_those_that_were_measured() -> None:
    for begin, (seen, items) in FIRST_SEEN.items():
        ours = [one for name, one in LAYOUTS.items() if name.startswith(begin)]
        assert sum(len(one.drawn.items) for one in ours) == items >= seen
    assert {one.kind for one in LAYOUTS.values()} == {"xlsx", "xls", "ods", "csv"}


def without_numbers(rows: Rows) -> Rows:
    return [["" if re.fullmatch("[(]?[0-9]+(?:[-.][0-9]+)*[)]?", cell) else cell for cell in row] for row in rows]


def without_heads(rows: Rows) -> Rows:
    heads = {"番号", "項番", "No", "No."}
    return [row for row in rows if not heads & set(row)]


def without_signs(rows: Rows) -> Rows:
    return [[re.sub("^[０-９]+．", "", cell) for cell in row] for row in rows]


TAPS = [(4, "d04", without_heads), (2, "d05", without_numbers), (3, "d09", without_heads), (12, "e05", without_signs)]


def next_tap(now: Reading, drawn: Drawn) -> tuple[str, ReadRow, RowRole] | None:
    """The first row that is not what it should be; whether it is a head or of no use is all the same."""
    rows = ((sheet.name, row, role_of(row, drawn)) for sheet in now.found.sheets if sheet.used for row in sheet.rows)
    unread = {RowRole.HEAD, RowRole.UNUSED}
    return next((one for one in rows if one[1].role is not one[2] and not {one[1].role, one[2]} <= unread), None)


@pytest.mark.parametrize(("taps", "name", "change"), TAPS, ids=[name for _, name, _ in TAPS])
def test_what_is_taken_away_from_a_sheet_is_said_by_tap(taps: int, name: str, change: Callable[[Rows], Rows]) -> None:
    one = LAYOUTS[name]
    now = sheet_mapping.begin(foreign_sheet.open_file(one.file, blind_layouts.content(one, change)))
    assert wrong(wanted(one), now.found)
    said = 0
    while (told := next_tap(now, wanted(one))) and said < taps:
        now, said = sheet_mapping.row(now, *told), said + 1
    assert wrong(wanted(one), now.found) == []


def test_an_end_of_a_line_is_no_space_within_a_word_but_between_sentences() -> None:
    """What a person types with Alt+Enter, and what begins with a sign of its own."""
    for text, plain in (
        ("管理委\n員会を開いている", "管理委員会を開いている"),
        ("依頼医へ連絡する\n体制がある", "依頼医へ連絡する体制がある"),
        ("手順書がある\n責任者がいる", "手順書がある 責任者がいる"),
        ("責任者\n・手順書", "責任者 ・手順書"),
        ("第1\n管理体制", "第1 管理体制"),
        ("医\n療\n安\n全", "医療安全"),
        ("規格(ISO80369-3\n)への\n\n切替え", "規格(ISO80369-3)への切替え"),
        ("区　分", "区 分"),
    ):
        assert sheet_layout.plain(text) == plain


def test_a_table_below_another_has_columns_and_taps_of_its_own() -> None:
    """What is said of one of them leaves the other as it was, and rows are told by the file's own sheet and line."""
    one = LAYOUTS["e02"]
    now = sheet_mapping.begin(foreign_sheet.open_file(one.file, blind_layouts.content(one)))
    names = [sheet.name for sheet in now.found.sheets]
    assert names == ["1枚目", "2枚目", "2枚目（2つ目の表）"]
    assert {item.sheet for item in now.found.items} == {"1枚目", "2枚目"}
    below = now.sheet(names[2])
    assert now.sheet(names[1]).columns.index(ColumnRole.ITEM) == 1
    assert below.columns.index(ColumnRole.ITEM) == 2
    after = sheet_mapping.column(now, names[2], 2, ColumnRole.UNUSED)
    gone = {row.line for row in below.rows if row.role is RowRole.ITEM}
    assert {item.line for item in now.found.items if item not in after.found.items} == gone
    assert after.sheet(names[1]) == now.sheet(names[1])
    without = sheet_mapping.use(now, names[2], False)
    assert {(left.sheet, left.text) for left in without.found.left_out if not left.line} == {("2枚目", names[2])}


def test_heads_all_the_way_down_are_not_read_as_hundreds_of_tables() -> None:
    """Each table is gone through on its own: a sheet of nothing but heads would take minutes."""
    heads = [("番号", "点検項目", "判定"), ("番号", "場所", "点検項目")]
    rows = tuple(
        row for at in range(40) for row in (heads[at % 2], *((f"{n}", "責任者がいる", "手順がある") for n in (1, 2)))
    )
    assert len(sheet_layout.propose({"表": rows}).sheets) == 9
