"""下書きとその後 on the screen: what was drafted, whether the figure moved, and who attended the trainings."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.comparison.learning_outcomes import Outcome
from checklist.comparison.learning_page import Attended, LearningPage
from checklist.ui import markup, widgets

_FACT = Markup('<p class="{}">{}</p>')


def show(page: LearningPage) -> None:
    """What was drafted, the newest first; below it the trainings with the hospitals that attended."""
    if not page.outcomes:
        widgets.empty(
            "下書きはまだありません", "「テーマ」で根拠を選び、研修会または協議会の議題を下書きしてください。"
        )
    for one in page.outcomes:
        _outcome(one)
    if page.trainings:
        widgets.section("受講した病院")
        st.html(
            markup.paragraph(
                "研修会の受講者数が登録されている病院です。研修の前と後の得点率を、病院名を示さずに集計するために用います。"
            )
        )
        for attended in page.trainings:
            _attendance(page, attended)


def _outcome(one: Outcome) -> None:
    with st.container(border=True):
        widgets.section(one.title)
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


def _attendance(page: LearningPage, attended: Attended) -> None:
    one = attended.training
    with st.expander(widgets.plain(f"{words.day(one.held_on)}　{one.theme}（{len(attended.hospitals)}病院）")):
        names = [name for each, name in page.hospitals.items() if each in attended.hospitals]
        st.html(markup.paragraph("、".join(names) or "病院の受講者数はまだ登録されていません。"))
        widgets.links(("受講者数を登録する・修正する", f"/trainings?part=attendance&training={one.id}"))
