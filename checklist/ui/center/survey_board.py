"""運営調査 on the screen: each question with its answer and beside it what the live figures propose, kept as an edition."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.center.survey import Question, Shape
from checklist.readings.center import survey_page
from checklist.readings.center.survey_page import ABOUT, SurveyPage
from checklist.rules.center import survey
from checklist.store.center import surveys
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.center import own_question_board

NO_ANSWER = ""


def show(principal: Principal, page: SurveyPage) -> None:
    """The year, the form, and what was kept before."""
    widgets.fiscal_year("年度", page.years, "year", page.year)
    newest = page.newest
    state = f"{words.moment(newest.at)}に保存（第{len(page.editions)}版）" if newest else "まだ保存していません"
    st.html(markup.paragraph(state))
    widgets.links(("回答をExcelで保存", f"/download/center/survey.xlsx?year={page.year}"))
    if not newest and (page.before or page.proposals):
        st.info(widgets.plain("前の年度の回答と、集計からの候補を入れてあります。確かめてから保存してください。"))
    number = newest.id if newest else 0
    key = f"survey-{page.year}-{number}-{session.round_of('survey')}"
    answers: dict[str, str] = {}
    for part, questions in groupby(page.questions, lambda one: one.part):
        widgets.section(part)
        for one in questions:
            answers[one.code] = _asked(one, page, f"{key}-{one.code}")
    if st.button("回答を保存する", type="primary", key=f"{key}-save"):
        told = "回答を新しい版として保存しました。"
        widgets.save(principal, lambda act: surveys.keep(act, page.year, answers, number), told, "survey")
    widgets.notes([ABOUT])
    if page.editions:
        with st.expander("保存した版"):
            widgets.table(survey_page.history(page), tall=True)
    own_question_board.show(principal, page)


def _asked(one: Question, page: SurveyPage, key: str) -> str:
    answer = _input(one, page.start(one.code), key)
    proposal = page.proposals.get(one.code)
    if proposal:
        unit = one.unit if one.shape is Shape.NUMBER else ""
        differs = "" if proposal.answer == answer else "（入力と異なります）"
        st.html(markup.paragraph(f"集計からの候補：{proposal.told}{unit}{differs}　{proposal.why}"))
    return answer


def _input(one: Question, start: str, key: str) -> str:
    if one.shape is Shape.YES_NO:
        options = {NO_ANSWER: "未回答", **survey.YES_NO}
        return inputs.one_of(one.text, options, start if start in options else NO_ANSWER, key)
    if one.shape is Shape.CHOICES:
        chosen = [code for code in start.split(",") if code in one.choices]
        found = inputs.several(one.text, one.choices, chosen, key)
        return ",".join(code for code in one.choices if code in found)
    label = f"{one.text}（{one.unit}）" if one.unit else one.text
    return inputs.text(label, start, survey.LONGEST, key)
