"""訪問病院の評定差: how the ratings of each visiting hospital lie beside those of others at the same hosts; the secretariat's alone."""

from __future__ import annotations

import streamlit as st

from checklist.errors import Refused
from checklist.papers.assessments import leniency_list
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.assessments import leniency_view

principal = session.guard("leniency")
widgets.heading("訪問病院の評定差", leniency_list.LEAD)
try:
    with viewing(principal) as view:
        found = leniency_list.asked(view, widgets.address())
except Refused as refusal:
    widgets.refused(refusal, "表示できません。次の点を確かめてください。")
    widgets.links(("いつもの選択で表示する", "/leniency"), primary=True)
    st.stop()
leniency_view.show(found)
