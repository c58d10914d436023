"""窓口 on the screen: the books with their forms, the editions of the lists, and a year from a file."""

from __future__ import annotations

from typing import Any

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.formats import file_lines
from checklist.imports import option_file
from checklist.model.accounts import Principal
from checklist.model.center import BOOKS
from checklist.model.fields import Record
from checklist.readings.center.desk_page import PARTS, DeskPage
from checklist.store.act import Act
from checklist.store.center import desk
from checklist.ui import inputs, markup, session, table_form, widgets
from checklist.ui.center import case_import, record_book
from checklist.words.center import LISTS

WORDS = {kind.KIND: kind.WORD for kind in BOOKS} | {"lists": "分類の版", "file": "取り込み"}
IN_A_ROW = 2


def show(principal: Principal, page: DeskPage) -> None:
    """The part that was asked for."""
    widgets.part("表示", PARTS, "part", WORDS.__getitem__)
    if page.kind:
        _book(principal, page, page.kind)
    elif page.part == "lists":
        _lists(principal, page)
    else:
        case_import.show(principal, page)


def _book(principal: Principal, page: DeskPage, kind: type[Record]) -> None:
    if page.refusal:
        st.warning(widgets.plain(page.refusal))
    if page.due:
        told = f"1年以上確認していない紹介先が{page.due}件あります。"
        st.warning(widgets.plain(f"{told}電話番号と受付時間を確かめ、「最後に確認した日」を更新してください。"))
    with st.expander(
        f"{kind.WORD}を修正する" if page.chosen else f"{kind.WORD}を追加する",
        expanded=bool(page.chosen) or not page.found,
    ):
        record_book.form(principal, page, kind, f"book-{kind.KIND}")
    if not page.found:
        widgets.empty(f"{kind.WORD}はまだありません", "上の欄から追加してください。")
    else:
        record_book.listing(page, kind, f"/desk?part={kind.KIND}")
    if kind.CHECKED:
        with st.expander("紹介先の例を追加する"):
            st.html(
                markup.paragraph(
                    "全国に共通する紹介先の名称を追加します。受付時間と電話番号は、確認して入力してください。"
                )
            )
            if st.button("例を追加する", key="referrals-shipped"):
                widgets.save(principal, lambda act: f"{desk.take_shipped_referrals(act)}件を追加しました。", "")


def _lists(principal: Principal, page: DeskPage) -> None:
    """What is in use since when, the lists as a file, and the way to take a new edition in."""
    rows = [[one.name, words.day(one.since), f"{len(one.options)}"] for one in reversed(page.editions)]
    st.html(markup.listing("分類の版", ("版", "適用を始めた日", "選択肢の数"), rows))
    widgets.notes(
        [
            "「標準分類（例）」は、公開資料の名称と例から作ったもので、国の調査の分類表ではありません。調査コードが分かったら「調査コード」の列に記入してください。"
        ]
    )
    widgets.links(
        ("今の分類をExcelで保存", "/download/center/options.xlsx"), ("CSVで保存", "/download/center/options.csv")
    )
    with st.expander("新しい版を取り込む"):
        name = inputs.text("版の名称", "", 100, f"edition-name-{session.round_of('edition')}")
        since, fault = inputs.day("適用を始める日", page.today, f"edition-since-{session.round_of('edition')}")
        table_form.show(
            principal, "edition", "分類のファイル", "分類を取り込む", option_file.read,
            lambda act, found: _adopt(act, name, since or page.today, found, fault), option_file.shown,
            len(page.editions),
        )  # fmt: skip
    edition = page.editions[-1]
    for listed, word in LISTS.items():
        with st.expander(widgets.plain(f"{word}（{len(edition.choices(listed))}）")):
            st.html(markup.paragraph("、".join(edition.choices(listed).values())))


def _adopt(act: Act, name: str, since: Any, found: Any, fault: str) -> str:
    if fault:
        raise Refused([Fault("適用を始める日", fault)])
    with file_lines.by_row(found):
        desk.adopt(act, name, since, found)
    return f"「{name}」を{words.day(since)}から使います。"
