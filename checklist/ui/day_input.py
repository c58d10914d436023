"""A date as people in hospitals write it: typed, read leniently, and shown back in words."""

from __future__ import annotations

from datetime import date

import streamlit as st

from checklist import words
from checklist.rules import day_text


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
