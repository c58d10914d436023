"""届出 of one hospital: what is filed, its history, its partners, and what has to be filed again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.formats.file_kinds import EXCEL, PDF
from checklist.model.accounts import Principal
from checklist.model.criteria import Direction
from checklist.model.hospitals import Filing
from checklist.model.permission import Thing, Verb
from checklist.readings.filings_page import FilingsPage
from checklist.readings.partnership import Partnership, Standing
from checklist.rules import access
from checklist.rules.criteria import partners
from checklist.store.act import Act
from checklist.store.hospitals import filing_events, filing_partners
from checklist.store.hospitals.filing_partners import PartnerLine
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.hospitals import hospital_view
from checklist.ui.markup import Head

HINTS = {True: "下の「病院の情報を見る」の画面で登録してください。", False: hospital_view.ELSEWHERE}
"""Whether the reader registers filings -> what to do where there are none."""
HISTORY_HEADS = ("届出日", "種類", "対象の届出", Head("受理番号", 7), Head("備考", 14), "記録した人")

WITHDRAWING = (
    "「辞退の届出」を記録すると、届出日の前日（算定の最後の日を入力したときはその日）でこの届出が終わります。"
    "翌日からは、区分・施設基準・点数に数えません。"
)


TONES = {Standing.UNNAMED: "busy", Standing.DIFFERS: "late", Standing.SAME: "done"}
PIECES: dict[str, Callable[[Partnership], str]] = {
    "届け出た連携先（件）": lambda one: f"{len(one.named)}件",
    "状態": lambda one: markup.chip(one.standing.value, TONES.get(one.standing, "quiet")),
}
"""How the cells of the list are drawn."""


def show(principal: Principal, page: FilingsPage) -> None:
    """Everything filed for one hospital, and the forms for those who may write."""
    partnership, filings = page.partnership, page.filings
    hospital_id = partnership.hospital.id
    writes = access.may(principal, Verb.WRITE, Thing.FILING, access.of_hospital(hospital_id))
    for warning in partnership.warnings():
        st.warning(widgets.plain(warning))
    widgets.section("届出と算定開始日")
    hospital_view.filing_list(filings, partnership.today, HINTS[access.manages_region(principal)])
    path = f"/download/hospitals/{hospital_id}/filing"
    forms = ((f"届出様式の記載内容を{kind.word}で保存", f"{path}{kind.ending}") for kind in (PDF, EXCEL))
    widgets.links(("病院の情報を見る", f"/hospitals?hospital={hospital_id}"), *forms)
    widgets.section("届出の履歴")
    _history(page.events, filings)
    if writes and filings:
        with st.expander("届出・変更・辞退を記録する"):
            _event_form(principal, filings)
    widgets.section("連携医療機関")
    for direction in partnership.directions:
        widgets.subsection(partners.WORDS[direction])
        table = partnership.table(direction)
        if table.rows:
            widgets.table(table)
        else:
            hint = (
                "届け出た連携先を下の欄に登録してください。"
                if writes
                else "連携先は医療安全管理者か地域事務局が登録します。"
            )
            widgets.empty("連携先はありません", hint)
    address = f"/download/hospitals/{hospital_id}/partners"
    widgets.links(*((f"連携先の表を{kind.word}で保存", f"{address}{kind.ending}") for kind in (PDF, EXCEL)))
    if page.infection:
        widgets.subsection(page.infection.title)
        if page.infection.rows:
            widgets.table(page.infection)
        else:
            widgets.empty(
                "感染対策向上加算の連携先はありません", "届け出た連携先を下の欄に登録してください。" if writes else ""
            )
    if writes:
        with st.expander("届け出た連携先を加える"):
            offered = (*partnership.directions, *((Direction.INFECTION,) if page.infection else ()))
            _partner_form(principal, partnership, offered)
        _end_form(principal, page.lines)


def _history(events: Sequence[filing_events.FilingEvent], filings: Sequence[Filing]) -> None:
    if not events:
        widgets.empty("届出の履歴はまだありません", "届け出たとき、変更したとき、辞退したときに記録します。")
        return
    names = {one.id: _filing(one) for one in filings}
    rows = [
        [words.day(one.on), words.FILING_EVENTS[one.kind], names[one.filing_id], one.receipt_number,
         markup.prose(one.note), one.by]
        for one in events
    ]  # fmt: skip
    st.html(markup.listing("届出の履歴", HISTORY_HEADS, rows))


def _filing(one: Filing) -> str:
    return f"{words.ADDONS[one.addon]}　{words.addon_class(one.addon_class)}（{words.day(one.valid_from)}から）"


def _event_form(principal: Principal, filings: Sequence[Filing]) -> None:
    key = f"event-{session.round_of('event')}"
    labels = {one.id: _filing(one) for one in reversed(filings)}
    with st.form(key, enter_to_submit=False):
        chosen = inputs.choice("対象の届出", labels, next(iter(labels)), f"{key}-filing")
        left, right = st.columns(2)
        with left:
            kind = inputs.choice("届出の種類", words.FILING_EVENTS, next(iter(words.FILING_EVENTS)), f"{key}-kind")
            receipt = inputs.text("受理番号（任意）", "", 60, f"{key}-receipt")
            last, last_fault = inputs.day("算定の最後の日（辞退のときのみ、任意）", None, f"{key}-last")
        with right:
            on, fault = inputs.day("届出日", None, f"{key}-on", past=True)
            note = inputs.text("備考（任意）", "", filing_events.NOTE_LIMIT, f"{key}-note")
        st.caption(WITHDRAWING)
        if st.form_submit_button("履歴に記録する", type="primary"):

            def save(act: Act) -> None:
                day = _wanted("届出日", on, fault)
                if last_fault:
                    raise Refused([Fault("算定の最後の日", last_fault)])
                filing_events.add(act, chosen, kind, day, receipt, note, last)

            ended = "辞退の届出を記録し、届出の終了日を登録しました。"
            widgets.save(
                principal, save, ended if kind == filing_events.WITHDRAWN else "届出の履歴に記録しました。", "event"
            )


def _partner_form(principal: Principal, found: Partnership, offered: Sequence[Direction]) -> None:
    key = f"partner-{session.round_of('partner')}"
    others = {one.id: one.name for one in found.known.values() if one.id != found.hospital.id}
    with st.form(key, enter_to_submit=False):
        left, middle, right = st.columns(3)
        with left:
            partner = inputs.choice_or_none("連携先の病院", others, None, f"{key}-who")
        way = middle.radio(
            "連携の区分",
            offered,
            format_func=lambda one: widgets.plain(partners.WORDS[one]),
            key=f"{key}-way",
        )
        with right:
            filed, fault = inputs.day("届出日", None, f"{key}-on", past=True)
        if st.form_submit_button("連携先を加える", type="primary"):

            def save(act: Act) -> None:
                if partner is None:
                    raise Refused([Fault("連携先の病院", "選んでください。")])
                filing_partners.add(act, found.hospital.id, partner, way, _wanted("届出日", filed, fault))

            widgets.save(principal, save, "連携先を登録しました。", "partner")


def _end_form(principal: Principal, lines: Sequence[PartnerLine]) -> None:
    """End a partner, or take back one that was entered by mistake."""
    labels = {one.id: f"{partners.WORDS[one.direction]}　{one.partner.name}（{words.day(one.filed_on)}届出）"
              for one in lines if one.ended_on is None}  # fmt: skip
    if not labels:
        return
    with st.expander("連携先を終了する・取り消す"):
        key = f"end-{session.round_of('end')}"
        chosen = inputs.choice("連携先", labels, next(iter(labels)), f"{key}-line")
        left, right = st.columns(2)
        with left:
            ended, fault = inputs.day("終了日（連携の最後の日）", None, f"{key}-on")
            end = st.button("連携先を終了する", key=f"{key}-end")
        with right:
            reason = inputs.text("取消しの理由（誤って登録したとき）", "", 200, f"{key}-why")
            withdraw = st.button("登録を取り消す", key=f"{key}-withdraw")
        if end:
            widgets.save(
                principal,
                lambda act: filing_partners.end(act, chosen, _wanted("終了日", ended, fault)),
                "連携先を終了しました。",
                "end",
            )
        if withdraw:
            widgets.save(
                principal, lambda act: filing_partners.withdraw(act, chosen, reason), "登録を取り消しました。", "end"
            )


def _wanted(label: str, day: date | None, fault: str) -> date:
    if day is None:
        raise Refused([Fault(label, fault or "入力してください。")])
    return day
