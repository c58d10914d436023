"""事業 on the screen: the year by tasks, or the records of one kind with their steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.center.activities import ACTIVITIES, CaseExtract, CenterEvaluation
from checklist.model.fields import Record
from checklist.readings.center.activities_page import PARTS, SUMMARY, ActivitiesPage, Beside
from checklist.rules.center.training_steps import Step
from checklist.ui import markup, widgets
from checklist.ui.center import guideline_view, outreach_picture, record_book

WORDS = {SUMMARY: "業務の実績"} | {kind.KIND: kind.WORD for kind in ACTIVITIES}
FILES: dict[type[Record], str] = {
    CaseExtract: "/download/center/casebook",
    CenterEvaluation: "/download/center/evaluations",
}
"""What of a kind and a year can be taken away."""
_STEP = Markup('<li class="{}"><b>{}</b> <span class="soft">{}</span></li>')


def show(principal: Principal, page: ActivitiesPage) -> None:
    """The part that was asked for."""
    widgets.part("表示", PARTS, "part", WORDS.__getitem__)
    widgets.fiscal_year("年度", page.years, "year", page.year)
    if page.kind is None:
        widgets.table(page.summary)
        widgets.downloads("/download/center/activities", f"?year={page.year}", [("協議会の会議へ", "/council")])
        guideline_view.show(principal, page)
    else:
        _records(principal, page, page.kind)


def _records(principal: Principal, page: ActivitiesPage, kind: type[Record]) -> None:
    if page.refusal:
        st.warning(widgets.plain(page.refusal))
    for table in page.tables:
        widgets.section(table.title)
        widgets.table(table)
    if page.places:
        outreach_picture.show(page.places, page.year)
    if path := FILES.get(kind):
        widgets.downloads(path, f"?year={page.year}")
    for note in page.notes:
        st.info(widgets.plain(note))
    for beside in page.beside:
        _steps(beside)
    title = f"{kind.WORD}を修正する" if page.chosen else f"{kind.WORD}を追加する"
    with st.expander(title, expanded=bool(page.chosen) or not page.found):
        record_book.form(principal, page, kind, f"activity-{kind.KIND}")
    if page.found:
        record_book.listing(page, kind, f"/activities?part={kind.KIND}&year={page.year}", page.year)
    else:
        told = f"{words.fiscal_year(page.year)}の{kind.WORD}はまだありません"
        widgets.empty(told, "上の欄から追加してください。")


def _steps(beside: Beside) -> None:
    one = beside.training
    widgets.section(f"{words.day(one.held_on)}　{one.theme}")
    step_list(beside.steps)
    for remark in beside.remarks:
        st.warning(widgets.plain(remark))
    widgets.links(("この研修会を進める", f"/trainings?training={one.id}"))


def step_list(found: Sequence[Step]) -> None:
    """The steps of a training, what is done and until when the rest should be."""
    lines = [
        _STEP.format("done" if step.done else "todo", _word(step.done, step.word), _until(step.due)) for step in found
    ]
    st.html(Markup('<ol class="steps">{}</ol>').format(markup.joined(lines)))


def _word(done: bool, word: str) -> str:
    return f"{'済' if done else '未'}　{word}"


def _until(due: date | None) -> str:
    return f"{words.day(due)}まで" if due else ""
