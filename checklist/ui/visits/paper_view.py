"""Documents that a visit carries, above all one that was done on paper and is only recorded."""

from __future__ import annotations

import streamlit as st

from checklist.model.accounts import Principal
from checklist.model.visits import Visit
from checklist.readings.visit_page import Part
from checklist.store.files.attachments import StoredFile
from checklist.store.visits import visit_papers
from checklist.ui import attachment_view, markup, widgets


def show(principal: Principal, visit: Visit, part: Part[StoredFile] | None) -> None:
    """The documents of a visit and adding one."""
    if part is None:
        return
    widgets.section("訪問の書類")
    if part.found:
        attachment_view.listing("訪問の書類", "/download/visit-papers", part.found)
    elif visit.record_only:
        widgets.empty("書類はまだありません", "記録のみの訪問です。紙や他の方法で行った評価の書類を登録してください。")
    else:
        st.html(markup.paragraph("登録された書類はありません。"))
    if part.writes:
        with st.expander("書類を登録する", expanded=visit.record_only and not part.found):
            attachment_view.form(
                f"paper-{visit.id}",
                "書類",
                principal,
                lambda act, checked: visit_papers.add(act, visit.id, checked),
            )
