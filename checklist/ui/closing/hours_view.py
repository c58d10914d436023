"""From when to when the visit lasted, as it will stand in the report."""

from __future__ import annotations

import streamlit as st

from checklist.model.accounts import Principal
from checklist.model.visits import Visit
from checklist.readings.closing_page import Meeting
from checklist.store.closing import visit_hours
from checklist.ui import inputs, markup, session, widgets


def show(principal: Principal, visit: Visit, meeting: Meeting) -> None:
    """The hours, and a form for the visitors that begins with what the records tell."""
    widgets.section("訪問の時刻")
    hours = meeting.hours
    if not meeting.notes:
        told = (
            f"{hours.began or '不明'}～{hours.ended or '不明'}" if hours.began or hours.ended else "記録されていません"
        )
        how = "" if hours.version or told == "記録されていません" else "（最初の評定と最後の署名の記録による）"
        st.html(markup.facts([("訪問の時刻", told + how)]))
        return
    st.html(markup.paragraph("報告書に記載します。入力しない場合は、最初の評定と最後の署名の時刻を記載します。"))
    form = f"hours-{visit.id}"
    key = f"{form}-{session.round_of(form)}-{hours.version}"
    with st.form(f"{key}-form", enter_to_submit=False):
        left, right = st.columns(2)
        with left:
            began = inputs.text("開始時刻", hours.began, 5, f"{key}-began", "例：09:30")
        with right:
            ended = inputs.text("終了時刻", hours.ended, 5, f"{key}-ended", "例：16:00")
        if st.form_submit_button("時刻を保存する"):
            widgets.save(
                principal,
                lambda act: visit_hours.save(act, visit.id, hours.version, began, ended),
                "訪問の時刻を保存しました。",
                form,
            )
