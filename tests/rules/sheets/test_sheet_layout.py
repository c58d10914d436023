"""Check sheets in ten layouts, as regions really have them: the rules find their chapters and items."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from checklist.rules.sheets import sheet_layout
from checklist.rules.sheets.sheet_draft import Grid

CHAPTERS = ("管理体制", "医薬品の安全", "医療機器の安全", "患者の確認")
ASPECTS = (
    "責任者を定めた規程があるか", "手順書を年に1回以上見直しているか", "職員への研修を行い、受講の記録を残しているか",
    "実施の状況を現場で確認している", "不具合を報告する仕組みが整備され、報告が検討されている", "掲示が見やすい場所にある",
)  # fmt: skip
TEXTS = {chapter: tuple(f"{chapter}について、{aspect}。" for aspect in ASPECTS) for chapter in CHAPTERS}
ITEMS = [text for texts in TEXTS.values() for text in texts]
Sheets = Mapping[str, Grid]


def grid(rows: list[list[str]]) -> Grid:
    return tuple(map(tuple, rows))


def each(
    row: Callable[[str, int, str], list[list[str]]], chapter: Callable[[int, str], list[list[str]]] = lambda n, name: []
) -> list[list[str]]:
    """Rows for every chapter and item."""
    rows = []
    for n, (name, texts) in enumerate(TEXTS.items(), start=1):
        rows += chapter(n, name)
        for m, text in enumerate(texts, start=1):
            rows += row(name, m, text)
    return rows


def plain_table() -> Sheets:
    rows = [["令和8年度 医療安全相互チェックシート"], ["施設名："], ["番号", "点検項目", "評価", "備考"]]
    return {
        "表": grid(rows + each(lambda name, m, text: [[str(m), text, "", ""]], lambda n, name: [[f"第{n}章　{name}"]]))
    }


def two_header_rows() -> Sheets:
    rows = [["", "", "評価結果", "", ""], ["No.", "評価項目", "A", "B", "C"]]
    return {
        "表": grid(
            rows + each(lambda name, m, text: [[f"1-{m}", text, "", "", ""]], lambda n, name: [[f"{n}．{name}"]])
        )
    }


def repeated_headers() -> Sheets:
    head = ["№", "確認事項", "判定"]
    return {"表": grid(each(lambda name, m, text: [[f"({m})", text, "○・×"]], lambda n, name: [[f"【{name}】"], head]))}


def merged_chapters() -> Sheets:
    rows = [["分類", "番号", "点検内容", "根拠", "判定"]]
    return {
        "表": grid(
            rows + each(lambda name, m, text: [[name if m == 1 else "", str(m), text, "医療法施行規則第1条の11", ""]])
        )
    }


def wrapped_rows() -> Sheets:
    rows = [["番号", "チェック項目", "結果"]]
    found = each(lambda name, m, text: [[str(m), text[:12], ""], ["", text[12:], ""]], lambda n, name: [[f"■{name}"]])
    return {"表": grid(rows + found)}


def side_by_side() -> Sheets:
    left = each(
        lambda name, m, text: [[str(m), text, ""]] if name in CHAPTERS[:2] else [],
        lambda n, name: [["", f"【{name}】", ""]] if n <= 2 else [],
    )
    right = each(
        lambda name, m, text: [[str(m), text, ""]] if name in CHAPTERS[2:] else [],
        lambda n, name: [["", f"【{name}】", ""]] if n > 2 else [],
    )
    head = ["番号", "項目", "評価"]
    return {"表": grid([[*head, *head], *([*one, *other] for one, other in zip(left, right, strict=True))])}


def several_tabs() -> Sheets:
    sheets = {
        name: grid([["項目", "はい", "いいえ"], *([text, "", ""] for text in texts)]) for name, texts in TEXTS.items()
    }
    return {"記入要領": grid([["水色の欄に記入してください。"]]), **sheets}


def no_header() -> Sheets:
    return {"表": grid(each(lambda name, m, text: [[f"{m}", text, "適・否"]], lambda n, name: [[f"第{n}章", name]]))}


def numbers_in_the_text() -> Sheets:
    rows = [["自己点検表"], ["項目", "自己評価", "訪問者評価", "コメント"]]
    found = each(
        lambda name, m, text: [[f"（{m}）{text}", "", "", ""]],
        lambda n, name: [[f"{'ⅠⅡⅢⅣ'[n - 1]}　{name}", "", "", ""]],
    )
    return {"表": grid([*rows, *found, ["※評価はA・B・Cで記入する。"], ["合計", "", ""]])}


def large_and_small() -> Sheets:
    rows = [["大項目", "中項目", "", "評価の視点", "確認方法", "点数"]]
    found = each(
        lambda name, m, text: [[name if m == 1 else "", "体制" if m == 1 else "", str(m), text, "書類・現場", ""]]
    )
    return {"表": grid(rows + found)}


LAYOUTS = (
    plain_table, two_header_rows, repeated_headers, merged_chapters, wrapped_rows, side_by_side, several_tabs, no_header,
    numbers_in_the_text, large_and_small,
)  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS, ids=[one.__name__ for one in LAYOUTS])
def test_the_items_of_every_layout_are_found_in_their_chapters(layout: Callable[[], Sheets]) -> None:
    found = sheet_layout.propose(layout())
    assert [one.text for one in found.items] == [sheet_layout.plain(text) for text in ITEMS]
    told = [next(chapter for chapter in CHAPTERS if chapter in one.chapter) for one in found.items]
    assert told == [chapter for chapter in CHAPTERS for _ in ASPECTS]


def test_what_is_left_out_is_said_with_its_reason() -> None:
    found = sheet_layout.propose(numbers_in_the_text()).left_out
    assert [(one.line, one.why) for one in found] == [
        (1, "見出し"),
        (2, "見出し"),
        (31, "注記・集計"),
        (32, "注記・集計"),
    ]
    assert sheet_layout.propose(several_tabs()).left_out[0].why == "点検項目のないシート"
    empty = sheet_layout.propose({"表": ()})
    assert (empty.items, empty.left_out, empty.chapters) == ((), (), ())


def test_every_row_is_a_chapter_an_item_or_left_out() -> None:
    for layout in LAYOUTS:
        found = sheet_layout.propose(layout())
        assert len(found.chapters) == len(CHAPTERS), layout.__name__
        assert all(one.line or one.why == "点検項目のないシート" for one in found.left_out)
