"""Check sheets in further layouts, drawn without a look at the rules: short items, several rows of heads, notes around."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from checklist.rules.sheets import sheet_layout
from checklist.rules.sheets.sheet_draft import Grid

LONG = {
    "体制": (
        "医療安全管理者が専任で配置されているか", "医療安全管理委員会を月1回以上開催しているか", "委員会の議事録を作成し保管しているか",
        "インシデント報告の手順を定めているか", "報告された事例を分析し職員へ周知しているか",
    ),
    "医薬品": (
        "ハイリスク薬の一覧を作成し部署に掲示しているか", "麻薬の保管庫は施錠されているか",
        "期限切れの薬剤がないか定期に確認しているか", "持参薬の確認手順を定めているか",
    ),
    "医療機器": (
        "除細動器の点検記録があるか", "人工呼吸器の使用前点検を実施しているか", "輸液ポンプの研修を年1回以上行っているか",
        "生命維持管理装置の保守計画を作成しているか",
    ),
    "転倒転落": ("入院時に転倒転落のリスクを評価しているか", "離床センサーの使用基準を定めているか", "履物の指導を行っているか"),
}  # fmt: skip
SHORT = {
    "体制": ("医療安全管理者の配置", "委員会の開催", "議事録の保管", "事例の周知"),
    "薬剤": ("麻薬の施錠", "ハイリスク薬の表示", "期限の確認"),
    "環境": ("手すり", "段差の表示", "夜間照明の確認"),
}
Texts = Mapping[str, tuple[str, ...]]
Rows = list[list[str]]


def numbered(texts: Texts) -> list[tuple[int, str, int, str]]:
    """(number of the chapter, chapter, number of the item in it, item) of every item."""
    return [(n, name, m, text) for n, (name, found) in enumerate(texts.items(), 1) for m, text in enumerate(found, 1)]


def under(texts: Texts, chapter: str, item: str, *above: list[str], below: Rows | None = None) -> Rows:
    """Chapters in rows of their own; the patterns may name n, name, m, ring and text, with | between cells."""
    rows = [*above]
    for n, name, m, text in numbered(texts):
        names = {"n": n, "name": name, "m": m, "ring": "①②③④⑤"[m - 1], "roman": "ⅠⅡⅢⅣ"[n - 1], "text": text}
        rows += [chapter.format(**names).split("|")] if m == 1 else []
        rows.append(item.format(**names).split("|"))
    return rows + (below or [])


def beside(texts: Texts, item: str, *above: list[str], again: str = "", below: Rows | None = None) -> Rows:
    """Chapters in a cell of the first of their rows, in the others what `again` says."""
    rows = [*above]
    for n, name, m, text in numbered(texts):
        rows.append(item.format(n=n, m=m, name=name if m == 1 else again, text=text).split("|"))
    return rows + (below or [])


def side_by_side() -> Rows:
    blocks = [under({one: LONG[one] for one in pair}, "■{name}|", "{text}|") for pair in (("体制", "医薬品"), ("医療機器", "転倒転落"))]  # fmt: skip
    longest = max(map(len, blocks))
    filled = [[*block, *[["", ""]] * (longest - len(block))] for block in blocks]
    return [["点検項目", "A", "点検項目", "A"], *([*left, *right] for left, right in zip(*filled, strict=True))]


def wrapped() -> Rows:
    rows = [["自己", "相手", "区分", "", "確認事項"]]
    for _, name, m, text in numbered(LONG):
        half = len(text) // 2
        rows += [["", "", name if m == 1 else "", f"({m})", text[:half]], ["", "", "", "", text[half:]]]
    return rows


LAYOUTS: dict[str, tuple[Texts, Mapping[str, Rows]]] = {
    "two rows of heads": (LONG, {"表": beside(
        LONG, "{name}|組織|{m}|{text}||", ["令和8年度　医療安全対策　相互評価表"], ["", "", "", "", "自己", "相互"],
        ["大項目", "中項目", "No.", "評価項目", "適", "否"], below=[["", "", "", "合計", "", ""]],
    )}),
    "rings in the text, no head": (LONG, {"用紙": under(
        LONG, "{roman}．{name}", "{ring}{text}|□できている", ["医療安全相互ラウンド用紙"], ["訪問日　　年　　月　　日"],
        below=[["ご協力ありがとうございました。"]],
    )}),
    "side by side": (LONG, {"表": side_by_side()}),
    "wrapped": (LONG, {"表": wrapped()}),
    "a head with brackets": (LONG, {"表": beside(
        LONG, "{name}|{m}）{text}||", ["区分", "評価内容（すべて満たす場合に○）", "評価", "特記事項"]
    )}),
    "codes": (LONG, {"表": beside(
        LONG, "{name}|A-{n}-{m}|{text}||", ["分野", "コード", "評価の内容", "S", "根拠となる資料"]
    )}),
    "short and indented below one head": (SHORT, {"表": under(
        SHORT, "{n} {name}", "|({m}) {text}||", ["点検日", "", "点検者", ""], ["項目", "", "判定", "所見"]
    )}),
    "three levels": (LONG, {"表": beside(
        LONG, "{name}|管理|{text}|5|", ["項目", "", "", "配点", "得点"], ["大項目", "中項目", "小項目", "", ""],
        below=[["", "", "小計", "25", ""]],
    )}),
    "short with boxes to tick": (SHORT, {"表": under(
        SHORT, "{name}", "□ {text}", ["療養環境チェックリスト"], ["点検者　　　　　　印"]
    )}),
    "short with numbers in the text": (SHORT, {"表": under(
        SHORT, "【{name}】", "{m}. {text}||", ["点検項目", "判定", "コメント"]
    )}),
    "a legend and signatures": (LONG, {"表": under(
        LONG, "＜{name}＞", "・{text}|○・△・×", ["相互評価　記入用紙"], ["以下の項目について、○△×でご記入ください。"],
        ["○：できている　△：一部できている　×：できていない"],
        below=[["総評"], ["評価者署名"], ["ご回答は9月30日までに事務局へお送りください。"]],
    )}),
    "ditto marks": (LONG, {"表": beside(
        LONG, "|{name}|{m}|{text}|医療法施行規則に基づき定められた事項であり、文書により確認する",
        ["判定", "分類", "番号", "点検内容", "評価の着眼点・根拠法令等"],
        again="〃",
    )}),
    "numbers with brackets": (LONG, {"表": beside(
        LONG, "{name}|{n}-({m})|{text}|はい・いいえ", ["点検票", "", "", ""], ["区分", "No", "確認事項", "結果"]
    )}),
    "a merged head and pages": (LONG, {"表": under(
        LONG, "{n}．{name}|{n}．{name}|{n}．{name}", "{m}|{text}|", ["点検項目", "点検項目", "相互"], below=[["", "", "4／4ページ"]]
    )}),
    "a check list beside a cover": (LONG, {
        "表紙": [["相互チェック"], ["病院名", ""]], "チェックリスト": under(LONG, "【{name}】", "{m}|{text}", ["番号", "チェック項目"]),
        "記入例の説明": [["番号", "チェック項目"]], "選択肢リスト": [["点検項目"], ["A"]],
    }),
}  # fmt: skip


def found_in(sheets: Mapping[str, Rows]) -> sheet_layout.Proposal:
    grids: dict[str, Grid] = {name: tuple(map(tuple, rows)) for name, rows in sheets.items()}
    return sheet_layout.propose(grids)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_item_is_found_in_its_chapter_and_nothing_else_is_one(name: str) -> None:
    texts, sheets = LAYOUTS[name]
    found = found_in(sheets)
    assert [one.text for one in found.items] == [sheet_layout.plain(text) for _, _, _, text in numbered(texts)]
    assert [chapter in one.chapter for (_, chapter, _, _), one in zip(numbered(texts), found.items, strict=True)] == [
        True
    ] * len(found.items)
    assert len(found.chapters) == len(texts)


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("change", ["empty rows", "an empty column", "upside down", "cut off"])
def test_whatever_is_done_to_a_layout_no_row_is_an_item_twice(name: str, change: str) -> None:
    changes: dict[str, Callable[[Rows], Rows]] = {
        "empty rows": lambda rows: [each for row in rows for each in (row, list[str]())],
        "an empty column": lambda rows: [["", *row] for row in rows],
        "upside down": lambda rows: rows[::-1],
        "cut off": lambda rows: [row[: 1 + len(row) // 2] for row in rows],
    }
    sheets = {title: changes[change](rows) for title, rows in LAYOUTS[name][1].items()}
    found = found_in(sheets)
    places = [(one.sheet, one.line, one.text) for one in found.items]
    assert len(places) == len(set(places))
    assert all(one.text and one.chapter and 1 <= one.line <= len(sheets[one.sheet]) for one in found.items)
    if change in ("empty rows", "an empty column") and name != "wrapped":
        assert len(found.items) == len(numbered(LAYOUTS[name][0]))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("※判定は○△×で記入する", "注記・集計"), ("○：できている　×：できていない", "注記・集計"), ("3/12ページ", "注記・集計"),
        ("9月末までに記入してください。", "注記・集計"), ("合計", "注記・集計"), ("評価者署名", "記入欄"), ("訪問日　　年　月　日", "記入欄"),
        ("点検者　印", "記入欄"), ("総評", "記入欄"), ("施設名：", "記入欄"),
    ],
)  # fmt: skip
def test_what_stands_around_the_items_is_left_out_with_a_reason(text: str, why: str) -> None:
    rows = [["番号", "点検項目"], ["1", "責任者を定めているか"], ["", text], ["2", "手順書を見直しているか"]]
    found = found_in({"表": rows})
    assert [one.text for one in found.items] == ["責任者を定めているか", "手順書を見直しているか"]
    assert [(one.line, one.why) for one in found.left_out] == [(1, "見出し"), (3, why)]


@pytest.mark.parametrize(
    "text",
    [
        "処方箋への署名・押印があるか", "説明文書を用いて患者に説明し、質問に回答しているか", "記入漏れがないことを確認しているか",
        "報告書の様式(1)、(2)を定めているか", "70、80歳代の患者の転倒を分析しているか", "協力病院へ情報を提供しているか", "第1週に点検を行い、年月日を記録しているか",
    ],
)  # fmt: skip
def test_an_item_that_only_sounds_like_a_note_is_an_item(text: str) -> None:
    rows = [["番号", "点検項目"], ["1", "責任者を定めているか"], ["2", text]]
    assert [one.text for one in found_in({"表": rows}).items] == ["責任者を定めているか", text]
