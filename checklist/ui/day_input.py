"""A date as people in hospitals write it: typed, read leniently, and shown back in words."""

from __future__ import annotations

from datetime import date

import streamlit as st

from checklist import words
from checklist.rules.fields import day_text
from checklist.store import clock


def day_input(label: str, value: date | None, key: str) -> tuple[date | None, str]:
    """The day as typed (None when empty) and what is wrong with it, which is also told below the input."""
    start = f"{value:%Y/%m/%d}" if value else ""
    text = st.text_input(label, start, max_chars=30, key=key, placeholder="例：2026/04/01", autocomplete="off") or ""
    try:
        found = day_text.parse(text)
    except ValueError:
        fault = f"「{text}」は日付として読み取れません。2026/04/01のように入力してください。"
        st.caption(f":red[{fault}]")
        return None, fault
    if found:
        st.caption(words.day(found))
    return found, ""


def chosen_day() -> date:
    """The day that a page looks at, kept in its address; today without one."""
    try:
        asked = day_text.parse(st.query_params.get("on", ""))
    except ValueError:
        asked = None
    start = asked if asked and day_text.is_plausible(asked) else clock.today()
    with st.columns([1, 2])[0]:
        found, _ = day_input("基準日", start, "chosen-day")
        if found and not day_text.is_plausible(found):
            st.caption(":red[日付を確かめてください。]")
    day = found if found and day_text.is_plausible(found) else start
    if day != start:
        st.query_params["on"] = day.isoformat()
    return day
