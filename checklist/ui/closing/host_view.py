"""What the host says to a finding or to the 講評: written by its safety manager, read by everybody."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from checklist.model.accounts import Principal
from checklist.readings.closing_page import Meeting
from checklist.rules.fields import text_limits
from checklist.store.closing import host_comments
from checklist.ui import inputs, markup, shared_form


def form_of(meeting: Meeting, about: int) -> str:
    """The name of the form of one comment."""
    return f"host-{meeting.found.visit_id}-{about}"


def show(principal: Principal, meeting: Meeting, about: int, label: str) -> None:
    """The comment on what `about` names, with a form for whoever writes it."""
    found = meeting.host.get(about)
    text, version = (found.text, found.version) if found else ("", 0)
    if not meeting.comments:
        if text:
            st.html(markup.facts([("受審病院のコメント", _prose(text))]))
        return
    form = form_of(meeting, about)
    kept = shared_form.begin(form, version, text)
    key = shared_form.key(form)
    shared_form.notice(form, version, _prose(text))
    with st.form(f"{key}-form", enter_to_submit=False, border=False):
        limit = text_limits.MOST[text_limits.HOST_COMMENT]
        typed = inputs.long_text(f"{label}（報告書に並べて載せます）", kept.value, limit, f"{key}-text")
        saved = st.form_submit_button("コメントを保存する")
    if saved:
        shared_form.save(
            principal,
            form,
            version,
            lambda act, base: host_comments.save(act, meeting.found.visit_id, about, base, typed),
            "受審病院のコメントを保存しました。",
        )


def _prose(text: str) -> Markup:
    return Markup('<div class="value prose">{}</div>').format(text)
