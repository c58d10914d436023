"""比較: 加算1 beside 加算2, hospitals and groups, and self against visitor of one visit; the choice is the address."""

from __future__ import annotations

import streamlit as st

from checklist.errors import Refused
from checklist.model import Track
from checklist.reports import comparison
from checklist.store import db
from checklist.ui import comparison_view, session, widgets

principal = session.guard("comparison")
widgets.heading("比較", "提出された評価だけを集計しています。")
kinds = comparison_view.kinds(principal)
with st.columns([1, 1])[0]:
    kind = widgets.choice("比べるもの", list(kinds), "by", kinds.__getitem__)

if kind == "visit":
    comparison_view.visit(principal)
else:
    with db.reading() as connection:
        choices = comparison.choices(connection, principal)
    if not choices.years:
        widgets.empty("比較できる評価はまだありません", "自己評価または訪問評価が提出されると、ここに表示されます。")
    else:
        selection = comparison_view.selection(choices, Track.VISITOR)
        make = comparison.class_comparison if kind == "classes" else comparison.hospital_comparison
        try:
            with db.reading() as connection:
                found = make(connection, principal, selection)
        except Refused as error:
            widgets.refused(error, "表示できません。次の点を直してください。")
        else:
            comparison_view.show(found, kind)
