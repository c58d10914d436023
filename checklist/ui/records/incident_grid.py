"""One month of incident reports as a table of numbers; the script beside this file draws it and counts as one types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from checklist import words
from checklist.model.records.incidents import GRADED, SEVERE
from checklist.rules.records.incidents import Month, TypedRow
from checklist.ui import session
from checklist.words.records import HARM_LEVELS, REPORTERS

_SCRIPT = """
const address = (name) => new URL(`/assets/${name}`, location.origin).href;

export default async function ({ data, parentElement, setTriggerValue }) {
  const { mount } = await import(address("incident_grid.js"));
  const save = (rows) => setTriggerValue("saved", rows);
  const root = parentElement.querySelector("[data-grid]");
  if (root.grid) root.grid.update(data);
  else root.grid = mount(root, data, save);
}
"""

_component = st.components.v2.component("incident_grid", html="<div data-grid></div>", js=_SCRIPT)


def show(month: Month, before: Month) -> list[TypedRow]:
    """Draw the table of a month; the rows that were changed, in the run in which somebody asks to save them."""
    saves = int(session.recall(f"incidents-saved-{month.first}") or 0)
    key = f"incident-grid-{month.first}"
    found = _component(key=key, data=_data(month, before, saves), on_saved_change=_run_again)
    return [TypedRow(**{**row, "values": tuple(row["values"])}) for row in found.get("saved") or ()]


def saved(month: Month) -> None:
    """Say that what was typed is stored, so that the table is drawn from what the database holds."""
    key = f"incidents-saved-{month.first}"
    session.keep(key, int(session.recall(key) or 0) + 1)


def _run_again() -> None:
    """The run itself is what is asked for: it stores what was typed."""


def _data(month: Month, before: Month, saves: int) -> dict[str, Any]:
    now, then = ({one.profession: one for one in each.rows} for each in (month, before))
    levels = list(HARM_LEVELS)
    rows = [_row(code, word, now, then) for code, word in REPORTERS.items()]
    return {
        "title": f"インシデント報告 {words.month(month.first)}の職種・影響度ごとの件数",
        "levels": [word.removeprefix("レベル") for word in HARM_LEVELS.values()],
        "graded": [levels.index(one) for one in GRADED],
        "severe": [levels.index(one) for one in SEVERE],
        "rows": rows,
        "before": before.total,
        "beforeName": words.month(before.first),
        "saves": saves,
        # What others have stored since: then the table is drawn anew, with what is typed on top of it.
        "token": ",".join(f"{row['id']}.{row['version']}" for row in rows),
    }


def _row(code: str, word: str, now: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, Any]:
    stored, earlier = now.get(code), then.get(code)
    empty: Sequence[None] = (None,) * len(HARM_LEVELS)
    return {
        "profession": code,
        "word": word,
        "id": stored.id if stored else 0,
        "version": stored.version if stored else 0,
        "values": list(stored.counts if stored else empty),
        "before": list(earlier.counts if earlier else empty),
    }
