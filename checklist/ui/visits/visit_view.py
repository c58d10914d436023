"""Visits on their page: the list, one in detail, its next state, and its result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from checklist import words
from checklist.comparison import pairs_drawing
from checklist.comparison.visit_comparison import DIFFERS, SheetComparison, VisitComparison
from checklist.formats import pairs_picture
from checklist.formats.table import Table
from checklist.model.accounts import Principal
from checklist.model.assessments import AssessmentState, Track
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState
from checklist.readings import listing
from checklist.readings.assessment_list import Line
from checklist.readings.assessment_steps import Steps
from checklist.readings.listing import Listing
from checklist.readings.visit_page import Chosen, VisitPage
from checklist.rules import access
from checklist.rules.fields import option
from checklist.rules.hospitals import infection
from checklist.rules.visits import visit_states, visit_times
from checklist.store.visits import visits
from checklist.ui import list_view, markup, widgets
from checklist.ui.assessments import assessment_actions
from checklist.ui.markup import Head

PART = "part"
PARTS = {
    Chosen.PREPARATION: "準備と点検表",
    Chosen.RESULT: "結果",
    Chosen.PAPERWORK: "報告書と書類",
}


PIECES: dict[str, Callable[[Visit], str]] = {"状態": lambda visit: markup.visit_chip(visit.state)}
"""How the cells of the list are drawn."""


def nothing(found: Listing[Visit], hint: str) -> tuple[str, str]:
    """What to say where no visit is shown: of a year without any there is more to say than that nothing fits."""
    year = listing.asked(found, widgets.address()).chosen["year"]
    if any(year in (listing.ALL, *line.keys["year"]) for line in found.lines):
        return list_view.NOTHING
    return ("この年度の訪問はありません", hint)


def asked() -> Chosen:
    """The part of the page that its address asks for."""
    return option.chosen(list(Chosen), widgets.address().get(PART))


def parts() -> None:
    """The way from one part of the page to the others."""
    widgets.part("表示する内容", list(Chosen), PART, PARTS.__getitem__)


def detail(page: VisitPage) -> None:
    """Facts of one visit."""
    visit = page.visit
    leading, *joining = page.evaluators or ("未定",)
    members = markup.lines(f"{one.name}（{one.hospital}）" for one in page.members)
    pairs: list[tuple[str, str]] = [
        ("受審病院", page.host),
        ("訪問側", markup.lines([f"{leading}（代表）", *joining])),
        ("訪問評価者", members or "未定"),
        ("訪問日", visit_times.of_visit(visit) or "未定"),
        ("方法", words.VISIT_MODES[visit.mode]),
        ("状態", markup.visit_chip(visit.state)),
    ]
    if visit.note:
        pairs.append(("備考", visit.note))
    st.html(markup.facts(pairs))
    if page.preparation:
        infection_notes(page.preparation.infection)


def day_links(principal: Principal, visit: Visit) -> None:
    """The ways to the poll for the day and to the day as a file for one's calendar."""
    found = []
    if visit.state in visit_states.AHEAD and Verb.READ in visits.verbs(principal, visit, Thing.DATE_POLL):
        found.append(("訪問日を調整する", f"/date_polls?visit={visit.id}"))
    if visit.visit_date and visit.state in access.WRITABLE_VISITS:
        found.append(("カレンダーに取り込む（.ics）", f"/download/visits/{visit.id}/day.ics"))
    if found:
        widgets.links(*found)


def infection_notes(found: Sequence[str]) -> None:
    """What the filings of 感染対策向上加算 say of a visit with a sheet of 感染対策; what asks for something stands out."""
    for line in found:
        if line == infection.JOINT:
            widgets.notes([line])
        else:
            st.warning(widgets.plain(line))


def sheets(principal: Principal, visit: Visit, lines: Sequence[Line], steps: Sequence[Steps], leads: bool) -> None:
    """The sheets of a visit: state and progress as far as the reader may know, and the way to each.

    Where no next step `leads` the page, the first sheet to fill in does.
    """
    widgets.section("点検表")
    if lines:
        first = None if leads else next((line for line in lines if line.writable), None)
        heads = ("評価", Head("点検表", 12), Head("状態", 5), Head("進み具合", 7), "")
        st.html(markup.listing("点検表", heads, [_sheet(visit, line, line is first) for line in lines]))
        papers = [line for line in lines if line.readable and line.assessment.track is Track.VISITOR]
        widgets.links(
            *(
                (f"点検表を印刷する（{line.sheet}）", f"/download/assessments/{line.assessment.id}/paper.pdf")
                for line in papers
            ),
            ("確認場所のQRコードを印刷する", f"/download/visits/{visit.id}/places.pdf"),
        )
    else:
        widgets.empty("この訪問の点検表はありません", "記録のみの訪問として登録されています。")
    forms = [line for line in lines if line.writable and line.assessment.track is Track.VISITOR]
    if forms:
        widgets.links(*((f"標準フォームで開く（{line.sheet}）", f"{_in_region(line)}&form=standard") for line in forms))
    on_paper([line for line in lines if line.readable and line.assessment.track is Track.VISITOR])
    for one in steps:
        assessment_actions.show(principal, one)


def on_paper(lines: Sequence[Line]) -> None:
    """The sheets to print: for a round without a tablet, and with what was rated so far for when one fails."""
    if not lines:
        return
    with st.expander("点検表を紙に印刷する（PDF）"):
        st.html(
            markup.paragraph(
                "端末が使えなくなったときは、これまでの評定と、紙に書いた残りの項目を、あとで標準フォームから入力できます。"
            )
        )
        for line in lines:
            path = f"/download/assessments/{line.assessment.id}/paper.pdf"
            if len(lines) > 1:
                widgets.subsection(line.sheet)
            widgets.links(
                ("記入用紙", path),
                ("記入用紙（確認場所順）", f"{path}?by=place"),
                ("これまでの評定あり", f"{path}?filled"),
                ("これまでの評定あり（確認場所順）", f"{path}?filled&by=place"),
            )


def _in_region(line: Line) -> str:
    """The sheet among the other pages, with the ways to submit it."""
    return f"/answer?assessment={line.assessment.id}"


def _sheet(visit: Visit, line: Line, is_first: bool) -> list[str]:
    one = line.assessment
    label = "記入する" if line.writable else "点検表を見る"
    # On the day a reload without a network must not be the end: only this page outlives it.
    address = f"/visit/{visit.id}#{one.id}" if line.writable and one.track is Track.VISITOR else _in_region(line)
    if one.track is Track.AGREED:
        label, address = "講評会を見る", f"/closing?visit={visit.id}"
    # Of a visit that is over nothing stands out as the next step, though the host may go on with its self-assessment.
    stands_out = is_first and visit.state not in (VisitState.CLOSED, VisitState.CANCELLED)
    way = markup.row([markup.link(label, address, "primary" if stands_out else "button")])
    return [
        words.TRACKS[one.track],
        line.sheet,
        markup.assessment_chip(one.state),
        _progress(line),
        way if line.readable else "",
    ]


def _progress(line: Line) -> str:
    if not line.readable:
        return "提出後に表示します"
    if line.assessment.track is Track.AGREED and line.assessment.state is AssessmentState.OPEN:
        # What both sides rate alike is agreed without being written down: a count of what was would say too little.
        return "講評会で記録しています"
    return markup.progress(line.answered, line.items, line.progress)


def result(visit: Visit, found: VisitComparison) -> None:
    """Self against visitor, with picture, tables and files, once there is something to read."""
    shown = [sheet for sheet in found.sheets if sheet.self_side.shown or sheet.visitor_side.shown]
    widgets.section("結果（自己評価と訪問評価）")
    if not shown:
        absences = dict.fromkeys(side.absence for sheet in found.sheets for side in sheet.sides if side.absence)
        widgets.empty("結果はまだ表示できません", " ".join(absences) or "点検表が登録されていません。")
        return
    widgets.definition()
    for sheet in shown:
        sheet_result(sheet, f"visit-{visit.id}-{sheet.version.code}")
    widgets.downloads(f"/download/visits/{visit.id}")


def sheet_result(sheet: SheetComparison, key: str, chapter: str | None = None) -> None:
    """One sheet of a visit: chapters as picture and table, then the items down to the comments."""
    absent = [side.absence for side in sheet.sides if side.absence]
    if absent:
        st.info(widgets.plain("\n\n".join(absent)))
    if sheet.scored and not chapter:
        alt = f"章別の得点率。{sheet.version.name}。下の表と同じ数値です。"
        # One of the two is on the screen: beside the points, names have no room on a phone.
        looks = {"pairs": pairs_picture.WIDE, "pairs narrow": pairs_picture.NARROW}
        drawn = {look: pairs_drawing.svg(sheet, on_screen=True, frame=frame) for look, frame in looks.items()}
        st.html(markup.joined(markup.picture(one, alt, look) for look, one in drawn.items()))
    widgets.table(_of_sheet(sheet, sheet.chapter_table()))
    widgets.subsection("項目別の比較")
    only = st.checkbox("評定が異なる項目のみを表示する", key=f"{key}-only")
    _items(sheet, only, chapter)


def _of_sheet(sheet: SheetComparison, found: Table) -> Table:
    """A table under the name of its sheet as well: of a joint visit, two of each stand on one page."""
    return replace(found, title=f"{found.title}（{sheet.version.sheet_name}）")


def _items(sheet: SheetComparison, only_differences: bool = False, chapter: str | None = None) -> None:
    """The items of a visit sheet with both ratings and comments."""
    kept = [
        pair
        for pair in sheet.items
        if (not only_differences or pair.difference == DIFFERS) and chapter in (None, pair.chapter)
    ]
    if kept:
        widgets.table(_of_sheet(sheet, replace(sheet, items=tuple(kept)).item_table()), with_notes=False, tall=True)
    else:
        widgets.empty("評定が異なる項目はありません", "自己評価と訪問評価の評定はすべて一致しています。")
