"""Check sheets on their page: versions, items with their guide, lineage, import and export."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from checklist import words
from checklist.errors import Refused
from checklist.imports import sheet_files
from checklist.model.accounts import Principal
from checklist.model.scales import SCALES
from checklist.model.sheets import Item, Lineage, Relation, SheetVersion
from checklist.rules.sheets import lineage
from checklist.store.act import acting
from checklist.store.sheets.sheets import VersionLine
from checklist.ui import markup, session, widgets
from checklist.ui.assessments import standard_form

RETIRED = "廃止"
_COLUMNS = ("項目コード", "項目", "対象区分", "確認場所", "確認方法", "法令区分")
_TONES = {Relation.SAME: "quiet", Relation.NEW: "done"}


def listing(found: Sequence[VersionLine]) -> None:
    """All versions, the newest first."""
    names = ("点検表", "版", "適用開始", "項目数", "状態", "")
    rows = [
        [
            escape(one.sheet_name),
            escape(one.name),
            f"{one.from_fiscal_year}年度",
            f"{one.items}項目",
            markup.chip("使用中", "done") if one.frozen else markup.chip("未使用", "quiet"),
            markup.link("内容を見る", f"/sheets?sheet={one.code}", "button"),
        ]
        for one in found
    ]
    st.html(markup.listing("点検表の版の一覧", names, rows))


def scale_words(version: SheetVersion) -> str:
    """The values of its scale, as they stand under the name of a version."""
    return f"評定：{words.letters(SCALES[version.scale].values)}"


def items(version: SheetVersion) -> None:
    """The items of a chapter with their guide."""
    names = {chapter.code: f"{chapter.code}　{chapter.name}" for chapter in version.chapters}
    chapter = widgets.choice("章", list(names), "chapter", names.__getitem__)
    # A sheet that is not about the add-on names no part of the law: its last column would be empty.
    shown = _COLUMNS if any(item.law_part for item in version.items) else _COLUMNS[:-1]
    rows = [_item(item)[: len(shown)] for item in version.items if item.chapter_code == chapter]
    st.html(markup.listing("項目", shown, rows))


def _item(item: Item) -> list[str]:
    classes = "共通" if len(item.classes) > 1 else words.addon_class(item.classes[0])
    text = f"{escape(item.text)}{standard_form.guide(item)}"
    return [escape(item.code), text, classes, escape(item.place), "・".join(map(escape, item.methods)), item.law_part]


def changes(version: SheetVersion, previous: SheetVersion) -> None:
    """What became of every item since the version before, what is unchanged left out on demand."""
    retired = lineage.retired_codes(version, previous)
    counts = {relation: sum(link.relation is relation for link in version.lineage) for relation in Relation}
    parts = [f"{words.RELATIONS[relation]} {count}項目" for relation, count in counts.items()]
    st.html(
        f'<p class="soft">{escape(previous.name)}との関係：{"、".join([*parts, f"{RETIRED} {len(retired)}項目"])}</p>'
    )
    every = st.checkbox("同一の項目も表示する", key=f"every-{version.code}")
    shown = [link for link in version.lineage if every or link.relation is not Relation.SAME]
    rows = [_change(link, version, previous) for link in shown]
    rows += [[markup.chip(RETIRED, "late"), "", "", code, _text(previous, code)] for code in retired]
    names = ("関係", "項目コード", "この版の項目", "前版", "前版の項目")
    if rows:
        st.html(markup.listing("前版との関係", names, rows))


def _change(link: Lineage, version: SheetVersion, previous: SheetVersion) -> list[str]:
    return [
        markup.chip(words.RELATIONS[link.relation], _TONES.get(link.relation, "busy")),
        escape(link.item_code),
        _text(version, link.item_code),
        "<br>".join(map(escape, link.previous_codes)),
        "<br>".join(_text(previous, code) for code in link.previous_codes),
    ]


def _text(version: SheetVersion, code: str) -> str:
    return escape(next(item.text for item in version.items if item.code == code))


def import_form(principal: Principal) -> None:
    """Store a new version from a file, or show everything wrong with it in one table."""
    st.html(
        '<p class="soft">CSVまたはExcel（.xlsx）の点検表を読み込みます。'
        "書き出したファイルと同じ並びで作成してください。誤りが1つでもあれば、何も登録しません。</p>"
    )
    key = f"sheet-file-{session.round_of('sheet')}"
    uploaded = st.file_uploader("点検表のファイル", ["csv", "xlsx"], key=key)
    if uploaded is None or not st.button("点検表を読み込む", type="primary", key="import-sheet"):
        return
    try:
        with acting(principal) as act:
            version = sheet_files.import_file(act, uploaded.name, uploaded.getvalue())
    except Refused as error:
        st.error(f"読み込んでいません。{len(error.faults)}か所の誤りがあります。直してからもう一度読み込んでください。")
        rows = [[escape(fault.where), escape(fault.message)] for fault in error.faults]
        st.html(markup.listing("誤りの一覧", ("場所", "内容"), rows))
        return
    session.renew("sheet")
    session.tell(f"{version.sheet_name} {version.name}を登録しました（{len(version.items)}項目）。")
