"""講評会: the closing meeting of one visit, for the projector and the tablets of both sides."""

from __future__ import annotations

import streamlit as st

from checklist.readings import closing_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.closing import closing_findings, closing_items, closing_view, hours_view, signature_view

principal = session.guard("closing")
chosen = widgets.number_in_address("visit", "訪問")
with viewing(principal) as view:
    page = closing_page.find(view, chosen)
if page is None:
    widgets.heading("講評会")
    what = "訪問が選ばれていません" if chosen is None else "この講評会は表示できません"
    hint = (
        "訪問の画面から講評会を開いてください。" if chosen is None else "登録されていないか、閲覧する権限がありません。"
    )
    widgets.empty(what, hint, "訪問の一覧へ", "/visits")
    st.stop()

visit, meeting = page.visit, page.meeting
widgets.back("訪問の内容", f"/visits?visit={visit.id}")
widgets.heading(
    f"{page.host}の講評会（{visit.fiscal_year}年度）",
    "講評会で、双方が評定を話し合い、合意した内容を記録します。",
    page.host,
)
if meeting is None:
    closing_view.not_yet(principal, page)
    st.stop()

found = meeting.found
if not meeting.writable:
    closing_findings.forget(meeting)
closing_view.watch(principal, visit, meeting)
closing_view.ways(visit, meeting)
closing_view.status(visit, found, meeting.noted)
for sheet in found.sheets:
    widgets.section(f"{sheet.version.sheet_name}　{sheet.version.name}")
    closing_view.concordance(sheet)
    closing_items.show(principal, meeting, sheet)
closing_findings.show(principal, meeting)
closing_findings.remarks(principal, meeting)
hours_view.show(principal, visit, meeting)
signature_view.show(principal, visit, meeting)
signature_view.seal(principal, visit, meeting.sealing)
