"""患者相談窓口: what the support centre passed on to the own hospital, and where the centre reaches each hospital."""

from __future__ import annotations

import streamlit as st

from checklist.errors import ChecklistError
from checklist.readings.center import passing
from checklist.store.act import viewing
from checklist.ui import in_vain, session, widgets
from checklist.ui.center import hospital_desk_board

principal = session.guard("hospital_desk")
widgets.heading("患者相談窓口")
try:
    with viewing(principal) as view:
        page = passing.desk_page(view, widgets.address().get("part"), widgets.number_in_address("case"))
except ChecklistError as error:
    widgets.empty("この相談は表示できません", error.message, "届いた相談の一覧へ", "/hospital_desk")
    st.stop()
in_vain.choice("相談事例", "case", [page.chosen.id] if page.chosen else [], "case")
hospital_desk_board.show(principal, page)
