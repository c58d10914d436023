"""下書きとその後 on the screen: what was drafted, whether the figure moved, and who attended the trainings."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.comparison.learning_outcomes import Outcome
from checklist.comparison.learning_page import Attended, LearningPage
from checklist.model.accounts import Principal
from checklist.store.center import learning
from checklist.ui import inputs, markup, session, widgets

_FACT = Markup('<p class="{}">{}</p>')


def show(principal: Principal, page: LearningPage) -> None:
    """What was drafted, the newest first; below it the trainings whose hospitals can be noted."""
    if not page.outcomes:
        widgets.empty(
            "下書きはまだありません", "「テーマ」で根拠を選び、研修会または協議会の議題を下書きしてください。"
        )
    for one in page.outcomes:
        _outcome(one)
    if page.trainings:
        widgets.section("受講した病院")
        st.html(
            markup.paragraph("受講した病院の記録は、研修の前と後の得点率を病院名を示さずに集計するために用います。")
        )
        for attended in page.trainings:
            _attendance(principal, page, attended)


def _outcome(one: Outcome) -> None:
    with st.container(border=True):
        widgets.subsection(one.title)
        kind = "研修会" if one.draft.kind == "training_session" else "協議会"
        st.html(
            markup.row([markup.chip(f"{kind}（{one.state}）"), markup.chip(f"下書き {words.moment(one.draft.at)}")])
        )
        st.html(_FACT.format("soft", f"根拠：{one.ground}"))
        if one.now:
            st.html(_FACT.format("soft", one.now))
        if one.sentence:
            st.html(_FACT.format("note" if one.table else "soft", one.sentence))
        if one.table:
            widgets.table(one.table)
        widgets.links(("記録を開く", one.address))


def _attendance(principal: Principal, page: LearningPage, attended: Attended) -> None:
    one = attended.training
    with st.expander(widgets.plain(f"{words.day(one.held_on)}　{one.theme}（{len(attended.hospitals)}病院）")):
        form = f"attended-{one.id}"
        there = [each for each in page.hospitals if each in attended.hospitals]
        chosen = inputs.several("受講した病院", page.hospitals, there, f"{form}-{session.round_of(form)}")
        if st.button("保存する", key=f"{form}-save"):
            told = f"{len(chosen)}病院を記録しました。"
            widgets.save(principal, lambda act: learning.note_attendance(act, one.id, chosen), told, form)
