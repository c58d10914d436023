"""What the support centre offers a hospital for its records of 職員研修: to accept, or to refuse with a reason."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.center.attendance import AttendanceOffer
from checklist.readings.offered_trainings import Offered, people
from checklist.store.center import attendance_offers
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import Head
from checklist.words.center import CENTER, OFFER_STATES


def show(principal: Principal, found: Offered) -> None:
    """What waits for an answer, what was taken back, and what became of the others."""
    for one in found.recalled:
        told = f"{CENTER}が、受け入れ済みの受講の記録を取り下げました：{_title(one)}。理由：{one.withdrawn}"
        st.warning(widgets.plain(f"{told}。自院の記録は変更していません。必要に応じて修正または取り消してください。"))
    for one in found.waiting:
        _answer(principal, one, found.writes)
    if found.settled:
        with st.expander(f"{CENTER}からの申し出（回答済み・取下げ {len(found.settled)}件）"):
            heads = [Head("研修会"), Head("人数"), Head("状態"), Head("理由", 12)]
            rows = [
                [_title(one), people(one), OFFER_STATES[one.state], markup.prose(one.withdrawn or one.reason)]
                for one in found.settled
            ]
            st.html(markup.listing("回答した申し出", heads, rows))
    if found.origins:
        titles = "、".join(_title(one) for one in found.origins.values() if one.record_stands)
        if titles:
            widgets.notes([f"{CENTER}の研修会から受け入れた記録：{titles}"])


def _title(one: AttendanceOffer) -> str:
    return f"{words.day(one.held_on)}「{one.title}」"


def _answer(principal: Principal, one: AttendanceOffer, writes: bool) -> None:
    with st.container(border=True, key=f"offer-{one.id}"):
        widgets.subsection(f"{CENTER}の研修会の受講を、職員研修の記録に加えますか")
        st.html(markup.paragraph(f"{_title(one)}　自院の受講者：{people(one)}", "prose"))
        if not writes:
            widgets.notes(["受け入れるかは、医療安全管理者が決めます。"])
            return
        left, right = st.columns(2)
        count = one.attended + one.viewed
        with left:
            audience = inputs.count("対象者数（受講の対象とした職員）", count, 20000, count, f"offer-{one.id}-audience")
            if st.button("受け入れて記録する", type="primary", key=f"offer-{one.id}-accept"):
                widgets.save(
                    principal,
                    lambda act: attendance_offers.accept(act, one.id, audience) and None,
                    "職員研修の記録に加えました。",
                )
        with right:
            key = f"offer-{one.id}-reason"
            reason = inputs.reason("受け入れない理由", f"{key}-{session.round_of(key)}")
            if st.button("受け入れない", key=f"offer-{one.id}-refuse"):
                widgets.save(
                    principal,
                    lambda act: attendance_offers.refuse(act, one.id, reason),
                    f"{CENTER}に知らせました。",
                    key,
                )
