"""講評会: the closing meeting of one visit, for the projector and the tablets of both sides."""

from __future__ import annotations

import streamlit as st

from checklist.ui import session, widgets
from checklist.ui.closing import closing_findings, closing_items, closing_view, signature_view

principal = session.guard("closing")
chosen = widgets.number_in_address("visit")
known = closing_view.visit_of(principal, chosen)
if known is None:
    widgets.heading("講評会")
    what = "訪問が選ばれていません" if chosen is None else "この講評会は表示できません"
    hint = (
        "訪問の画面から講評会を開いてください。" if chosen is None else "登録されていないか、閲覧する権限がありません。"
    )
    widgets.empty(what, hint, "訪問の一覧へ", "/visits")
    st.stop()

visit, host = known
widgets.back("訪問の内容", f"/visits?visit={visit.id}")
widgets.heading(
    f"{host}の講評会（{visit.fiscal_year}年度）", "終了時の会議で、双方が評定を話し合い、合意した内容を記録します。"
)
meeting = closing_view.read(principal, visit)
if meeting is None:
    st.stop()

found, noted = meeting
writable = closing_view.is_writable(principal, visit, found)
if not writable:
    closing_findings.forget(found, noted)
closing_view.watch(principal, visit.id, closing_view.fingerprint(found, noted, visit))
closing_view.status(visit, found, noted)
for sheet in found.sheets:
    widgets.section(f"{sheet.version.sheet_name}　{sheet.version.name}")
    closing_view.agreement(sheet)
    closing_items.show(principal, visit.id, sheet, writable)
closing_findings.show(principal, found, noted, writable)
closing_findings.remarks(principal, found, writable)
signature_view.show(principal, visit, found)
signature_view.seal(principal, visit)
