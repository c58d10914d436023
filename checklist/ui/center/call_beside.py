"""What stands beside a call: what was agreed for this caller, where to send them, earlier cases, and what can be said."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.center import Case, Referral
from checklist.readings.center.consultations_page import CallPage, is_due
from checklist.ui import markup, widgets

_LINE = Markup("<li>{}</li>")


def show(page: CallPage) -> None:
    """Everything that fits what was chosen so far."""
    beside = page.beside
    if beside.line:
        widgets.section(f"「{beside.line.reference_word}」への対応方針")
        st.html(markup.paragraph(beside.line.line, "prose"))
    if beside.same_word:
        widgets.section("同じ合言葉の相談")
        st.html(listed(beside.same_word))
    if beside.referrals:
        widgets.section("紹介先の候補")
        st.html(_list(_referral(one, page) for one in beside.referrals))
    if beside.alike:
        widgets.section("同じ内容の最近の相談")
        st.html(listed(beside.alike))
    with st.expander("文例", expanded=not page.draft.get("subject")):
        for situation, found in groupby(beside.phrases, lambda one: one.situation):
            st.html(Markup("<b>{}</b>{}").format(situation, _list(one.text for one in found)))
    with st.expander("窓口で行うこと・行わないこと"):
        for title, text in (("行うこと", page.rule.does), ("行わないこと", page.rule.does_not)):
            st.html(Markup("<b>{}</b>{}").format(title, _list(text.splitlines())))


def _list(found: Iterable[str]) -> Markup:
    return Markup('<ul class="beside">{}</ul>').format(markup.joined(_LINE.format(one) for one in found))


def _referral(one: Referral, page: CallPage) -> Markup:
    """A place with what a caller wants to know of it, and whether somebody has to check that first."""
    told = "　".join(part for part in (one.purpose, one.hours, one.phone) if part)
    due = markup.chip("1年以上確認していません", "late") if is_due(one, page.today) else Markup()
    return Markup("<b>{}</b> {} {}").format(one.name, told, due)


def listed(found: Iterable[Case]) -> Markup:
    """Cases with the way to each."""
    return _list(_case(one) for one in found)


def _case(one: Case) -> Markup:
    way = markup.link(one.number, f"/consultations?case={one.id}")
    return Markup("{}　{}　{}").format(way, words.day(one.received_on), one.summary or one.topic)
