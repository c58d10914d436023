"""Answers that came too late for a visit: beside what stands, to be taken or declined with one tap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from html import escape

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.store.act import acting, viewing
from checklist.store.visits import late_answers, visits
from checklist.store.visits.late_answers import LateAnswer
from checklist.ui import markup, widgets
from checklist.ui.markup import Head

NAMES = (Head("項目", 20), Head("届いた回答", 18), "扱い", Head("理由", 14), Head("記録", 6))
STATES = {late_answers.ACCEPTED: ("受入れ", "done"), late_answers.DECLINED: ("見送り", "quiet")}


def show(principal: Principal, visit: Visit) -> None:
    """Everything that came too late, for the members of the visit; nothing where nothing did."""
    verbs = visits.verbs(principal, visit, Thing.LATE_ANSWERS)
    if Verb.READ not in verbs:
        return
    with viewing(principal) as view:
        found = late_answers.of_visit(view, visit.id)
    if not found:
        return
    widgets.section("遅れて届いた回答")
    waiting = late_answers.waiting(found)
    may_decide = Verb.WRITE in verbs
    if waiting:
        who = "" if may_decide else "代表の訪問評価者が、"
        st.html(f'<p class="soft">提出のあとに届いた回答です。{who}受け入れるか見送るかを決めます。</p>')
    for one in waiting:
        with st.container(border=True, key=f"late-{one.id}"):
            st.html(_beside(one))
            if may_decide:
                _decide(principal, one)
    if decided := [one for one in found if one not in waiting]:
        _list(decided)


def _beside(one: LateAnswer) -> str:
    """The item, what stands there now, and what came."""
    now = one.current
    told = f"{now.saved_by}、{words.moment(now.saved_at)}" if now else ""
    came = f"{one.handed_in_by}、{_tapped(one)}"
    return (
        f'<div class="item"><b>{escape(one.item)}</b>{escape(one.item_text)}</div><dl class="sides">'
        + _side("いまの評価", now.value if now else None, now.comment if now else "", told)
        + _side("遅れて届いた回答", one.value, one.comment, came)
        + "</dl>"
    )


def _side(name: str, value: str | None, comment: str, told: str) -> str:
    text = f"<p>{escape(comment)}</p>" if comment else ""
    note = f"<p><small>{escape(told)}</small></p>" if told else ""
    return f"<div><dt>{name}</dt><dd>{markup.rating(words.value_word(value))}{text}{note}</dd></div>"


def _tapped(one: LateAnswer) -> str:
    """When it was entered, as far as the tablet knew; else when it was handed in."""
    try:
        tapped = datetime.fromisoformat(one.tapped_at or "")
        if tapped.tzinfo:
            return f"{words.moment(tapped)}に入力"
    except (ValueError, OverflowError):
        pass
    return f"{words.moment(one.handed_in_at)}に提出"


def _decide(principal: Principal, one: LateAnswer) -> None:
    """Taking it over exactly what is shown, or declining it; the version in the key turns an outdated tap down."""
    seen = one.current.version if one.current else 0
    with st.container(horizontal=True):
        if st.button("受け入れる", type="primary", key=f"late-accept-{one.id}-{seen}"):
            widgets.save(partial(_accept, principal, one.id, seen), f"{one.item}の遅れて届いた回答を受け入れました。")
        with st.popover("見送る", key=f"late-decline-{one.id}"), st.form(f"late-form-{one.id}", border=False):
            reason = st.text_area("見送る理由", max_chars=late_answers.REASON_LIMIT, key=f"late-reason-{one.id}")
            if st.form_submit_button("見送りを確定する"):
                message = f"{one.item}の遅れて届いた回答を見送りました。"
                widgets.save(partial(_decline, principal, one.id, reason), message)


def _accept(principal: Principal, late_id: int, seen: int) -> None:
    with acting(principal) as act:
        late_answers.accept(act, late_id, seen)


def _decline(principal: Principal, late_id: int, reason: str) -> None:
    with acting(principal) as act:
        late_answers.decline(act, late_id, reason)


def _list(decided: Sequence[LateAnswer]) -> None:
    rows = [
        [
            f"{escape(one.item)}　{escape(one.item_text)}",
            f"{markup.rating(words.value_word(one.value))} {escape(one.comment)}"
            f'<br><small class="soft">{escape(one.handed_in_by)}、{_tapped(one)}</small>',
            markup.chip(*STATES[one.state]),
            escape(one.reason) or "－",
            f"{escape(one.decided_by)}<br>{words.moment(one.decided_at)}",
        ]
        for one in decided
    ]
    st.html(markup.listing("扱いの決まった回答", NAMES, [[Markup(cell) for cell in row] for row in rows]))
