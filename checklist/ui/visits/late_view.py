"""Answers that came too late for a visit: beside what stands, to be taken or declined with one tap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.readings.visit_part import Part
from checklist.store.visits import late_answers
from checklist.store.visits.late_answers import LateAnswer
from checklist.ui import inputs, markup, widgets
from checklist.ui.markup import Head

NAMES = (Head("項目", 20), Head("届いた回答", 18), "扱い", Head("理由", 14), Head("記録", 6))
STATES = {late_answers.ACCEPTED: ("受入れ", "done"), late_answers.DECLINED: ("見送り", "quiet")}


def show(principal: Principal, part: Part[LateAnswer] | None) -> None:
    """Everything that came too late, for the members of the visit; nothing where nothing did."""
    if part is None or not part.found:
        return
    widgets.section("遅れて届いた回答")
    waiting = late_answers.waiting(part.found)
    if waiting:
        who = "" if part.writes else "代表の訪問評価者が、"
        st.html(markup.paragraph(f"提出のあとに届いた回答です。{who}受け入れるか見送るかを決めます。"))
    for one in waiting:
        with st.container(border=True, key=f"late-{one.id}"):
            st.html(_beside(one))
            if part.writes:
                _decide(principal, one)
    if decided := [one for one in part.found if one not in waiting]:
        _list(decided)


def _beside(one: LateAnswer) -> Markup:
    """The item, what stands there now, and what came."""
    now = one.current
    told = f"{now.saved_by}、{words.moment(now.saved_at)}" if now else ""
    sides = (
        _side("現在の評価", now.value if now else None, now.comment if now else "", told),
        _side("遅れて届いた回答", one.value, one.comment, f"{one.handed_in_by}、{_tapped(one)}"),
    )
    return Markup('<div class="item"><b>{}</b>{}</div><dl class="sides">{}</dl>').format(
        one.item, one.item_text, markup.joined(sides)
    )


def _side(name: str, value: str | None, comment: str, told: str) -> Markup:
    text = Markup("<p>{}</p>").format(comment) if comment else ""
    note = Markup("<p><small>{}</small></p>").format(told) if told else ""
    word = markup.rating(words.value_word(value))
    return Markup("<div><dt>{}</dt><dd>{}{}{}</dd></div>").format(name, word, text, note)


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
            widgets.save(
                principal,
                lambda act: late_answers.accept(act, one.id, seen),
                f"{one.item}の遅れて届いた回答を受け入れました。",
            )
        with st.popover("見送る", key=f"late-decline-{one.id}"), st.form(f"late-form-{one.id}", border=False):
            reason = inputs.reason("見送る理由", f"late-reason-{one.id}")
            if st.form_submit_button("見送りを確定する"):
                widgets.save(
                    principal,
                    lambda act: late_answers.decline(act, one.id, reason),
                    f"{one.item}の遅れて届いた回答を見送りました。",
                )


def _list(decided: Sequence[LateAnswer]) -> None:
    rows = [
        [
            f"{one.item}　{one.item_text}",
            Markup("{} {}<br>{}").format(
                markup.rating(words.value_word(one.value)),
                one.comment,
                markup.small(f"{one.handed_in_by}、{_tapped(one)}"),
            ),
            markup.chip(*STATES[one.state]),
            one.reason,
            markup.lines([one.decided_by, words.moment(one.decided_at)]),
        ]
        for one in decided
    ]
    st.html(markup.listing("扱いの決まった回答", NAMES, rows))
