"""訪問: who visits whom and when, and one visit with its sheets and result."""

from __future__ import annotations

import streamlit as st

from checklist.readings import agenda
from checklist.rules import access
from checklist.store import clock
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.closing import erasure_view, report_view
from checklist.ui.improvements import follow_up_view
from checklist.ui.visits import (
    agreement_view,
    due_view,
    late_view,
    member_view,
    paper_view,
    pass_view,
    visit_form,
    visit_view,
)

principal = session.guard("visits")
known, names = visit_view.names_of(principal)
chosen = widgets.number_in_address("visit")
visit = next((one for one in known if one.id == chosen), None)
with viewing(principal) as view:
    year = agenda.year_of(view, clock.today())

if visit:
    widgets.back("訪問の一覧", "/visits")
    widgets.heading(f"{names[visit.host_id]}への訪問（{visit.fiscal_year}年度）")
    visit_view.detail(principal, visit, names)
    due_view.show(principal, visit)
    visit_view.sheets(principal, visit)
    late_view.show(principal, visit)
    follow_up_view.way(principal, visit)
    member_view.show(principal, visit)
    pass_view.show(principal, visit)
    report_view.show(principal, visit)
    visit_view.result(principal, visit)
    agreement_view.show(principal, visit)
    paper_view.show(principal, visit)
    erasure_view.of_visit(principal, visit)
    if visit_view.is_editable(principal, visit):
        with st.expander("訪問の内容を変更する"):
            visit_form.edit(principal, visit, visit_form.offer(principal, year))
elif chosen is not None:
    widgets.heading("訪問")
    widgets.empty(
        "この訪問は表示できません", "登録されていないか、閲覧する権限がありません。", "訪問の一覧へ", "/visits"
    )
else:
    widgets.heading("訪問", "年度ごとの訪問の予定と状態です。")
    years = sorted({one.fiscal_year for one in known} | {year}, reverse=True)
    with st.columns([1, 2])[0]:
        shown_year = widgets.fiscal_year("年度", years, "year", year)
    shown = [one for one in known if one.fiscal_year == shown_year]
    if shown:
        visit_view.listing(visit_view.narrowed(shown, names), names)
    else:
        hint = "下の欄から登録してください。" if access.manages_region(principal) else "訪問は地域事務局が登録します。"
        widgets.empty("この年度の訪問はありません", hint)
    if access.manages_region(principal):
        with st.expander("訪問を登録する", expanded=not shown):
            if len(names) < 2:
                widgets.empty(
                    "病院が登録されていません",
                    "先に受審病院と訪問側の病院を登録してください。",
                    "病院・届出へ",
                    "/hospitals",
                )
            else:
                visit_form.create(principal, visit_form.offer(principal, year))
