"""訪問: who visits whom and when, and one visit with its sheets and result."""

from __future__ import annotations

import streamlit as st

from checklist.comparison import visit_comparison
from checklist.readings import lists, visit_list, visit_page
from checklist.readings.visit_page import Chosen
from checklist.store.act import viewing
from checklist.ui import list_view, series, session, widgets
from checklist.ui.closing import erasure_view, report_view
from checklist.ui.improvements import follow_up_view
from checklist.ui.visits import (
    agreement_view,
    due_view,
    late_view,
    member_view,
    next_step_view,
    paper_view,
    pass_view,
    visit_form,
    visit_view,
)

principal = session.guard("visits")
chosen, part = widgets.number_in_address("visit", "訪問"), visit_view.asked()
with viewing(principal) as view:
    page = visit_page.find(view, chosen, part) if chosen is not None else None
    result = visit_comparison.visit_comparison(view, page.visit.id) if page and part is Chosen.RESULT else None
    listed = visit_list.read(view) if chosen is None else None

if page:
    visit, preparation, paperwork = page.visit, page.preparation, page.paperwork
    widgets.back("訪問の一覧", "/visits")
    widgets.heading(f"{page.host}への訪問（{visit.fiscal_year}年度）", name=page.host)
    next_step_view.show(principal, visit, page.next, part)
    visit_view.detail(page)
    visit_view.day_links(principal, visit)
    next_step_view.by_hand(principal, visit, page.next)
    visit_view.parts()
    if preparation:
        due_view.show(preparation.dues)
        leads = next_step_view.leads(visit, page.next, part)
        visit_view.sheets(principal, visit, page.lines, preparation.steps, leads)
        late_view.show(principal, preparation.late)
        follow_up_view.way(visit, preparation.earlier)
        member_view.show(principal, visit, preparation.chapters)
        pass_view.show(principal, visit, page.members, preparation.passes)
        agreement_view.show(principal, visit, preparation.agreements)
        if preparation.offer:
            widgets.anchor("change")
            with st.expander("訪問の内容を変更する"):
                visit_form.edit(principal, visit, preparation.offer)
    if result:
        visit_view.result(visit, result)
    if paperwork:
        report_view.show(principal, visit, paperwork.report)
        paper_view.show(principal, visit, paperwork.papers, paperwork.paper_days)
        erasure_view.show(principal, paperwork.erasable)
elif listed is None:
    widgets.heading("訪問")
    widgets.empty(
        "この訪問は表示できません", "登録されていないか、閲覧する権限がありません。", "訪問の一覧へ", "/visits"
    )
else:
    widgets.heading("訪問", "年度ごとの訪問の予定と状態です。")
    found = lists.visits(listed)
    hint = "上の欄から登録してください。" if listed.offer else "訪問は地域事務局が登録します。"
    # Above the list: with 300 hospitals it would stand 3,800 pixels below it.
    if listed.offer:
        with st.expander(
            "訪問を登録する", expanded=not listed.visits or series.goes_on(visit_form.SERIES), key="visit-new"
        ):
            # Nobody visits oneself: with a single hospital the form could be filled in, but never be saved.
            if len(listed.offer.hospitals) < 2:
                widgets.empty(
                    "病院が登録されていません",
                    "先に受審病院と訪問側の病院を登録してください。",
                    "病院一覧へ",
                    "/hospitals",
                )
            else:
                visit_form.create(principal, listed.offer, listed.visits)
    list_view.show(found, visit_view.PIECES, nothing=visit_view.nothing(found, hint))
