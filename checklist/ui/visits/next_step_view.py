"""The next step of a visit at the top of its page: one sentence and one button; and the steps by hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.visits import Visit, VisitState
from checklist.readings.visit_page import Chosen
from checklist.readings.visit_step import Steps
from checklist.rules.visits.next_step import Deed
from checklist.store.visits import visit_steps
from checklist.ui import inputs, markup, widgets

_MOVES = {
    VisitState.READY: "準備完了にする",
    VisitState.ON_SITE: "訪問を始める",
    VisitState.CLOSED: "終了にする",
    VisitState.CANCELLED: "訪問を中止する",
}
_HREFS = {
    Deed.CHANGE: "/visits?visit={}#change",
    Deed.AGREE: "/visits?visit={}#agreement",
    Deed.ASSESS: "/assessments",
    Deed.APPROVE: "/assessments",
    Deed.MEET: "/closing?visit={}",
    Deed.SIGN: "/closing?visit={}#signatures",
    Deed.SEAL: "/closing?visit={}#report",
    Deed.WATCH: "/closing?visit={}",
    Deed.HAND_OVER: "/visits?visit={}&part=paperwork#report",
    Deed.RECEIVE: "/visits?visit={}&part=paperwork#report",
    Deed.PAPER: "/visits?visit={}&part=paperwork#papers",
    Deed.PLAN: "/improvements",
    Deed.REVIVE: "#steps",
    Deed.LOOK: "/visits",
}


def leads(visit: Visit, steps: Steps, part: Chosen) -> bool:
    """Whether the button of the next step is the filled one of the page: not where there is none, nor on the part where
    the form itself stands."""
    deed = steps.next.deed
    over = visit.state in (VisitState.CLOSED, VisitState.CANCELLED) or deed in (Deed.LOOK, Deed.WATCH)
    return not over and not (part is Chosen.PAPERWORK and deed in (Deed.HAND_OVER, Deed.RECEIVE))


def show(principal: Principal, visit: Visit, steps: Steps, part: Chosen) -> None:
    """What comes next, for whoever looks."""
    found, over = steps.next, visit.state in (VisitState.CLOSED, VisitState.CANCELLED)
    with st.container(border=True, key="next-step"):
        # What is over has no next step, and nothing there stands out as one.
        st.html(markup.paragraph(found.sentence if over else f"次の手順：{found.sentence}", "next-step"))
        if found.deed is Deed.CLOSE:
            if st.button(widgets.plain(found.label), type="primary", key=f"next-{visit.id}"):
                _move(principal, visit, VisitState.CLOSED)
        else:
            href = steps.sheet if found.deed is Deed.RATE else _HREFS[found.deed].format(visit.id)
            widgets.links((found.label, href), primary=leads(visit, steps, part))


def by_hand(principal: Principal, visit: Visit, steps: Steps) -> None:
    """The other states to which the reader may lead the visit, and taking back the last step."""
    moves = [one for one in steps.moves if not (one is VisitState.CLOSED and steps.next.deed is Deed.CLOSE)]
    if not moves and not steps.takes_back:
        return
    widgets.anchor("steps")
    with st.container(horizontal=True):
        _buttons(principal, visit, moves)
        if steps.takes_back:
            _take_back(principal, visit)


def _buttons(principal: Principal, visit: Visit, moves: Sequence[VisitState]) -> None:
    for state in moves:
        key = f"move-{visit.id}-{state}"
        if state is VisitState.CANCELLED:
            with st.popover(_MOVES[state]):
                st.write("中止しても訪問の記録は残ります。中止は、理由を書いて取り消せます。")
                if st.button("中止を確定する", key=key):
                    _move(principal, visit, state)
        elif st.button(_MOVES[state], key=key):
            _move(principal, visit, state)


def _move(principal: Principal, visit: Visit, state: VisitState) -> None:
    message = f"状態を「{words.VISIT_STATES[state]}」に変更しました。"
    widgets.save(principal, partial(visit_steps.move, visit_id=visit.id, state=state), message)


def _take_back(principal: Principal, visit: Visit) -> None:
    name = words.VISIT_STATES[visit.state]
    with st.popover(f"「{name}」を取り消す"), st.form(f"take-back-{visit.id}", border=False):
        st.write("前の状態に戻します。理由は記録に残ります。")
        reason = inputs.reason("取り消す理由", f"take-back-{visit.id}-reason")
        if st.form_submit_button("前の状態に戻す"):
            widgets.save(
                principal,
                lambda act: visit_steps.take_back(act, visit.id, reason),
                f"「{name}」を取り消しました。",
            )
