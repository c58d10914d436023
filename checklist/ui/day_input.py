"""The day that a page looks at, typed as people in hospitals write it, and kept in the address."""

from __future__ import annotations

from datetime import date

import streamlit as st

from checklist.rules.fields import day_text
from checklist.store import clock
from checklist.ui import in_vain, inputs


def chosen_day() -> date:
    """The day that a page looks at, kept in its address; today without one."""
    try:
        asked = day_text.parse(st.query_params.get("on", ""))
    except ValueError:
        asked = None
    # An address with 9999-12-31 ended in an unexpected error: no calendar counts on from there.
    known = asked if asked and day_text.is_plausible(asked) else None
    start = known or clock.today()
    in_vain.choice("基準日", "on", [st.query_params.get("on")] if known else [], "chosen-day")
    with st.columns([1, 2])[0]:
        found, _ = inputs.day("基準日", start, "chosen-day")
        if found and not day_text.is_plausible(found):
            st.caption(":red[日付を確かめてください。]")
    day = found if found and day_text.is_plausible(found) else start
    if day != start:
        st.query_params["on"] = day.isoformat()
    return day
