"""By what a text of somebody's own check sheet is known: each rule with what it takes and what it leaves."""

from __future__ import annotations

import pytest

from checklist.rules.sheets import layout_columns, layout_texts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("管\n理\n体\n制", "管理体制"), ("①手順書", "(1)手順書"), ("❷", "(2)"), ("１－１　指針", "1-1 指針"), ("A\nB", "A B"),
        ("Ⅱ．医薬品", "II.医薬品"), ("  a  b ", "a b"), ("", ""),
    ],
)  # fmt: skip
def test_a_text_is_read_in_one_line(text: str, said: str) -> None:
    assert layout_texts.plain(text) == said.replace("－", "-")


@pytest.mark.parametrize("text", ["点検項目", "評価の項目", "確認すること", "点検箇所", "チェックポイント", "内容", "評価内容（○をつける）", "評価の視点・内容"])  # fmt: skip
def test_heads_of_items(text: str) -> None:
    assert layout_texts.is_item_head(layout_texts.plain(text))


@pytest.mark.parametrize("text", ["評価", "区分", "確認", "医薬品の項目について", "点検項目" * 40, "", "(" * 200])
def test_no_heads_of_items(text: str) -> None:
    assert not layout_texts.is_item_head(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("※記入例", "注記・集計"), ("→確認できないとき", "注記・集計"), ("根拠：医療法", "注記・集計"), ("（参考）前回の指摘", "注記・集計"),
        ("［確認方法］手順書を見る", "注記・集計"), ("1．はい　2．いいえ", "注記・集計"), ("ア：できている", "注記・集計"), ("Aの数", "注記・集計"),
        ("2枚目", "注記・集計"), ("3/4頁", "注記・集計"), ("以上の点検を行いました。", "注記・集計"), ("（この章は書類で確認する）", "注記・集計"),
        ("自由記載欄", "記入欄"), ("手順書を定めているか", ""), ("参考資料を備えている", ""), ("例外時の手順がある", ""), ("(1) 手順がある", ""),
    ],
)  # fmt: skip
def test_what_is_neither_item_nor_chapter(text: str, why: str) -> None:
    assert layout_texts.no_item(layout_texts.plain(text), False) == why


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("1", "2", True), ("1", "1-1", False), ("1-1", "2-13", True), ("1-1", "1-1-1", True), ("I", "IV", True), ("I", "ア", False),
        ("ア", "オ", True), ("A", "A1", False), ("A1", "D4", True), ("表1", "101", False), ("一", "十二", True), ("(1)", "(12)", True),
    ],
)  # fmt: skip
def test_kinds_of_numbers(one: str, other: str, alike: bool) -> None:
    assert (layout_texts.number_kind(one) == layout_texts.number_kind(other)) is alike


def test_numbers_of_items_follow_each_other_and_those_of_chapters_do_not() -> None:
    assert layout_texts.item_numbers(["1", "1-1", "1-2", "2", "2-1", "2-2"]) == {"1-1"}
    assert layout_texts.item_numbers(["I", "ア", "イ", "II", "ア", "イ", "ウ"]) == {"ア"}
    assert layout_texts.item_numbers([]) == frozenset()


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        ([["題"], ["番号", "点検項目"]], 1), ([["分野", "番号", "見ること", "自己", "他者"]], 0), ([["項目", ""], ["大項目", "小項目"]], 1),
        ([["1", "手順がある"]], -1), ([], -1),
    ],
)  # fmt: skip
def test_the_row_of_heads(rows: list[list[str]], head: int) -> None:
    assert layout_columns.head_of(rows) == head


@pytest.mark.parametrize(
    ("text", "rest"),
    [("1-2手順", "手順"), ("1-2-3) 手順", "手順"), ("000-0000", "000-0000"), ("03-1234-5678", "03-1234-5678"), ("(3)手順", "手順")],
)  # fmt: skip
def test_a_number_before_a_text_is_left_off_and_that_of_a_telephone_is_not(text: str, rest: str) -> None:
    assert layout_texts.BEGIN.sub("", text, count=1) == rest


def test_a_shape_is_its_heads_and_places_without_numbers_and_content() -> None:
    rows = [["令和8年度"], ["番号", "点検項目", "8年度"], ["1", "手順がある"]]
    same = [["令和9年度"], ["番号", "点検項目", "9年度"], ["1", "別の文"], ["2", "もう1つ"]]
    assert layout_columns.shape(rows) == layout_columns.shape(same)
    assert layout_columns.shape(rows) != layout_columns.shape(
        [["番号", "", "点検項目", "8年度"], ["1", "", "手順がある"]]
    )
    bare = [["1", "手順がある"], ["2", "規程がある"]]
    assert layout_columns.shape(bare) == layout_columns.shape([["7", "周知している"]])
    assert layout_columns.shape(bare) != layout_columns.shape([["周知している", "7"]])
