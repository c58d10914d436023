"""Every fault of a check sheet file, with its row and column, in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from checklist.model.sheets import Chapter, Lineage, Relation, SheetVersion
from checklist.rules.sheets import sheet_check, sheet_draft
from checklist.rules.sheets.sheet_draft import COLUMNS, METADATA, Grid
from tests.world import item

CHAPTERS = (Chapter("1", "体制"), Chapter("2", "医薬品"))


def version(number: int, items: list[tuple[str, str, str]], links: list[Lineage]) -> SheetVersion:
    found = tuple(replace(item(code, text), law_part=part) for code, text, part in items)
    before = f"s-{number - 1}" if number > 1 else None
    return SheetVersion(
        "s",
        "点検表",
        f"s-{number}",
        number,
        f"第{number}版",
        2020 + number,
        "abcx",
        before,
        CHAPTERS,
        found,
        tuple(links),
    )


FIRST = version(
    1, [("1-01", "甲", "ア-イ"), ("1-02", "乙", "ア-ロ"), ("2-01", "丙", "ア-ハ"), ("2-02", "丁", "イ")], []
)
SECOND = version(
    2,
    [
        ("1-01", "甲", "ア-イ"), ("1-02", "乙を改める", "ア-ロ"), ("2-03", "丙その一", "ア-ハ"),
        ("2-04", "丙その二", "イ"), ("2-05", "新しい項目", "イ"),
    ],
    [
        Lineage("1-01", Relation.SAME, ("1-01",)),
        Lineage("1-02", Relation.REWORDED, ("1-02",)),
        Lineage("2-03", Relation.SPLIT, ("2-01",)),
        Lineage("2-04", Relation.SPLIT, ("2-01",)),
        Lineage("2-05", Relation.NEW, ()),
    ],
)  # fmt: skip
THIRD = version(
    3,
    [
        ("1-01", "甲", "ア-イ"),
        ("1-02", "乙を改める", "ア-ロ"),
        ("2-06", "まとめ", "ア-ハ"),
        ("2-05", "新しい項目", "イ"),
    ],
    [
        Lineage("1-01", Relation.SAME, ("1-01",)),
        Lineage("1-02", Relation.SAME, ("1-02",)),
        Lineage("2-06", Relation.MERGED, ("2-03", "2-04")),
        Lineage("2-05", Relation.SAME, ("2-05",)),
    ],
)
HISTORY: dict[int, list[SheetVersion]] = {1: [], 2: [FIRST], 3: [SECOND, FIRST]}

HEADER = len(METADATA) + 1
Change = tuple[int, str, str]


def changed(found: SheetVersion, *changes: Change) -> Grid:
    """The grid of a version with cells replaced: by line as a spreadsheet counts, column name, new text."""
    rows = [list(row) for row in sheet_draft.grid(found)]
    for line, column, text in changes:
        rows[line - 1][1 if line <= len(METADATA) else COLUMNS.index(column)] = text
    return tuple(map(tuple, rows))


def where(grid: Grid, history: list[SheetVersion]) -> list[str]:
    return [fault.where for fault in sheet_check.faults(sheet_draft.read(grid), history)]


@pytest.mark.parametrize("found", [FIRST, SECOND, THIRD], ids=lambda one: one.code)
def test_a_sound_version_has_no_faults_and_is_read_back_equal(found: SheetVersion) -> None:
    grid = sheet_draft.grid(found)
    assert where(grid, HISTORY[found.number]) == []
    assert sheet_draft.version(sheet_draft.read(grid)) == found


def test_a_version_that_is_checked_again_is_not_held_against_itself() -> None:
    assert where(sheet_draft.grid(SECOND), [THIRD, SECOND, FIRST]) == []


ROW = HEADER + 2  # the first item in a spreadsheet's count
FAULTS: list[tuple[SheetVersion, Change, str]] = [
    (FIRST, (1, "", ""), "1行目・シートコード"),
    (FIRST, (1, "", "点検"), "1行目・シートコード"),
    (FIRST, (2, "", "あ" * 101), "2行目・シート名"),
    (FIRST, (4, "", "二"), "4行目・版番号"),
    (FIRST, (4, "", "0"), "4行目・版番号"),
    (FIRST, (6, "", "26"), "6行目・適用開始年度"),
    (FIRST, (7, "", "abcd"), "7行目・評価尺度"),
    (FIRST, (ROW, "項目", "  "), f"{ROW}行目・項目"),
    (FIRST, (ROW, "確認方法", ""), f"{ROW}行目・確認方法"),
    (FIRST, (ROW, "確認場所", ""), f"{ROW}行目・確認場所"),
    (FIRST, (ROW, "法令区分", ""), f"{ROW}行目・法令区分"),
    (FIRST, (ROW, "法令区分", "ウ"), f"{ROW}行目・法令区分"),
    (FIRST, (ROW, "対象区分", "3"), f"{ROW}行目・対象区分"),
    (FIRST, (ROW, "対象区分", "1・1"), f"{ROW}行目・対象区分"),
    (FIRST, (ROW, "確認方法", "書類・電話"), f"{ROW}行目・確認方法"),
    (FIRST, (ROW, "項目コード", "1月1日"), f"{ROW}行目・項目コード"),
    (FIRST, (ROW + 1, "項目コード", "1-01"), f"{ROW + 1}行目・項目コード"),
    (FIRST, (ROW + 1, "項目", "甲"), f"{ROW + 1}行目・項目"),
    (FIRST, (ROW + 1, "章名", "別の名"), f"{ROW + 1}行目・章名"),
    (FIRST, (ROW, "項目", "あ" * 301), f"{ROW}行目・項目"),
    (FIRST, (ROW, "目的", "あ" * 1001), f"{ROW}行目・目的"),
    (FIRST, (ROW, "前版との関係", "同一"), f"{ROW}行目・前版との関係"),
    (FIRST, (ROW, "前版の項目", "1-01"), f"{ROW}行目・前版の項目"),
    (SECOND, (8, "", "s-9"), "8行目・前の版"),
    (SECOND, (8, "", ""), "8行目・前の版"),
    (SECOND, (4, "", "3"), "4行目・版番号"),
    (SECOND, (6, "", "2019"), "6行目・適用開始年度"),
    (SECOND, (2, "", "別のシート"), "2行目・シート名"),
    (SECOND, (ROW, "前版との関係", "継続"), f"{ROW}行目・前版との関係"),
    (SECOND, (ROW, "前版との関係", ""), f"{ROW}行目・前版との関係"),
    (SECOND, (ROW, "前版の項目", "9-99"), f"{ROW}行目・前版の項目"),
    (SECOND, (ROW, "前版の項目", "1-01・1-02"), f"{ROW}行目・前版の項目"),
    (SECOND, (ROW, "項目コード", "1-09"), f"{ROW}行目・項目コード"),
    (SECOND, (ROW, "項目", "甲'"), f"{ROW}行目・項目"),
    (SECOND, (ROW + 2, "項目コード", "2-02"), f"{ROW + 2}行目・項目コード"),
    (SECOND, (ROW + 4, "前版の項目", "2-02"), f"{ROW + 4}行目・前版の項目"),
    (THIRD, (ROW + 2, "前版の項目", "2-03"), f"{ROW + 2}行目・前版の項目"),
    (THIRD, (ROW + 2, "前版の項目", "2-03・2-03"), f"{ROW + 2}行目・前版の項目"),
    (THIRD, (ROW + 2, "項目コード", "2-02"), f"{ROW + 2}行目・項目コード"),
]


@pytest.mark.parametrize(("found", "change", "place"), FAULTS, ids=lambda one: getattr(one, "code", str(one)[:60]))
def test_one_wrong_cell_is_named_by_row_and_column(found: SheetVersion, change: Change, place: str) -> None:
    assert place in where(changed(found, change), HISTORY[found.number])


def test_a_retired_code_stays_retired_even_two_versions_later() -> None:
    # 2-02 was dropped with the second version: it can neither come back as the same nor as a new item.
    again = changed(THIRD, (ROW + 3, "項目コード", "2-02"), (ROW + 3, "前版の項目", "2-02"))
    assert f"{ROW + 3}行目・前版の項目" in where(again, HISTORY[3])
    new = changed(
        THIRD, (ROW + 3, "項目コード", "2-02"), (ROW + 3, "前版の項目", ""), (ROW + 3, "前版との関係", "新設")
    )
    assert f"{ROW + 3}行目・項目コード" in where(new, HISTORY[3])


def test_all_faults_of_a_file_come_in_one_pass_in_the_order_of_the_file() -> None:
    changes = [change for found, change, _ in FAULTS if found is FIRST and change[0] not in (ROW, ROW + 1)]
    changes += [(ROW, "対象区分", "3"), (ROW, "確認方法", "電話"), (ROW + 1, "項目コード", ""), (ROW + 3, "項目", "甲")]
    found = where(changed(FIRST, *changes), [])
    expected = {
        "1行目・シートコード", "2行目・シート名", "4行目・版番号", "6行目・適用開始年度", "7行目・評価尺度",
        f"{ROW}行目・対象区分", f"{ROW}行目・確認方法", f"{ROW + 1}行目・項目コード", f"{ROW + 3}行目・項目",
    }  # fmt: skip
    assert set(found) == expected
    assert found == sorted(found, key=lambda place: int(place.split("行")[0]))


def _without(column: str) -> Callable[[list[str]], list[str]]:
    place = COLUMNS.index(column)
    return lambda row: [cell for index, cell in enumerate(row) if index != place]


def test_a_missing_column_and_one_that_stands_twice_are_named() -> None:
    rows = [list(row) for row in sheet_draft.grid(FIRST)]
    missing = tuple(tuple(_without("確認方法")(row)) if len(row) > 2 else tuple(row) for row in rows)
    assert f"{HEADER + 1}行目・確認方法" in where(missing, [])
    rows[HEADER][COLUMNS.index("目的")] = "根拠"
    places = where(tuple(map(tuple, rows)), [])
    assert f"{HEADER + 1}行目・根拠" in places
    assert f"{HEADER + 1}行目・目的" in places


def test_an_unknown_column_metadata_name_or_cell_outside_the_table_is_a_fault() -> None:
    rows = [list(row) for row in sheet_draft.grid(FIRST)]
    rows[HEADER].append("担当者")
    rows[0][0] = "コード"
    rows[ROW].append("x")
    rows[ROW].append("y")
    places = where(tuple(map(tuple, rows)), [])
    assert {"シートコード", "1行目・コード", f"{HEADER + 1}行目・担当者", f"{ROW + 1}行目・見出しのない列"} <= set(
        places
    )


def test_a_file_without_a_table_says_so() -> None:
    assert "表" in where((("こんにちは",), ()), [])
    assert where((), []) != []


def test_a_table_without_items_or_a_missing_part_of_the_law_is_a_fault() -> None:
    assert f"{HEADER + 2}行目・項目" in where(sheet_draft.grid(FIRST)[: HEADER + 1], [])
    assert f"{HEADER + 1}行目・法令区分" in where(changed(FIRST, (ROW, "法令区分", "イ")), [])


def _without_law_parts(found: SheetVersion) -> SheetVersion:
    return replace(found, items=tuple(replace(one, law_part="") for one in found.items))


@pytest.mark.parametrize("found", [FIRST, SECOND, THIRD], ids=lambda one: one.code)
def test_a_sheet_that_is_not_about_the_add_on_leaves_every_part_of_the_law_empty(found: SheetVersion) -> None:
    bare = _without_law_parts(found)
    grid = sheet_draft.grid(bare)
    assert where(grid, [_without_law_parts(one) for one in HISTORY[found.number]]) == []
    assert sheet_draft.version(sheet_draft.read(grid)) == bare


def test_where_some_items_name_a_part_of_the_law_each_empty_cell_is_a_fault_of_its_row() -> None:
    one_empty = changed(SECOND, (ROW + 4, "法令区分", " "))
    assert where(one_empty, HISTORY[2]) == [f"{ROW + 4}行目・法令区分"]
    one_named = changed(_without_law_parts(FIRST), (ROW + 1, "法令区分", "ア-ロ"))
    missing_parts = [f"{HEADER + 1}行目・法令区分"] * 3
    assert where(one_named, []) == missing_parts + [f"{line}行目・法令区分" for line in (ROW, ROW + 2, ROW + 3)]


def test_codes_classes_and_numbers_are_read_in_half_width_but_texts_stay() -> None:
    grid = changed(
        FIRST,
        (4, "", "１"),
        (6, "", "２０２１"),
        (ROW, "項目コード", "１－０１"),
        (ROW, "章コード", "１"),
        (ROW, "対象区分", "２･１"),
        (ROW, "法令区分", "ｱ-ｲ"),
        (ROW, "項目", "ＣＴ検査の①"),
    )
    draft = sheet_draft.read(grid)
    assert sheet_check.faults(draft, []) == []
    first = sheet_draft.version(draft).items[0]
    assert (first.code, first.chapter_code, first.classes, first.law_part) == ("1-01", "1", (1, 2), "ア-イ")
    assert first.text == "ＣＴ検査の①"
