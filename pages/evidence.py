"""証拠書類: what inspectors ask to see, what is there and what is missing on a day, and the stored documents."""

from __future__ import annotations

import streamlit as st

from checklist.readings.evidence_list import evidence_list
from checklist.store.act import viewing
from checklist.store.evidence import evidence_documents
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
        found = evidence_list(view, principal.hospital_id, day)
        stored = evidence_documents.of_hospital(view, principal.hospital_id)
    evidence_view.summary(found)
    evidence_view.pack(found)
    evidence_view.listing(found)
    if evidence_view.may_write(principal):
        with st.expander("書類を登録する", expanded=not stored):
            evidence_view.form(principal, found)
    widgets.section("登録した書類")
    evidence_view.documents(stored)
    if evidence_view.may_write(principal) and any(one.withdrawn_at is None for one in stored):
        with st.expander("書類を取り消す"):
            evidence_view.withdrawal(principal, stored)
