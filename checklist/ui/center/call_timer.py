"""The time of a call, and quietly the sentences that close one when the limit of the desk is near."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import streamlit as st

from checklist.model.center import DeskRule
from checklist.model.center.desk import Phrase

_SCRIPT = """
const address = (name) => new URL(`/assets/${name}`, location.origin).href;

export default async function ({ data, parentElement }) {
  const { mount } = await import(address("call_timer.js"));
  const root = parentElement.querySelector("[data-timer]");
  root.timer ??= mount(root);
  root.timer.update(data);
  return () => { root.timer?.stop(); root.timer = null; };
}
"""
_HTML = """
<div data-timer><span>経過</span> <output aria-live="off">0:00</output>
<div data-hint role="status" hidden><p></p><ul></ul></div></div>
"""
_CSS = """
div { color: var(--ink, inherit); font-size: 16px; line-height: 1.6; }
[data-timer] { border: 1px solid var(--line); border-left: 6px solid var(--accent); border-radius: 8px; padding: 8px 14px; background: var(--card); }
[data-timer].near { border-left-color: var(--warn-line); }
output { font-size: 24px; font-weight: 700; font-variant-numeric: tabular-nums; margin-left: 6px; }
p { margin: 6px 0 0; font-weight: 600; } ul { margin: 4px 0 0; padding-left: 1.3em; }
"""
_component = st.components.v2.component("call_timer", html=_HTML, css=_CSS, js=_SCRIPT)
CLOSING = "終わり"
"""The situation of the phrases that close a call."""


def show(since: datetime, rule: DeskRule, limit: int, phrases: Iterable[Phrase]) -> None:
    """The time since the call began; `limit` in minutes is that of its channel."""
    told = f"目安の{limit}分に近づいています。次の言い方で終えることができます。"
    data = {
        "since": int(since.timestamp() * 1000),
        "limit": limit,
        "before": rule.hint_before,
        "told": told,
        "phrases": [one.text for one in phrases if one.situation == CLOSING],
    }
    _component(key="call-timer", data=data)
