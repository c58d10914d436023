"""相談受付: one call on one screen, taken down in its order by the keyboard alone, and kept at every change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.center import Case, Contact
from checklist.model.fields import columns
from checklist.readings.center.consultations_page import CallPage
from checklist.rules.center import option_lists
from checklist.rules.fields import patient_names
from checklist.store import clock
from checklist.store.act import Act
from checklist.store.center import case_drafts, cases
from checklist.ui import first_field, markup, session, widgets
from checklist.ui.center import call_beside, call_timer
from checklist.ui.center.case_fields import ABOVE, BELOW, CONFIRM, Fields

FORM = "call"
SINCE = "since"
"""The name in a draft of the moment at which the call began."""
FIRST = "kind"
VISITS = frozenset({"visit"})
"""Channels with the limit of a talk face to face."""
_OF_CASE = frozenset(one.name for one in columns(Case))
_OF_CONTACT = frozenset(one.name for one in columns(Contact))
ORDER = (
    ("kind", "channel"), ("caller", "gender"), ("age", "residence"), ("source", "reference_word"),
    ("facility", "department"), ("care", "facility_name"), ("subject", "detail"), ("summary",),
    ("responses",), ("referrals",), ("note",), ("satisfaction", "difficulty"), ("reasons",),
)  # fmt: skip
"""The order of a call; each row stands side by side."""
MORE = (("others", "issues"), ("urgency", "consent"), ("topic", "wish"), ("next_step",))


def show(principal: Principal, page: CallPage) -> None:
    """The call as it stands, or the way to begin one."""
    # In a place of its own: when the sentence goes, nothing below may move, or the cursor would leave its field.
    with st.container():
        widgets.saved(FORM)
    if SINCE not in page.draft:
        _begin(page)
        return
    key = f"{FORM}-{session.round_of(FORM)}"
    since = datetime.fromisoformat(str(page.draft[SINCE]))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        form = Fields(key, page.lists, page.draft, lambda: _keep(key, page), page.edition.parents())
        for row in ORDER:
            form.row(*row)
        with st.expander("緊急・同意・課題・要望・次の予定"):
            for row in MORE:
                form.row(*row)
        form.row("minutes", "closed")
        _finish(principal, form, since)
    with right:
        limit = page.rule.visit_limit if form.typed.get("channel") in VISITS else page.rule.limit
        call_timer.show(since, page.rule, limit, page.beside.phrases)
        call_beside.show(page)
    # The first field is at hand as soon as the call begins; once only, or it would take the cursor back.
    first_field.focus(f"{key}-{FIRST}", bool(session.recall("call-began")))
    session.keep("call-began", None)


def _begin(page: CallPage) -> None:
    st.html(
        markup.paragraph(
            "「相談を始める」を押すと、時刻を記録して入力欄を開きます（Ctrl＋Enterでも始められます）。"
            "入力した内容はその都度保存され、途中で画面を閉じても続きから入力できます。"
        )
    )
    if st.button("相談を始める", type="primary", key="call-begin", shortcut="ctrl+enter"):
        session.keep("call-began", True)
        if told := widgets.save_within(_start):
            st.error(widgets.plain(told))
        else:
            st.rerun()
    if page.recent:
        widgets.section("最近受け付けた相談")
        st.html(call_beside.listed(page.recent))


def _start(act: Act) -> None:
    case_drafts.keep(act, {SINCE: act.at.isoformat(), "channel": "phone", "closed": True})


def _keep(key: str, page: CallPage) -> None:
    """Keep everything as it stands, before the page runs again with it."""
    names = [one.name for kind in (Case, Contact) for one in columns(kind)]
    typed = {name: session.recall(f"{key}-{name}") for name in names}
    below = option_lists.below(page.lists[BELOW], page.edition.parents(), str(typed[ABOVE] or ""))
    if typed[BELOW] is not None and typed[BELOW] not in below:
        typed[BELOW] = option_lists.meant(below, str(typed[BELOW]))
    content = {**page.draft, **{name: value for name, value in typed.items() if value is not None}}
    # What was chosen and is chosen no more is None, and must not come back.
    emptied = {
        name for name in names if name in page.draft and f"{key}-{name}" in st.session_state and typed[name] is None
    }
    widgets.save_within(
        lambda act: case_drafts.keep(act, {name: one for name, one in content.items() if name not in emptied})
    )


def _finish(principal: Principal, form: Fields, since: datetime) -> None:
    """Save the case, after what looks like a name was asked about; or throw the entry away."""
    asked = session.recall("call-asked")
    confirmed = False
    if asked:
        lines = "\n".join(f"- {widgets.plain(one)}" for one in asked)
        st.warning(f"氏名や電話番号のように見える記載があります。\n\n{lines}")
        confirmed = st.checkbox(CONFIRM, key=f"{form.key}-confirmed")
    with st.container(horizontal=True):
        saves = st.button("保存して終える", type="primary", key=f"{form.key}-save", shortcut="ctrl+enter")
        drops = st.button("この入力を破棄する", key=f"{form.key}-drop")
    if drops:
        session.keep("call-asked", None)
        widgets.save(principal, case_drafts.drop, "入力を破棄しました。", FORM)
    if saves:
        widgets.save(principal, lambda act: _save(act, form, since, confirmed), "保存しました。", FORM)


def _save(act: Act, form: Fields, since: datetime, confirmed: bool) -> str:
    case, contact = read(form, since, act)
    unread = [Fault(where, message) for where, message in form.faults.items()]
    if unread:
        raise Refused(unread)
    if not confirmed and (questions := patient_names.questions_of(case, contact)):
        session.keep("call-asked", [str(one) for one in questions])
        # Leaves the act by an exception: nothing is stored before the answer.
        st.rerun()
    case_id = cases.take_down(act, case, contact, confirmed)
    case_drafts.drop(act)
    session.keep("call-asked", None)
    return f"{cases.get(act, case_id).case.number}を保存しました（{contact.minutes}分）。"


def read(form: Fields, since: datetime, act: Act) -> tuple[Case, Contact]:
    """The case and the contact that a form means; the minutes are those of the clock unless somebody typed others."""
    # `CHECKLIST_TODAY` moves the day and never the clock.
    day, began = min(clock.day_of(since), act.today), since.astimezone(words.TOKYO)
    given: dict[str, Any] = {name: value for name, value in form.typed.items() if value not in ("", None)}
    case = Case(received_on=day, **{"kind": "", "subject": "", **{k: v for k, v in given.items() if k in _OF_CASE}})
    about: dict[str, Any] = {"channel": "", **{k: v for k, v in given.items() if k in _OF_CONTACT}}
    contact = Contact(case_id=1, held_on=day, started=f"{began:%H:%M}", **about)
    return case, contact if contact.minutes is not None else replace(contact, minutes=_minutes(since, act.at))


def _minutes(since: datetime, until: datetime) -> int:
    """Begun minutes, as a telephone counts them; a call that was left lying is no longer than the longest one."""
    whole = int((until - since).total_seconds() // 60) + 1
    return max(0, min(whole, next(int(one.high) for one in columns(Contact) if one.name == "minutes")))
