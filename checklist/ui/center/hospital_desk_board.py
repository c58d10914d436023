"""患者相談窓口 on the screen: cases to acknowledge and to answer, the own entry in the contact book, or the whole book."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.center.passed import HospitalDesk, Transfer, TransferState
from checklist.readings.center import desk_book
from checklist.readings.center.passing import HospitalDeskPage
from checklist.store.act import Act
from checklist.store.center import hospital_desks, transfers
from checklist.ui import inputs, list_view, markup, session, widgets
from checklist.ui.center import passing_board
from checklist.ui.center.case_fields import CONFIRM

_WORDS = {"cases": "届いた相談", "own": "窓口の連絡先", "book": "連絡先一覧"}


def show(principal: Principal, page: HospitalDeskPage) -> None:
    """One case, or one of the parts."""
    if page.chosen:
        _case(principal, page, page.chosen)
        return
    if len(page.parts) > 1:
        widgets.part("表示", page.parts, "part", _WORDS.__getitem__)
    {"cases": _cases, "own": _own, "book": _book}[page.part](principal, page)


def _cases(_: Principal, page: HospitalDeskPage) -> None:
    if not page.transfers:
        widgets.empty(
            "支援センターから届いた相談はありません",
            "相談者が同意した相談が届くと、ここに表示されます。「窓口の連絡先」を最新にしてください。",
        )
        return
    rows = [
        [
            f"{one.id}", passing_board.chip(one, page.today), words.day(one.answer_by), _summary(one),
            markup.link("開く", f"/hospital_desk?case={one.id}", "primary" if one.waits else "button"),
        ]
        for one in page.transfers
    ]  # fmt: skip
    st.html(markup.listing("届いた相談", ("番号", "状態", "回答期限", markup.Head("内容", 12), ""), rows))


def _summary(one: Transfer) -> str:
    return "（閲覧できません）" if one.state is TransferState.WITHDRAWN else markup.prose(one.text[:80])


def _case(principal: Principal, page: HospitalDeskPage, one: Transfer) -> None:
    widgets.back("届いた相談の一覧へ", "/hospital_desk")
    widgets.section(f"届いた相談 {one.id}")
    told = [("状態", passing_board.chip(one, page.today)), ("回答期限", words.day(one.answer_by))]
    if one.state is TransferState.WITHDRAWN:
        st.html(markup.facts([*told, *passing_board.history(one)]))
        widgets.notes([transfers.WITHDRAWN])
        return
    st.html(markup.paragraph(one.text, "prose"))
    st.html(markup.facts([*told, *passing_board.history(one)]))
    widgets.notes(
        ["相談者の同意を得て、支援センターが貴院の窓口に送った文章です。相談者を特定する調査は行わないでください。"]
    )
    if one.state is TransferState.PASSED and st.button("受領する", type="primary", key=f"receive-{one.id}"):
        widgets.save(principal, lambda act: transfers.acknowledge(act, one.id), "受領を支援センターに伝えました。")
    if one.waits:
        _answer(principal, one)


def _answer(principal: Principal, one: Transfer) -> None:
    key = f"answer-{one.id}-{session.round_of(f'answer-{one.id}')}"
    widgets.subsection("回答する")
    text = inputs.long_text("センターへの回答", "", transfers.LIMIT, f"{key}-text", 140)
    tellable = inputs.long_text("相談者に伝えてよい内容", "", transfers.LIMIT, f"{key}-tellable")
    st.html(markup.paragraph("「相談者に伝えてよい内容」が空欄の場合、支援センターは回答を相談者に伝えません。"))
    confirmed = st.checkbox(CONFIRM, key=f"{key}-confirmed")
    if st.button("回答を送る", type="primary", key=f"{key}-save"):
        widgets.save(
            principal,
            lambda act: transfers.answer(act, one.id, text, tellable, confirmed),
            "支援センターに回答しました。",
            f"answer-{one.id}",
        )


def _own(principal: Principal, page: HospitalDeskPage) -> None:
    if not page.writes:
        st.html(passing_board.desk_lines(page.own, page.today))
        return
    st.html(
        markup.paragraph("支援センターと地域事務局に表示します。担当者は、氏名ではなく職名・役割を入力してください。")
    )
    start = page.own or HospitalDesk(page.hospital, "", "", "", "", "", page.today)
    key = f"desk-{start.id}-{session.round_of('desk')}"
    texts = {
        name: inputs.text(label, str(getattr(start, name)), most, f"{key}-{name}")
        for name, (label, most) in hospital_desks.LIMITS.items()
    }
    checked, fault = inputs.day("最後に確認した日", page.today, f"{key}-checked", past=True)
    if st.button("連絡先を保存する", type="primary", key=f"{key}-save"):

        def save(act: Act) -> None:
            if fault or checked is None:
                raise Refused([Fault("最後に確認した日", fault or "入力してください。")])
            hospital_desks.write(act, HospitalDesk(page.hospital, **texts, checked_on=checked, id=start.id))

        widgets.save(principal, save, "窓口の連絡先を保存しました。", "desk")


def _book(_: Principal, page: HospitalDeskPage) -> None:
    missing = sum(desk is None for _, desk in page.book)
    if missing:
        widgets.notes([f"{len(page.book)}病院のうち{missing}病院は、まだ連絡先を登録していません。"])
    if not page.book:
        widgets.empty("病院はまだ登録されていません", "地域事務局が病院を登録すると、ここに表示されます。")
        return
    names, last = desk_book.COLUMNS[1].name, desk_book.COLUMNS[-1].name
    list_view.show(desk_book.listed(page), {names: _name, last: partial(_checked, page.today)}, folded=True)


def _name(one: desk_book.Entry) -> str:
    _, desk = one
    return desk.name if desk else markup.chip(desk_book.NONE, "off")


def _checked(today: date, one: desk_book.Entry) -> str:
    _, desk = one
    return passing_board.checked(desk, today) if desk else ""
