"""協議の記録: what the partners agreed on before a visit, and writing it down."""

from __future__ import annotations

from datetime import date

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.readings.visit_part import Part
from checklist.store import clock
from checklist.store.act import Act
from checklist.store.visits import agreements
from checklist.store.visits.agreements import VisitAgreement
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import Head

NAMES = ("協議した日・方法", Head("参加者", 6), Head("点検表の版", 7), Head("内容", 12), Head("記録", 6))


def show(principal: Principal, visit: Visit, part: Part[VisitAgreement] | None) -> None:
    """Every record of a visit, the newest first, and a form for another."""
    if part is None:
        return
    widgets.section("協議の記録", "agreement")
    if part.found:
        rows = [
            [
                markup.lines([words.day(one.agreed_on), words.VISIT_MODES[one.method]]),
                one.participants,
                one.versions,
                one.note,
                markup.lines([one.recorded_by, words.moment(one.at)]),
            ]
            for one in part.found
        ]
        st.html(markup.listing("協議の記録", NAMES, rows))
    else:
        widgets.empty("協議の記録はまだありません", "訪問の日程・点検表・方法を双方で協議し、ここに記録します。")
    if part.writes and visit.state is not VisitState.CANCELLED:
        with st.expander("協議を記録する"):
            _form(principal, visit)


def _form(principal: Principal, visit: Visit) -> None:
    form = f"agreement-{visit.id}"
    key = f"{form}-{session.round_of(form)}"
    left, right = st.columns(2)
    with left:
        day, fault = inputs.day("協議した日", clock.today(), f"{key}-day", past=True)
    with right:
        method = inputs.one_of("訪問の方法", words.VISIT_MODES, visit.mode, f"{key}-method")
    people = inputs.long_text("協議した人（双方の病院名と氏名）", "", 1000, f"{key}-people", 90)
    note = inputs.long_text("協議の内容（日程、当日の流れなど）", "", 2000, f"{key}-note", 90)
    if st.button("協議を記録する", type="primary", key=f"{key}-save"):
        widgets.save(
            principal,
            lambda act: _record(act, visit.id, day, fault, people, method, note),
            "協議を記録しました。",
            form,
        )


def _record(act: Act, visit_id: int, day: date | None, fault: str, people: str, method: VisitMode, note: str) -> None:
    if day is None:
        raise Refused([Fault("協議した日", fault or "入力してください。")])
    agreements.record(act, visit_id, day, people, method, note)
