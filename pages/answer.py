"""点検表の記入: one assessment, as the sheet for touch or as the standard form."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.errors import ChecklistError
from checklist.model.assessments import Track
from checklist.readings import answer_page
from checklist.store.act import viewing
from checklist.ui import answer_sheet, in_vain, session, widgets
from checklist.ui.assessments import assessment_actions, standard_form

principal = session.guard("answer")
chosen = widgets.number_in_address("assessment", "点検表")
if chosen is None:
    widgets.heading("点検表の記入")
    widgets.empty("点検表が選ばれていません", "ホームから、記入する点検表を開いてください。", "ホームへ", "/")
    st.stop()

is_form = st.query_params.get("form") == "standard"
in_vain.choice("記入の方法", "form", ["standard"], "form")
try:
    with viewing(principal) as view:
        page = answer_page.read(view, chosen, is_form)
except ChecklistError:
    widgets.heading("点検表の記入")
    raise

line, one = page.line, page.line.assessment
back = f"/visits?visit={one.visit_id}" if one.visit_id else f"/assessments?assessment={one.id}"
address = f"/answer?assessment={one.id}"
title = f"{line.host}　{one.fiscal_year}年度　{words.TRACKS[one.track]}　{line.sheet}"
if page.ahead and line.writable and not assessment_actions.is_previewed(one, page.ahead, back):
    st.stop()
if is_form:
    widgets.heading(title, name=line.host)
    widgets.links(("タッチ操作の点検表へ", address), ("戻る", back))
    standard_form.show(page)
else:
    offline = line.writable and one.track is Track.VISITOR
    ways = [("オフライン対応の画面で開く", f"/visit/{one.visit_id}")] if offline else []
    widgets.compact(title, line.host, *ways, ("標準フォーム", f"{address}&form=standard"), ("戻る", back))
    answer_sheet.mount(principal, page.steps)
    # The sheet is many screens long: what was done with the buttons below it is told beside them.
    widgets.saved()
assessment_actions.show(principal, page.steps)
