"""What the hospitals of the attendees are offered for their records, and what they said to it, as the centre sees it."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.center.attendance import AttendanceOffer, OfferState
from checklist.readings.center.trainings_page import TrainingsPage
from checklist.readings.offered_trainings import people
from checklist.store.act import Act
from checklist.store.center import attendance_offers
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import Head
from checklist.words.center import OFFER_STATES

TONES = {
    OfferState.OPEN: "busy",
    OfferState.ACCEPTED: "done",
    OfferState.REFUSED: "quiet",
    OfferState.WITHDRAWN: "off",
}


def show(principal: Principal, page: TrainingsPage) -> None:
    """Whom to offer, and every offer with its answer."""
    one = page.chosen
    assert one
    st.html(
        markup.paragraph(
            "受講した職員の人数を、病院の「職員研修」の記録として申し出ます。記録になるのは、病院の医療安全管理者が受け入れたときのみです。"
        )
    )
    if not one.held:
        widgets.empty("この研修会はまだ実施されていません", "実施済みにすると、病院に申し出られます。")
        return
    _offer(principal, page, one.id)
    _list(principal, page)


def _offer(principal: Principal, page: TrainingsPage, training_id: int) -> None:
    current = _current(page)
    waiting = [one.code for one in page.facilities if one.code and one.code not in current]
    if not any(one.code for one in page.facilities):
        widgets.empty("地域の病院の受講者は登録されていません", "「受講者数」に病院ごとの人数を登録してください。")
    elif waiting:
        told = "、".join(page.hospitals.get(code, code) for code in waiting)
        widgets.notes([f"まだ申し出ていない病院：{told}"])
        if st.button(f"{len(waiting)}病院に申し出る", type="primary", key=f"offer-{training_id}"):
            widgets.save(principal, lambda act: _offered(act, training_id, waiting), "病院に申し出ました。")


def _current(page: TrainingsPage) -> set[str]:
    """The hospitals that need no other offer: one waits, was accepted, or was refused."""
    codes = {name: code for code, name in page.hospitals.items()}
    return {codes.get(page.names.get(one.hospital_id, ""), "") for one in page.offers if not one.withdrawn}


def _offered(act: Act, training_id: int, codes: list[str]) -> None:
    for code in codes:
        attendance_offers.offer(act, training_id, code)


def _list(principal: Principal, page: TrainingsPage) -> None:
    if not page.offers:
        return
    heads = [Head("病院", 10), Head("内容", 12), Head("状態"), Head("回答した人・理由", 12)]
    rows = [
        [
            page.names.get(one.hospital_id, ""),
            people(one),
            markup.chip(OFFER_STATES[one.state], TONES[one.state]),
            markup.prose(_told(one)),
        ]
        for one in page.offers
    ]
    st.html(markup.listing("申し出の一覧", heads, rows))
    _withdraw(principal, page)


def _told(one: AttendanceOffer) -> str:
    said = f"{one.answered_by}　{words.moment(one.answered_at)}" if one.answered_at else ""
    taken_back = f"取下げの理由：{one.withdrawn}" if one.withdrawn else ""
    return "\n".join(filter(None, (said, one.reason, taken_back)))


def _withdraw(principal: Principal, page: TrainingsPage) -> None:
    names = {
        one.id: f"{page.names.get(one.hospital_id, '')}　{people(one)}（{OFFER_STATES[one.state]}）"
        for one in page.offers
        if not one.withdrawn
    }
    if not names:
        return
    with st.expander("申し出を取り下げる"):
        key = "offer-withdraw"
        round_ = session.round_of(key)
        chosen = inputs.choice_or_none("取り下げる申し出", names, None, f"{key}-{round_}")
        reason = inputs.reason("取り下げる理由", f"{key}-reason-{round_}")
        if st.button("申し出を取り下げる", key=f"{key}-save") and chosen is not None:
            widgets.save(
                principal, lambda act: attendance_offers.withdraw(act, chosen, reason),
                "申し出を取り下げ、病院に知らせました。", key,
            )  # fmt: skip
