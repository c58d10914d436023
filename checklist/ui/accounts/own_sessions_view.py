"""One's own sessions: where, since when, how, and ending them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from checklist.model.accounts import Principal
from checklist.readings import own_sessions_page
from checklist.readings.own_sessions_page import SessionLine
from checklist.store.accounts import own_sessions
from checklist.store.act import Act
from checklist.ui import markup, widgets

ALONE = "ほかにログイン中の端末はありません。"
UNKNOWN = "心当たりのない端末があるときは、ログアウトさせてから、パスワードを変更してください。"
UNSENT = "訪問パスの端末に未送信の回答があるときは、送信を終えてからログアウトさせてください。"


def show(principal: Principal, found: Sequence[SessionLine], own_hash: str) -> None:
    """This device first, then the others with a button each, and one for all of them."""
    others = [one for one in found if not one.own]
    for one in found:
        if one.own:
            _facts(one)
    if not others:
        st.html(markup.paragraph(ALONE))
        return
    widgets.section("ほかの端末")
    st.html(markup.paragraph(UNKNOWN))
    if any(value == own_sessions_page.PASS for one in others for _, value in one.facts):
        st.html(markup.paragraph(UNSENT))
    if st.button("ほかのすべての端末からログアウトする", key="sessions-end-others", type="primary"):
        widgets.save(principal, partial(_end_others, own_hash), "")
    for one in others:
        _facts(one)
        if st.button("この端末をログアウトさせる", key=f"session-end-{one.key}"):
            widgets.save(principal, partial(_end_one, one.key), f"{one.device}をログアウトさせました。")


def _facts(one: SessionLine) -> None:
    here = Markup(" ") + markup.chip("この端末", "done") if one.own else Markup()
    st.html(Markup("<p><b>{}</b>{}</p>{}").format(one.device, here, markup.facts(one.facts)))


def _end_one(key: str, act: Act) -> None:
    own_sessions.end_one(act, key)


def _end_others(own_hash: str, act: Act) -> str:
    return f"ほかの{own_sessions.end_others(act, own_hash)}件をログアウトさせました。"
