"""Self-assessments on their page: the list, starting one, and one in detail."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.formats.document import Document
from checklist.model.accounts import Principal
from checklist.readings.assessment_list import Line
from checklist.store.assessments import assessments
from checklist.store.sheets.sheets import VersionLine
from checklist.ui import inputs, markup, widgets


def _state(line: Line) -> str:
    approval = [markup.chip("院長承認済み", "done")] if line.assessment.approved_at else []
    return Markup(" ").join((markup.assessment_chip(line.assessment.state), *approval))


PIECES: dict[str, Callable[[Line], str]] = {
    "状態": _state,
    "進み具合": lambda line: markup.progress(line.answered, line.items, line.progress),
}
"""How the cells of the list are drawn."""


def way(line: Line) -> str:
    """What the link of a line leads to, for its reader."""
    return "記入する" if line.fills_in else "内容を見る"


def start(principal: Principal, years: Sequence[int], versions: Sequence[VersionLine], goes_on: bool) -> None:
    """Begin a self-assessment with a year and a version of the sheet; where one `goes_on`, that is the next step."""
    with st.form("start-self", enter_to_submit=False):
        left, right = st.columns(2)
        with left:
            named = {year: words.fiscal_year(year) for year in years}
            year = inputs.choice("年度", named, sorted(years)[-2], "start-self-year")
        with right:
            names = {version.code: f"{version.sheet_name} {version.name}" for version in versions}
            code = inputs.choice("点検表", names, None, "start-self-sheet")
        if st.form_submit_button("自己評価を開始する", type="secondary" if goes_on else "primary"):
            widgets.save(
                principal,
                lambda act: assessments.start_self(act, year, code),
                "自己評価を開始しました。点検表を開いて記入してください。",
            )


def head(line: Line) -> None:
    """What one assessment is, how far it is, and where to fill it in."""
    one = line.assessment
    pairs: list[tuple[str, str]] = [
        ("病院", line.host),
        ("年度", words.fiscal_year(one.fiscal_year)),
        ("点検表", line.sheet),
        ("状態", markup.assessment_chip(one.state)),
        ("進み具合", markup.progress(line.answered, line.items, line.progress)),
    ]
    if one.submitted_at:
        pairs.append(("提出日時", words.moment(one.submitted_at)))
        pairs.append(("院長承認", words.moment(one.approved_at) or "まだ承認されていません"))
    st.html(markup.facts(pairs))
    open_label = "点検表に記入する" if line.fills_in else "点検表を見る"
    address = f"/answer?assessment={one.id}"
    widgets.links((open_label, address), ("標準フォームで開く", f"{address}&form=standard"), primary=True)


def result(assessment_id: int, found: Document) -> None:
    """The assessment by chapter, and the files to take away."""
    widgets.section("章別の集計")
    widgets.definition()
    widgets.table(found.tables[1])
    paper = ("記入用紙（PDF）", f"/download/assessments/{assessment_id}/paper.pdf")
    widgets.downloads(f"/download/assessments/{assessment_id}", more=[paper])
