"""センター独自の質問 on the screen: those of the year that is shown, one empty place for another one, and the editions."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.center.survey import Question, Shape
from checklist.readings.center.survey_page import SurveyPage
from checklist.rules.center import survey
from checklist.store.center import surveys
from checklist.ui import inputs, markup, session, widgets
from checklist.words.center import SHAPES

NEW = Question("", surveys.OWN, "", Shape.YES_NO, {}, "", "", 0, "")
SAVED = "独自の質問を保存しました。上の回答の欄に加わりました。"


def show(principal: Principal, page: SurveyPage) -> None:
    """The form, and what was asked from when on."""
    with st.expander("センター独自の質問を追加・変更する"):
        widgets.notes(
            [
                f"ここで決めた質問は、{words.fiscal_year(page.year)}の調査から、全国調査の質問の後に加わります。以前の年度の質問と回答は変わりません。",
                "質問の文を空にすると、その質問を除きます。",
            ]
        )
        newest = page.own[0].id if page.own else 0
        key = f"own-{page.year}-{newest}-{session.round_of('own-questions')}"
        asked = [_question(place, one, key) for place, one in enumerate((*page.own_questions, NEW), 1)]
        if st.button("独自の質問を保存する", key=f"{key}-save"):
            found = [one for one in asked if one]
            widgets.save(principal, lambda act: surveys.adopt(act, page.year, found, newest), SAVED, "own-questions")
        if page.own:
            rows = [
                [f"{words.fiscal_year(one.since)}から", f"{len(one.questions)}", words.moment(one.at), page.names.get(one.person_id, "")]
                for one in page.own
            ]  # fmt: skip
            st.html(markup.listing("独自の質問の版", ("使う年度", "質問の数", "保存した日時", "職員"), rows))


def _question(place: int, old: Question, key: str) -> Question | None:
    text = inputs.text(f"質問{place}の文", old.text, survey.LONGEST_QUESTION, f"{key}-text-{place}")
    left, right = st.columns(2)
    with left:
        shape = Shape(inputs.choice(f"質問{place}の回答の種類", SHAPES, old.shape.value, f"{key}-shape-{place}"))
    options, unit = "", ""
    with right:
        if shape is Shape.CHOICES:
            told = "\n".join(old.choices.values())
            options = inputs.long_text(f"質問{place}の選択肢（1行に1つ）", told, 900, f"{key}-options-{place}")
        elif shape is Shape.NUMBER:
            unit = inputs.text(f"質問{place}の単位", old.unit, survey.LONGEST_UNIT, f"{key}-unit-{place}")
    lines = {line.strip(): line.strip() for line in options.splitlines() if line.strip()}
    found = Question(old.code, old.part, text.strip(), shape, lines, unit.strip(), "", 0, "")
    # What stands below an emptied question goes with it; a new one without its text is told.
    return found if found.text or (not old.text and (lines or found.unit)) else None
