"""What is open to an expert today: the question with the summary of its case, and the place to write advice."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.center.passed import Opening
from checklist.store.center import messages, openings
from checklist.ui import inputs, markup, session, widgets


def show(principal: Principal, found: Sequence[Opening]) -> None:
    """Every question that is open to the reader."""
    if not found:
        widgets.empty(
            "公開されている照会はありません", "支援センターが照会を公開すると、期限の日までここに表示されます。"
        )
    for one in found:
        _question(principal, one)


def _question(principal: Principal, one: Opening) -> None:
    widgets.section(f"照会 {one.number}")
    told = [
        ("照会", markup.prose(one.question)),
        ("相談の要旨", markup.prose(one.summary)),
        ("閲覧できる最後の日", words.day(one.until)),
    ]
    st.html(markup.facts([*told, *(("送った助言", markup.prose(text)) for text in one.advice)]))  # fmt: skip
    form = f"advice-{one.message_id}"
    key = f"{form}-{session.round_of(form)}"
    text = inputs.long_text("助言", "", messages.LIMIT, f"{key}-text", 140)
    if st.button("助言を送る", type="primary", key=f"{key}-save"):
        widgets.save(
            principal, lambda act: openings.advise(act, one.message_id, text), "助言を支援センターに送りました。", form
        )
