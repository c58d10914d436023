"""協議の記録: what the partners agreed on before a visit, and writing it down."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.store import clock
from checklist.store.act import acting, viewing
from checklist.store.visits import agreements, visits
from checklist.ui import markup, session, widgets
from checklist.ui.day_input import day_input
from checklist.ui.markup import Head

NAMES = ("協議した日・方法", Head("参加者", 6), Head("点検表の版", 7), Head("内容", 12), Head("記録", 6))


def show(principal: Principal, visit: Visit) -> None:
    """Every record of a visit, the newest first, and a form for another."""
    verbs = visits.verbs(principal, visit, Thing.AGREEMENT)
    if Verb.READ not in verbs:
        return
    widgets.section("協議の記録")
    with viewing(principal) as view:
        found = agreements.of_visit(view, visit.id)
    if found:
        rows = [
            [
                f"{words.day(one.agreed_on)}<br>{words.VISIT_MODES[one.method]}",
                escape(one.participants),
                escape(one.versions) or "－",
                escape(one.note) or "－",
                f"{escape(one.recorded_by)}<br>{words.moment(one.at)}",
            ]
            for one in found
        ]
        st.html(markup.listing("協議の記録", NAMES, [[Markup(cell) for cell in row] for row in rows]))
    else:
        widgets.empty("協議の記録はまだありません", "訪問の日程・点検表・方法を双方で協議し、ここに記録します。")
    if Verb.WRITE in verbs and visit.state is not VisitState.CANCELLED:
        with st.expander("協議を記録する"):
            _form(principal, visit)


def _form(principal: Principal, visit: Visit) -> None:
    form = f"agreement-{visit.id}"
    key = f"{form}-{session.round_of(form)}"
    left, right = st.columns(2)
    with left:
        day, fault = day_input("協議した日", clock.today(), f"{key}-day")
    modes = list(VisitMode)
    method = right.radio("訪問の方法", modes, index=modes.index(visit.mode), horizontal=True, key=f"{key}-method",
                         format_func=words.VISIT_MODES.__getitem__)  # fmt: skip
    people = st.text_area("協議した人（双方の病院名と氏名）", max_chars=1000, height=90, key=f"{key}-people")
    note = st.text_area("協議の内容（日程、当日の流れなど）", max_chars=2000, height=90, key=f"{key}-note")
    if st.button("協議を記録する", type="primary", key=f"{key}-save"):
        widgets.save(
            lambda: _record(principal, visit.id, day, fault, people, method, note), "協議を記録しました。", form
        )


def _record(
    principal: Principal, visit_id: int, day: date | None, fault: str, people: str, method: VisitMode, note: str
) -> None:
    if day is None:
        raise Refused([Fault("協議した日", fault or "入力してください。")])
    with acting(principal) as act:
        agreements.record(act, visit_id, day, people, method, note)
