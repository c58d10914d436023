"""研修会 on the screen: which one, its steps with their papers, and the part that is worked on."""

from __future__ import annotations

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.center.activities import Training
from checklist.papers.center import training_papers
from checklist.readings.center.trainings_page import OF_ALL, PARTS, TrainingsPage
from checklist.ui import markup, widgets
from checklist.ui.center import activity_board, attendance_board, offer_board, questionnaire_board, turn_board
from checklist.ui.markup import Head
from checklist.words.center import PURPOSES

WORDS = {
    "steps": "手順と書類",
    **PURPOSES,
    "attendance": "受講者数",
    "offers": "病院への申し出",
    "wishes": "次のテーマの希望",
    "turns": "勤務時間中の受講",
}


def show(principal: Principal, page: TrainingsPage) -> None:
    """The training, then its part."""
    widgets.part("表示", PARTS, "part", WORDS.__getitem__)
    if page.part not in OF_ALL:
        if page.chosen is None:
            widgets.empty(
                "研修会はまだ登録されていません",
                "「事業」で、テーマと実施予定日を登録してください。",
                "研修会を登録する",
                "/activities?part=training_session",
            )
            return
        _choose(page, page.chosen)
    boards = {
        "steps": _steps,
        "before": questionnaire_board.show,
        "after": questionnaire_board.show,
        "attendance": attendance_board.show,
        "offers": offer_board.show,
        "wishes": _wishes,
        "turns": turn_board.show,
    }
    boards[page.part](principal, page)


def _choose(page: TrainingsPage, chosen: Training) -> None:
    names = {one.id: f"{words.day(one.held_on)}　{one.theme}" for one in page.trainings}
    widgets.choice("研修会", list(names), "training", names.__getitem__, chosen.id)


def _steps(principal: Principal, page: TrainingsPage) -> None:
    one = page.chosen
    assert one
    activity_board.step_list(page.steps)
    for remark in page.remarks:
        st.warning(widgets.plain(remark))
    widgets.links(("この研修会の記録を修正する", f"/activities?part=training_session&record={one.id}"))
    widgets.section("書類")
    papers = training_papers.TITLES.items()
    widgets.links(*((f"{title}（PDF）", f"/download/center/trainings/{one.id}/{code}.pdf") for code, title in papers))


def _wishes(principal: Principal, page: TrainingsPage) -> None:
    if not page.wishes:
        widgets.empty("次のテーマの希望はまだありません", "受講後アンケートを実施すると、希望がここに集まります。")
        return
    widgets.notes(
        [
            "過去2年の受講後アンケートで希望されたテーマと講師です。自由記述は、書いた人が分からないよう、まとめて表示できるものに限ります。"
        ]
    )
    heads = [Head("希望", 16), Head("人数"), Head("どの研修会で", 14)]
    rows = [
        [
            markup.prose(one.text),
            "" if one.own_words else f"{one.count}名",
            f"{words.day(one.held_on)}　{one.theme}",
        ]
        for one in page.wishes
    ]
    st.html(markup.listing("次のテーマの希望", heads, rows))
    widgets.links(("次の研修会を登録する", "/activities?part=training_session"))
