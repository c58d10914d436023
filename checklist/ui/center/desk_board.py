"""窓口 on the screen: the books with their forms, the editions of the lists, and a year from a file."""

from __future__ import annotations

from typing import Any

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.imports import option_file
from checklist.model.accounts import Principal
from checklist.model.center import BOOKS
from checklist.model.fields import Record, columns
from checklist.readings.center.consultations_page import is_due
from checklist.readings.center.desk_page import PARTS, DeskPage
from checklist.rules.center import option_lists
from checklist.rules.fields import cell
from checklist.store.act import Act
from checklist.store.center import desk
from checklist.store.records import records
from checklist.ui import inputs, markup, session, upload_form, widgets
from checklist.ui.center import case_import
from checklist.ui.center.case_fields import Fields
from checklist.ui.markup import Head
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
        st.warning(
            f"1年以上確認していない紹介先が{page.due}件あります。電話番号と受付時間を確かめ、「最後に確認した日」を更新してください。"
        )
    with st.expander(
        f"{kind.WORD}を修正する" if page.chosen else f"{kind.WORD}を追加する",
        expanded=bool(page.chosen) or not page.found,
    ):
        _form(principal, page, kind)
    if not page.found:
        widgets.empty(f"{kind.WORD}はまだありません", "上の欄から追加してください。")
    else:
        _listing(page, kind)
    if kind.CHECKED:
        with st.expander("紹介先の例を追加する"):
            st.html(
                markup.paragraph(
                    "全国に共通する紹介先の名称を追加します。受付時間と電話番号は、確認して入力してください。"
                )
            )
            if st.button("例を追加する", key="referrals-shipped"):
                widgets.save(principal, lambda act: f"{desk.take_shipped_referrals(act)}件を追加しました。", "")


def _form(principal: Principal, page: DeskPage, kind: type[Record]) -> None:
    name = f"book-{kind.KIND}-{page.chosen.id if page.chosen else 0}"
    start: dict[str, Any] = {one.name: page.today for one in columns(kind) if one.today}
    if page.chosen:
        start = {one.name: getattr(page.chosen, one.name) for one in columns(kind)}
    form = Fields(f"{name}-{session.round_of(name)}", page.lists, start, kinds=(kind,))
    short = [one.name for one in columns(kind) if not one.long]
    for place in range(0, len(short), IN_A_ROW):
        form.row(*short[place : place + IN_A_ROW])
    for one in columns(kind):
        if one.long:
            form.one(one.name)
    if st.button("保存する", type="primary", key=f"{form.key}-save"):
        widgets.save(principal, lambda act: _save(act, kind, form, page.chosen), f"{kind.WORD}を保存しました。", name)


def _save(act: Act, kind: type[Record], form: Fields, old: Record | None) -> None:
    if unread := [Fault(where, message) for where, message in form.faults.items()]:
        raise Refused(unread)
    values: dict[str, Any] = dict(form.typed)
    number, version = (old.id, old.version) if old else (0, 0)
    records.save(act, None, kind(id=number, version=version, **values))
    st.query_params.pop("record", None)


def _listing(page: DeskPage, kind: type[Record]) -> None:
    shown = option_lists.shown(kind, page.lists)
    heads = [Head(""), *(Head(one.label, 14 if one.long else 8) for one in shown)]
    rows = []
    for record in page.found:
        way = markup.link("修正する", f"/desk?part={kind.KIND}&record={record.id}", "button")
        cells = [markup.prose(_told(cell.write(one, getattr(record, one.name)))) for one in shown]
        if is_due(record, page.today):
            cells[0] = markup.joined([cells[0], markup.chip("要確認", "late")])
        rows.append([way, *cells])
    st.html(markup.listing(f"{kind.WORD}の一覧", heads, rows))


def _told(value: object) -> str:
    return "" if value is None else str(value)


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
        upload_form.table_form(
            principal, "edition", "分類のファイル", "分類を取り込む", option_file.read,
            lambda act, found: _adopt(act, name, since or page.today, found, fault),
        )  # fmt: skip
    edition = page.editions[-1]
    for listed, word in LISTS.items():
        with st.expander(f"{word}（{len(edition.choices(listed))}）"):
            st.html(markup.paragraph("、".join(edition.choices(listed).values())))


def _adopt(act: Act, name: str, since: Any, found: Any, fault: str) -> str:
    if fault:
        raise Refused([Fault("適用を始める日", fault)])
    desk.adopt(act, name, since, found)
    return f"「{name}」を{words.day(since)}から使います。"
