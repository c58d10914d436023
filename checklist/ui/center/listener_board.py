"""傍聴 of one meeting on the screen: who applied or came, the draw of seats, and what somebody needs to be able to listen."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.center.activities import CouncilMeeting
from checklist.readings.center.council_page import MeetingPage
from checklist.rules.center import council as rules
from checklist.rules.center import draw
from checklist.store.act import Act
from checklist.store.center import observers
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import Head
from checklist.words.center import LISTENING

KEPT = "氏名と連絡先は会議が終わるまで保存し、その後は人数のみ残します。"


def seated(page: MeetingPage) -> int:
    """How many were given a seat, as far as that is known."""
    applied = len(page.draw.drawn) if page.draw else sum(one.way == "applied" for one in page.listeners)
    return applied + sum(one.way == "day" for one in page.listeners)


def show(principal: Principal, page: MeetingPage, one: CouncilMeeting) -> None:
    """The applications, their draw, and the form for another one; nothing for a meeting without seats."""
    if one.form == "written" or not one.seats:
        return
    widgets.section("傍聴")
    ways = Counter(each.way for each in page.listeners)
    told = "、".join(f"{word}{ways[code]}名" for code, word in LISTENING.items())
    st.html(markup.paragraph(f"傍聴席{one.seats}席。{told}。"))
    if page.listeners:
        _list(page)
    if page.draw:
        _drawn(page)
    if not rules.names_kept(one, page.today):
        return
    if not page.draw and ways["applied"] > one.seats:
        st.warning(widgets.plain(f"申込みが席の数を{ways['applied'] - one.seats}名超えています。抽選してください。"))
        if st.button("抽選する（1回のみ）", type="primary", key=f"draw-{one.id}"):
            widgets.save(principal, lambda act: _draw(act, one.id), "")
    with st.expander("傍聴の申込みを記録する"):
        _form(principal, one)


def _draw(act: Act, meeting_id: int) -> str:
    made = observers.draw_seats(act, meeting_id)
    return f"抽選しました。当選は受付番号{'、'.join(map(str, sorted(made.drawn)))}です。"


def _list(page: MeetingPage) -> None:
    drawn = page.draw
    rows = []
    for one in page.listeners:
        seat = "" if drawn is None or one.way == "day" else ("当選" if one.number in drawn.drawn else "落選")
        rows.append(
            [f"{one.number}", LISTENING.get(one.way, one.way), one.name, one.contact, markup.prose(one.access), seat]
        )
    heads = [Head("受付番号"), Head("方法", 7), Head("氏名", 8), Head("連絡先", 9), Head("必要な配慮", 9), Head("抽選")]
    st.html(markup.listing("傍聴の申込み", heads, rows))
    needs = Counter(one.access for one in page.listeners if one.access)
    if needs:
        told = "、".join(f"{name}（{count}名）" for name, count in needs.items())
        st.info(widgets.plain(f"必要な配慮：{told}"))


def _drawn(page: MeetingPage) -> None:
    assert page.draw is not None
    found = page.draw
    facts = [
        ("抽選の日時", words.moment(found.at)),
        ("席の数", f"{found.seats}席"),
        ("対象の受付番号", "、".join(map(str, found.entrants))),
        ("当選（抽選の順）", "、".join(map(str, found.drawn))),
        ("種の値", markup.prose(found.seed)),
    ]
    with st.expander("抽選の記録"):
        st.html(markup.facts(facts))
        widgets.notes([draw.TOLD])


def _form(principal: Principal, one: CouncilMeeting) -> None:
    key = f"listener-{one.id}-{session.round_of('listener')}"
    widgets.notes([KEPT])
    way = inputs.one_of("受付の方法", LISTENING, "applied", f"{key}-way")
    left, right = st.columns(2)
    with left:
        name = inputs.text("氏名", "", observers.MOST["name"], f"{key}-name")
    with right:
        contact = inputs.text("連絡先", "", observers.MOST["contact"], f"{key}-contact")
    access = inputs.text(
        "必要な配慮", "", observers.MOST["access"], f"{key}-access", "例：手話通訳、要約筆記、点字資料"
    )
    if st.button("申込みを記録する", key=f"{key}-save"):
        widgets.save(
            principal, lambda act: f"受付番号{observers.register(act, one.id, way, name, contact, access)}で記録しました。", "",
            "listener",
        )  # fmt: skip
