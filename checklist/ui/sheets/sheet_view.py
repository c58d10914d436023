"""Check sheets on their page: versions, items with their guide, lineage, import and export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from checklist import words
from checklist.imports import sheet_files
from checklist.model.accounts import Principal
from checklist.model.scales import SCALES
from checklist.model.sheets import Item, Lineage, Relation, SheetVersion
from checklist.rules.sheets import lineage
from checklist.rules.sheets.sheet_draft import Grid
from checklist.store.act import Act
from checklist.store.sheets import focus_items
from checklist.store.sheets.focus_items import Focus
from checklist.store.sheets.sheets import VersionLine
from checklist.ui import inputs, markup, session, table_form, widgets
from checklist.ui.assessments import standard_form
from checklist.ui.markup import Head
from checklist.ui.sheets import foreign_view

RETIRED = "廃止"
VERSION_HEADS = (Head("点検表", 12), "版", "適用開始", "項目数", Head("状態", 5), "")
ITEM_HEADS = ("項目コード", Head("項目", 20), "対象", Head("確認場所", 7), Head("確認方法", 5), "法令区分")
FOCUS_HEADS = ("項目コード", Head("項目", 20))
CHANGE_HEADS = ("関係", "項目コード", Head("この版の項目", 16), "前版", Head("前版の項目", 16))
_TONES = {Relation.SAME: "quiet", Relation.NEW: "done"}


def listing(found: Sequence[VersionLine]) -> None:
    """All versions, the newest first."""
    rows = [
        [
            one.sheet_name,
            one.name,
            words.day(one.holds_from) if one.holds_from else f"{one.from_fiscal_year}年度",
            f"{one.items}項目",
            markup.chip("使用中", "done") if one.frozen else markup.chip("未使用", "quiet"),
            markup.link("内容を見る", f"/sheets?sheet={one.code}", "button"),
        ]
        for one in found
    ]
    st.html(markup.listing("点検表の版の一覧", VERSION_HEADS, rows))


def scale_words(version: SheetVersion) -> str:
    """The values of its scale, as they stand under the name of a version."""
    return f"評定：{words.letters(SCALES[version.scale].values)}"


def items(version: SheetVersion) -> None:
    """The items of a chapter with their guide."""
    names = {chapter.code: f"{chapter.code}　{chapter.name}" for chapter in version.chapters}
    chapter = widgets.choice("章", list(names), "chapter", names.__getitem__)
    # A sheet that is not about the add-on names no part of the law: its last column would be empty.
    shown = ITEM_HEADS if any(item.law_part for item in version.items) else ITEM_HEADS[:-1]
    rows = [_item(item)[: len(shown)] for item in version.items if item.chapter_code == chapter]
    st.html(markup.listing("項目", shown, rows))


def focus(version: SheetVersion, found: Mapping[int, Focus]) -> None:
    """The 重点項目 of this year and the next, each with the day on which they were chosen."""
    texts = {item.code: item.text for item in version.items}
    for year, one in found.items():
        widgets.section(words.focus_of(year))
        st.html(markup.paragraph(f"{words.day(one.chosen_on)}に選定した{len(one.items)}項目"))
        st.html(markup.listing(words.focus_of(year), FOCUS_HEADS, [[code, texts[code]] for code in one.items]))


def focus_form(principal: Principal, version: SheetVersion, years: Sequence[int], found: Mapping[int, Focus]) -> None:
    """Choose the 重点項目 of a year in place of those chosen before."""
    st.html(
        markup.paragraph(
            "選んだ項目は、その年度の評価の画面で最初に絞り込むことができ、比較では章と同じように選べます。"
            "すべての項目を外して保存すると、選定を取り消します。"
        )
    )
    texts = {item.code: f"{item.code}　{item.text}" for item in version.items}
    year = inputs.choice("年度", {one: words.fiscal_year(one) for one in years}, None, f"focus-year-{version.code}")
    key = f"focus-{version.code}-{year}-{session.round_of('focus')}"
    before = list(found[year].items) if year in found else []
    with st.form(key, enter_to_submit=False):
        chosen = inputs.several(words.FOCUS, texts, before, f"{key}-items")
        if st.form_submit_button("重点項目を保存する", type="primary"):
            done = f"{words.focus_of(year)}を保存しました（{len(chosen)}項目）。"
            widgets.save(principal, lambda act: focus_items.choose(act, year, version.code, chosen), done, "focus")


def _item(item: Item) -> list[str]:
    text = markup.joined((item.text, standard_form.guide(item)))
    return [
        item.code,
        text,
        words.audience(item.audience) or "共通",
        item.place,
        "・".join(item.methods),
        item.law_part,
    ]


def changes(version: SheetVersion, previous: SheetVersion) -> None:
    """What became of every item since the version before, what is unchanged left out on demand."""
    retired = lineage.retired_codes(version, previous)
    counts = {relation: sum(link.relation is relation for link in version.lineage) for relation in Relation}
    parts = [f"{words.RELATIONS[relation]} {count}項目" for relation, count in counts.items()]
    told = "、".join([*parts, f"{RETIRED} {len(retired)}項目"])
    st.html(markup.paragraph(f"{previous.name}との関係：{told}"))
    every = st.checkbox("同一の項目も表示する", key=f"every-{version.code}")
    shown = [link for link in version.lineage if every or link.relation is not Relation.SAME]
    rows = [_change(link, version, previous) for link in shown]
    rows += [[markup.chip(RETIRED, "late"), "", "", code, _text(previous, code)] for code in retired]
    if rows:
        st.html(markup.listing("前版との関係", CHANGE_HEADS, rows))


def _change(link: Lineage, version: SheetVersion, previous: SheetVersion) -> list[str]:
    return [
        markup.chip(words.RELATIONS[link.relation], _TONES.get(link.relation, "busy")),
        link.item_code,
        _text(version, link.item_code),
        markup.lines(link.previous_codes),
        markup.lines(_text(previous, code) for code in link.previous_codes),
    ]


def _text(version: SheetVersion, code: str) -> str:
    return next(item.text for item in version.items if item.code == code)


def import_form(principal: Principal) -> None:
    """Store a new version from a file, or show everything wrong with it in one table."""
    st.html(
        markup.paragraph(
            "ExcelやCSVなどの点検表、または書き出したXLSForm（ODK・Kobo用）を読み込みます。"
            "書き出したファイルと同じ並びで作成してください。誤りが1つでもあれば、何も登録しません。"
        )
    )
    widgets.empty_forms("sheets")
    table_form.show(
        principal, "sheet", "点検表のファイル", "点検表を読み込む", sheet_files.read, _take, sheet_files.shown
    )
    if st.checkbox("ほかの様式の点検表から作成する", key="foreign-sheet-open"):
        foreign_view.show(principal)


def _take(act: Act, grid: Grid) -> str:
    version = sheet_files.import_file(act, grid)
    return f"{version.sheet_name} {version.name}を登録しました（{len(version.items)}項目）。"
