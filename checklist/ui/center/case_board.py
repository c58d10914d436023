"""One case: what is known of it, every contact, what was asked about it, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.center import Case, Contact, Known
from checklist.model.center.desk import Message, MessageKind
from checklist.model.fields import Record
from checklist.readings.center.consultations_page import CLOSED, RUNNING, CasePage
from checklist.rules.center import option_lists
from checklist.store.act import Act
from checklist.store.center import case_erasures, cases, messages, transfers
from checklist.store.records import records
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.center import passing_board
from checklist.ui.center.case_fields import CONFIRM, Fields, told
from checklist.words.center import MESSAGES

CHANGEABLE = (
    ("satisfaction", "difficulty"), ("reasons", "issues"), ("kind", "caller"), ("gender", "age"), ("residence", "source"),
    ("facility", "department"), ("care", "facility_name"), ("subject", "detail"), ("others", "urgency"), ("summary",),
    ("consent", "reference_word"), ("topic", "wish"), ("closed",),
)  # fmt: skip
OF_A_CONTACT = (("channel", "started"), ("minutes", "responses"), ("referrals",), ("note",), ("next_step",))


def show(principal: Principal, page: CasePage) -> None:
    """The whole case."""
    widgets.back("相談の一覧へ", "/consultations?part=list")
    if page.known is None:
        widgets.empty("この相談事例は表示できません", page.refusal)
        return
    known = page.known
    state = CLOSED if known.case.closed else RUNNING
    widgets.section(f"相談事例 {known.case.number}（{state}・{len(known.contacts)}回）")
    st.html(markup.facts(_told(known.case, page)))
    _messages(principal, page)
    if page.passing:
        passing_board.show(principal, page, page.passing)
    widgets.section("対応の経過")
    st.html(markup.listing("対応の経過", _heads(page), [_contact(one, page) for one in known.contacts]))
    with st.expander("対応を追加する"):
        _add(principal, page, known)
    with st.expander("相談事例を修正する"):
        _change(principal, page, known)
    with st.expander("取り消す・文章を消去する"):
        _take_back(principal, known)


def _told(record: Record, page: CasePage) -> list[tuple[str, str]]:
    """Every field that says something, in the words of its edition."""
    shown = ((one, told(one, getattr(record, one.name))) for one in option_lists.shown(type(record), page.lists))
    hidden = {"number", "edition", "closed"}
    return [(one.label, markup.prose(text)) for one, text in shown if text and one.name not in hidden]


_CONTACT = ("held_on", "started", "channel", "minutes", "responses", "referrals", "note", "next_step")


def _heads(page: CasePage) -> list[markup.Head]:
    wide = {"responses", "referrals", "next_step"}
    shown = [one for one in option_lists.shown(Contact, page.lists) if one.name in _CONTACT]
    return [markup.Head(one.label, 16 if one.long else 8 if one.name in wide else 0) for one in shown]


def _contact(one: Contact, page: CasePage) -> list[str]:
    shown = [column for column in option_lists.shown(Contact, page.lists) if column.name in _CONTACT]
    return [markup.prose(told(column, getattr(one, column.name))) for column in shown]


def _messages(principal: Principal, page: CasePage) -> None:
    """What was asked and told, what still waits for an answer, and the ways to ask."""
    assert page.known is not None
    answered = {one.about for one in page.messages}
    if page.messages:
        widgets.section("照会と報告")
        rows = [
            [MESSAGES[one.kind], markup.prose(one.text), page.names.get(one.person_id, ""), words.moment(one.at)]
            for one in page.messages
        ]
        st.html(markup.listing("照会と報告", (markup.Head("種類", 8), markup.Head("内容", 16), "職員", "日時"), rows))
    for one in page.messages:
        if one.about is None and one.id not in answered:
            _answer(principal, one)
    with st.expander("専門家・同僚に照会する、上司に報告する"):
        _ask(principal, page.known.case.id)


def _answer(principal: Principal, asked: Message) -> None:
    word = MESSAGES[messages.ASKS[asked.kind]]
    key = f"answer-{asked.id}"
    if asked.person_id == principal.person_id:
        widgets.notes([f"「{MESSAGES[asked.kind]}」は、ほかの職員の{word}を待っています。"])
        return
    text = inputs.long_text(
        f"「{MESSAGES[asked.kind]}」への{word}", "", messages.LIMIT, f"{key}-{session.round_of(key)}"
    )
    if st.button(f"{word}を記録する", type="primary", key=f"{key}-{session.round_of(key)}-save"):
        widgets.save(principal, lambda act: messages.settle(act, asked.id, text), f"{word}を記録しました。", key)


def _ask(principal: Principal, case_id: int) -> None:
    key = f"ask-{case_id}"
    options = {MessageKind.ADVICE: MESSAGES["advice"], MessageKind.URGENT: MESSAGES["urgent"]}
    kind = inputs.one_of("種類", options, MessageKind.ADVICE, f"{key}-kind")
    text = inputs.long_text("照会・報告の内容", "", messages.LIMIT, f"{key}-{session.round_of(key)}")
    if st.button("送る", key=f"{key}-{session.round_of(key)}-save"):
        widgets.save(
            principal, lambda act: messages.ask(act, case_id, kind, text), "ほかの職員のホームに表示しました。", key
        )


def _add(principal: Principal, page: CasePage, known: Known) -> None:
    form = _form(f"contact-{known.case.id}", page.now, {"channel": "phone"}, page, OF_A_CONTACT)
    day, fault = inputs.day("対応日", page.today, f"{form.key}-day", past=True)
    confirmed = st.checkbox(CONFIRM, key=f"{form.key}-confirmed")
    if st.button("対応を保存する", type="primary", key=f"{form.key}-save"):

        def save(act: Act) -> None:
            _require_read(form, fault)
            values: dict[str, Any] = dict(form.typed)
            cases.add_contact(act, Contact(case_id=known.case.id, held_on=day or page.today, **values), confirmed)

        widgets.save(principal, save, "対応を保存しました。", form.key.rpartition("-")[0])


def _change(principal: Principal, page: CasePage, known: Known) -> None:
    start = {name: getattr(known.case, name) for row in CHANGEABLE for name in row}
    form = _form(f"case-{known.case.id}-{known.case.version}", page.lists, start, page, CHANGEABLE)
    confirmed = st.checkbox(CONFIRM, key=f"{form.key}-confirmed")
    if st.button("変更を保存する", type="primary", key=f"{form.key}-save"):

        def save(act: Act) -> None:
            _require_read(form, "")
            values: dict[str, Any] = dict(form.typed)
            cases.change(act, replace(known.case, **values), confirmed)

        widgets.save(principal, save, "変更を保存しました。", form.key.rpartition("-")[0])


def _form(
    name: str, lists: option_lists.Lists, start: dict[str, Any], page: CasePage, rows: Sequence[tuple[str, ...]]
) -> Fields:
    form = Fields(f"{name}-{session.round_of(name)}", lists, start, None, page.parents)
    for row in rows:
        form.row(*row)
    return form


def _require_read(form: Fields, fault: str) -> None:
    unread = [Fault(where, message) for where, message in form.faults.items()]
    if found := unread + ([Fault("対応日", fault)] if fault else []):
        raise Refused(found)


def _take_back(principal: Principal, known: Known) -> None:
    """Withdraw what was entered by mistake, or erase the words of a case that name somebody."""
    key, case = f"back-{known.case.id}", known.case
    reason = inputs.text("理由", "", case_erasures.REASON_LIMIT, f"{key}-{session.round_of(key)}")
    st.html(
        markup.paragraph(
            "取り消した相談事例は数えなくなり、履歴には残ります。文章の消去は、要旨・記録・照会などの文章を履歴からも消し、"
            "区分と件数は残します。消去は元に戻せません。"
        )
    )
    with st.container(horizontal=True):
        if st.button("相談事例を取り消す", key=f"{key}-withdraw"):
            widgets.save(principal, lambda act: _withdraw(act, case, reason), "相談事例を取り消しました。", key)
        if st.button("文章を消去する", key=f"{key}-erase"):
            widgets.save(
                principal,
                lambda act: case_erasures.erase(act, case.id, case.version, reason),
                "文章を消去しました。",
                key,
            )


def _withdraw(act: Act, case: Case, reason: str) -> None:
    transfers.end_of_case(act, case.id)
    records.withdraw(act, Case, case.id, case.version, reason)
    st.query_params.pop("case", None)
