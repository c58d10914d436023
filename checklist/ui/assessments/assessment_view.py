"""Self-assessments on their page: the list, starting one, and one in detail."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.formats.document import Document
from checklist.model.accounts import Principal
from checklist.readings.assessment_list import Line
from checklist.store.assessments import assessments
from checklist.store.sheets.sheets import VersionLine
from checklist.ui import inputs, markup, widgets
from checklist.ui.markup import Head

HOST = Head("病院", 10)
NAMES = ("年度", HOST, Head("点検表", 12), Head("状態", 5), Head("進み具合", 7), "")


def listing(lines: Sequence[Line]) -> None:
    """All lines, the newest year first; the hospital is named only where there are several."""
    several = len({line.host for line in lines}) > 1
    shown = widgets.narrowed(lines, _said, "病院名・年度", "assessments") if several else list(lines)
    if not shown:
        widgets.empty("条件に合う自己評価はありません", "病院名を短くするか、年度を変えてください。")
        return
    rows = [_row(line) for line in widgets.paged(shown, "自己評価", "assessments")]
    kept = [place for place in range(len(NAMES)) if place != NAMES.index(HOST) or several]
    names = [NAMES[place] for place in kept]
    st.html(markup.listing("自己評価の一覧", names, [[row[place] for place in kept] for row in rows]))


def _said(line: Line) -> str:
    return f"{line.host} {words.fiscal_year(line.assessment.fiscal_year)} {line.sheet}"


def _row(line: Line) -> list[str]:
    one = line.assessment
    edition = f"（第{one.edition}回）" if one.edition > 1 else ""
    approval = [markup.chip("院長承認済み", "done")] if one.approved_at else []
    return [
        Markup('<span class="nowrap">{}年度</span>{}').format(one.fiscal_year, edition),
        line.host,
        line.sheet,
        Markup(" ").join((markup.assessment_chip(one.state), *approval)),
        markup.progress(line.answered, line.items, line.progress),
        markup.link("内容を見る", f"/assessments?assessment={one.id}", "button"),
    ]


def start(principal: Principal, years: Sequence[int], versions: Sequence[VersionLine]) -> None:
    """Begin a self-assessment with a year and a version of the sheet."""
    with st.form("start-self", enter_to_submit=False):
        left, right = st.columns(2)
        with left:
            named = {year: words.fiscal_year(year) for year in years}
            year = inputs.choice("年度", named, sorted(years)[-2], "start-self-year")
        with right:
            names = {version.code: f"{version.sheet_name} {version.name}" for version in versions}
            code = inputs.choice("点検表", names, None, "start-self-sheet")
        if st.form_submit_button("自己評価を開始する", type="primary"):
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
    open_label = "点検表に記入する" if line.writable else "点検表を見る"
    address = f"/answer?assessment={one.id}"
    widgets.links((open_label, address), ("標準フォームで開く", f"{address}&form=standard"), primary=True)


def result(assessment_id: int, found: Document) -> None:
    """The assessment by chapter, and the files to take away."""
    widgets.section("章別の集計")
    widgets.definition()
    widgets.table(found.tables[1])
    paper = ("記入用紙（PDF）", f"/download/assessments/{assessment_id}/paper.pdf")
    widgets.downloads(f"/download/assessments/{assessment_id}", more=[paper])
