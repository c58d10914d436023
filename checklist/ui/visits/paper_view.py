"""Documents that a visit carries, above all one that was done on paper and is only recorded."""

from __future__ import annotations

import streamlit as st

from checklist.model.accounts import Principal
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.store.act import viewing
from checklist.store.visits import visit_papers, visits
from checklist.ui import attachment_view, widgets


def show(principal: Principal, visit: Visit) -> None:
    """The documents of a visit and adding one."""
    verbs = visits.verbs(principal, visit, Thing.PAPERS)
    if Verb.READ not in verbs:
        return
    with viewing(principal) as view:
        found = visit_papers.of_visit(view, visit.id)
    widgets.section("訪問の書類")
    if found:
        attachment_view.listing("訪問の書類", "/download/visit-papers", found)
    elif visit.record_only:
        widgets.empty("書類はまだありません", "記録のみの訪問です。紙や他の方法で行った評価の書類を登録してください。")
    else:
        st.html('<p class="soft">登録された書類はありません。</p>')
    if Verb.WRITE in verbs:
        with st.expander("書類を登録する", expanded=visit.record_only and not found):
            attachment_view.form(
                f"paper-{visit.id}",
                "書類",
                principal,
                lambda act, name, content: visit_papers.add(act, visit.id, name, content),
            )
