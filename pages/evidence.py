"""証拠書類: what inspectors ask to see, what is there and what is missing on a day, and the stored documents."""

from __future__ import annotations

import streamlit as st

from checklist.readings import evidence_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.day_input import chosen_day
from checklist.ui.evidence import evidence_view

principal = session.guard("evidence")
widgets.heading("証拠書類", "適時調査で求められる書類を、調査の順に示します。記録から作成できるものは記録も数えます。")
day = chosen_day()

if principal.hospital_id is None:
    widgets.empty("所属する病院がありません", "システム管理者に、所属病院の登録を依頼してください。")
else:
    with viewing(principal) as view:
        page = evidence_page.read(view, principal.hospital_id, day)
    evidence_view.summary(page.asked)
    evidence_view.pack(page.asked)
    with st.expander("提出用の一式を作成する"):
        evidence_view.for_submission(page.asked)
    evidence_view.listing(page.asked)
    writes = evidence_view.may_write(principal)
    if writes:
        with st.expander("書類を登録する", expanded=not page.stored):
            evidence_view.form(principal, page.asked)
    widgets.section("登録した書類")
    evidence_view.documents(page.stored, writes)
    if writes and any(one.withdrawn_at is None for one in page.stored):
        with st.expander("書類を取り消す"):
            evidence_view.withdrawal(principal, page.stored)
