"""What of a case leaves the centre: to the desk of a hospital with the caller's consent, and to an expert for advice."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.center.desk import MessageKind
from checklist.model.center.passed import Consent, HospitalDesk, Opening, Transfer, TransferEvent, TransferState
from checklist.readings.center.consultations_page import CasePage
from checklist.readings.center.passing import Passing, unchecked
from checklist.store.act import Act
from checklist.store.center import openings, transfers
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.center.case_fields import CONFIRM
from checklist.words.center import CONSENT_WAYS, TRANSFER_EVENTS, TRANSFER_STATES

USUAL = 14
"""Days for which a question is open to an expert unless another day is typed."""


def show(principal: Principal, page: CasePage, passing: Passing) -> None:
    """Everything that went out, with what came back, and the ways to send more."""
    assert page.known is not None
    case_id = page.known.case.id
    for one in passing.transfers:
        _transfer(principal, page, passing, one)
    with st.expander("同意を得て医療機関の窓口に送る"):
        if passing.rule.tells_facilities:
            _pass_on(principal, page, passing, case_id)
        else:
            st.html(markup.paragraph("窓口の基本ルールで、医療機関への連絡は行わないことになっています。"))
    questions = {one.id: one.text for one in page.messages if one.kind is MessageKind.ADVICE}
    for opened in passing.openings:
        _opening(principal, page, passing, opened)
    if questions:
        with st.expander("照会を専門家（顧問）に公開する"):
            _open(principal, page, passing, questions)


def chip(one: Transfer, today: date) -> str:
    """How far it has come, late ones apart."""
    tones = {TransferState.ANSWERED: "done", TransferState.WITHDRAWN: "off"}
    if one.late(today):
        return markup.chip(f"回答期限超過（{(today - one.answer_by).days}日）", "late")
    return markup.chip(TRANSFER_STATES[one.state], tones.get(one.state, "busy"))


def history(one: Transfer) -> list[tuple[str, str]]:
    """What was said about it, each step with its moment and who said it."""
    return [(f"{TRANSFER_EVENTS[step.kind]}（{words.moment(step.at)}）", _said(step)) for step in one.events]


def _said(step: TransferEvent) -> str:
    parts = [markup.prose(step.text) if step.text else "", markup.small(step.person) if step.person else ""]
    return markup.lines([part for part in parts if part])


def _transfer(principal: Principal, page: CasePage, passing: Passing, one: Transfer) -> None:
    name = passing.hospitals.get(one.hospital_id, "")
    widgets.section(f"{name}への受け渡し {one.id}")
    assert one.consent is not None
    by = page.lists.get("caller", {}).get(one.consent.by, one.consent.by)
    consent = f"{words.day(one.consent.on)}　{by}　{CONSENT_WAYS.get(one.consent.way, one.consent.way)}"
    due = words.day(one.answer_by)
    told = [
        ("状態", chip(one, page.today)),
        ("送った文章", markup.prose(one.text)),
        ("同意", consent),
        ("回答期限", due),
    ]
    st.html(markup.facts([*told, *history(one)]))
    if one.state is TransferState.WITHDRAWN:
        return
    key = f"consent-{one.id}"
    with st.expander("相談者が同意を取り消した"):
        st.html(
            markup.paragraph("記録すると、この医療機関は送った文章も自院の回答も閲覧できなくなります。元に戻せません。")
        )
        reason = inputs.long_text("取消しの経緯", "", transfers.LIMIT, f"{key}-{session.round_of(key)}")
        if st.button("同意の取消しを記録する", key=f"{key}-save"):
            widgets.save(
                principal,
                lambda act: transfers.withdraw_consent(act, one.id, reason),
                "同意の取消しを記録しました。",
                key,
            )


def _pass_on(principal: Principal, page: CasePage, passing: Passing, case_id: int) -> None:
    """The text for the hospital alone, its desk beside it, and the consent: without one nothing leaves."""
    key = f"pass-{case_id}-{session.round_of(f'pass-{case_id}')}"
    hospital = inputs.choice_or_none("送付先の病院", passing.hospitals, None, f"{key}-hospital")
    if hospital is not None:
        st.html(desk_lines(passing.desks.get(hospital), page.today))
    st.html(
        markup.paragraph("送るのは次の文章のみです。相談者の氏名、相談の記録、受付番号は医療機関に表示されません。")
    )
    text = inputs.long_text("医療機関に送る文章", "", transfers.LIMIT, f"{key}-text", 140)
    by = inputs.choice_or_none("同意した人", page.lists.get("caller", {}), None, f"{key}-by")
    way = inputs.choice_or_none("同意の方法", CONSENT_WAYS, None, f"{key}-way")
    on, fault = inputs.day("同意の日", page.today, f"{key}-on", past=True)
    confirmed = st.checkbox(CONFIRM, key=f"{key}-confirmed")
    limit = page.today + timedelta(days=passing.rule.answer_days)
    widgets.notes([f"回答期限は{words.day(limit)}です（窓口の基本ルール：{passing.rule.answer_days}日）。"])
    if st.button("医療機関に送る", type="primary", key=f"{key}-save"):

        def save(act: Act) -> None:
            if fault:
                raise Refused([Fault("同意の日", fault)])
            consent = Consent(by or "", way or "", on or date.min)
            transfers.pass_on(act, case_id, transfers.Passing(hospital or 0, text, consent, confirmed))

        widgets.save(principal, save, "医療機関の窓口に送りました。", f"pass-{case_id}")


def desk_lines(desk: HospitalDesk | None, today: date) -> str:
    """Whom one reaches there, and whether somebody has to ask first if that still holds."""
    if desk is None:
        return markup.paragraph("この病院はまだ窓口の連絡先を登録していません。")
    told = (
        ("窓口", desk.name),
        ("担当者", desk.contact),
        ("受付時間", desk.hours),
        ("電話番号", desk.phone),
        ("連絡の方法", desk.way),
    )
    return markup.facts([*((name, text) for name, text in told if text), ("最後に確認した日", checked(desk, today))])  # fmt: skip


def checked(desk: HospitalDesk, today: date) -> str:
    """When somebody at the hospital last looked at the entry, and whether that is too long ago."""
    old = [markup.chip("1年以上確認されていません", "late")] if unchecked(desk, today) else []
    return markup.lines([words.day(desk.checked_on), *old])


def _opening(principal: Principal, page: CasePage, passing: Passing, one: Opening) -> None:
    open_now = one.until >= page.today
    name = passing.experts.get(one.expert_id, page.names.get(one.expert_id, ""))
    state = f"{words.day(one.until)}まで公開" if open_now else "公開を終了"
    widgets.notes([f"{name}（専門家）：{state}、助言{len(one.advice)}件。照会「{one.question[:30]}」"])
    key = f"close-{one.message_id}-{one.expert_id}"
    if open_now and st.button("公開を終える", key=key):
        widgets.save(
            principal, lambda act: openings.close(act, one.message_id, one.expert_id), "専門家への公開を終えました。"
        )


def _open(principal: Principal, page: CasePage, passing: Passing, questions: dict[int, str]) -> None:
    if not passing.experts:
        st.html(markup.paragraph("専門家（顧問）のアカウントがありません。システム管理者に登録を依頼してください。"))
        return
    key = f"open-{session.round_of('open')}"
    st.html(
        markup.paragraph(
            "専門家に表示するのは、相談の要旨と照会の文章のみです。最後の日を過ぎると閲覧できなくなります。"
        )
    )
    question = inputs.choice_or_none(
        "公開する照会", {code: text[:60] for code, text in questions.items()}, None, f"{key}-message"
    )
    expert = inputs.choice_or_none("専門家", passing.experts, None, f"{key}-expert")
    until, fault = inputs.day("閲覧できる最後の日", page.today + timedelta(days=USUAL), f"{key}-until")
    if st.button("専門家に公開する", type="primary", key=f"{key}-save"):

        def save(act: Act) -> None:
            if fault or until is None:
                raise Refused([Fault("閲覧できる最後の日", fault or "入力してください。")])
            openings.open_to(act, question or 0, expert or 0, until)

        widgets.save(principal, save, "専門家に公開しました。", "open")
