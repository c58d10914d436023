"""Visits on their page: the list, one in detail, its next state, and its result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.comparison import visit_comparison
from checklist.comparison.visit_comparison import SheetComparison
from checklist.model.accounts import Principal
from checklist.model.assessments import Track
from checklist.model.permission import Verb
from checklist.model.visits import Visit, VisitState
from checklist.readings import assessment_list
from checklist.rules import access
from checklist.rules.visits import visit_states
from checklist.store.accounts import people
from checklist.store.act import acting, viewing
from checklist.store.assessments import assessments
from checklist.store.closing import closings
from checklist.store.hospitals import hospitals
from checklist.store.visits import visits
from checklist.ui import charts, markup, widgets
from checklist.ui.assessments import assessment_actions
from checklist.ui.markup import Head

NAMES = ("訪問日", Head("受審病院", 10), Head("訪問側", 10), "方法", Head("状態", 5), "")
MOVES = {
    VisitState.AGREED: "協議済みにする",
    VisitState.READY: "準備完了にする",
    VisitState.ON_SITE: "訪問を始める",
    VisitState.REPORTED: "報告済みにする",
    VisitState.ACKNOWLEDGED: "受領済みにする",
    VisitState.CLOSED: "終了にする",
    VisitState.CANCELLED: "訪問を中止する",
}
BY_REPORT = frozenset({VisitState.REPORTED, VisitState.ACKNOWLEDGED})
"""Once there is a closing meeting, sealing and receiving its report lead to these."""


def narrowed(found: Sequence[Visit], names: dict[int, str]) -> list[Visit]:
    """The visits of a long list in the states chosen and with the hospitals typed."""
    if len(found) <= widgets.LONG:
        return list(found)
    counts = Counter(visit.state for visit in found)
    present = [state for state in VisitState if state in counts]
    chosen = widgets.choices(
        "状態で絞り込む", present, "state", lambda state: f"{words.VISIT_STATES[state]}（{counts[state]}件）"
    )
    return widgets.narrowed(
        [visit for visit in found if not chosen or visit.state in chosen],
        lambda visit: " ".join(names[one] for one in (visit.host_id, *visit.evaluator_ids)),
        "病院名",
        "visits",
    )


def listing(found: Sequence[Visit], names: dict[int, str]) -> None:
    """The visits of a year."""
    if not found:
        widgets.empty("条件に合う訪問はありません", "状態の選択を外すか、病院名を短くしてください。")
        return
    rows = [
        [
            f'<span class="nowrap">{words.day(visit.visit_date)}</span>',
            escape(names[visit.host_id]),
            escape("・".join(names[one] for one in visit.evaluator_ids)),
            words.VISIT_MODES[visit.mode],
            markup.visit_chip(visit.state),
            markup.link("内容を見る", f"/visits?visit={visit.id}", "button"),
        ]
        for visit in found
    ]
    st.html(markup.listing("訪問の一覧", NAMES, [[Markup(cell) for cell in row] for row in rows]))


def detail(principal: Principal, visit: Visit, names: dict[int, str]) -> None:
    """Facts, sheets, what comes next, and the result of one visit."""
    with viewing(principal) as view:
        members = [people.get(view, one) for one in visit.member_ids]
    leading, *joining = [escape(names[one]) for one in visit.evaluator_ids] or ["未定"]
    pairs = [
        ("受審病院", escape(names[visit.host_id])),
        ("訪問側", f"{leading}（代表）" + "".join(f"<br>{name}" for name in joining)),
        (
            "訪問評価者",
            "<br>".join(escape(f"{p.name}（{names.get(p.hospital_id or 0, '')}）") for p in members) or "未定",
        ),
        ("訪問日", words.day(visit.visit_date)),
        ("方法", words.VISIT_MODES[visit.mode]),
        ("状態", markup.visit_chip(visit.state)),
    ]
    if visit.note:
        pairs.append(("備考", escape(visit.note)))
    st.html(markup.facts([(name, Markup(value)) for name, value in pairs]))
    _moves(principal, visit)


def _moves(principal: Principal, visit: Visit) -> None:
    """Buttons to the states that may follow."""
    with viewing(principal) as view:
        by_report = closings.is_open(view, visit.id)
    following = [
        one
        for one in visit_states.next_states(visit.state)
        if visits.may_move(principal, visit, one) and not (by_report and one in BY_REPORT)
    ]
    if not following:
        return
    with st.container(horizontal=True):
        for place, state in enumerate(following):
            if _is_pressed(visit, state, first=place == 0):
                message = f"状態を「{words.VISIT_STATES[state]}」に変更しました。"
                widgets.save(partial(_move, principal, visit.id, state), message)


def _is_pressed(visit: Visit, state: VisitState, first: bool) -> bool:
    """The button to one state; ending a visit for good asks once more."""
    key = f"move-{visit.id}-{state}"
    if state is not VisitState.CANCELLED:
        return st.button(MOVES[state], type="primary" if first else "secondary", key=key)
    with st.popover(MOVES[state]):
        st.write("中止すると元に戻せません。訪問の記録は残ります。")
        return st.button("中止を確定する", key=key)


def _move(principal: Principal, visit_id: int, state: VisitState) -> None:
    with acting(principal) as act:
        visits.move(act, visit_id, state)


def sheets(principal: Principal, visit: Visit) -> None:
    """The sheets of a visit: state and progress as far as the reader may know, and the way to each."""
    rows, mine, fills_in = [], [], False
    with viewing(principal) as view:
        for one in assessments.of_visit(view, visit.id):
            line = assessment_list.line(view, one)
            readable = Verb.READ in line.verbs
            label = "記入する" if line.writable else "点検表を見る"
            address = f"/answer?assessment={one.id}"
            if one.track is Track.AGREED:
                label, address = "講評会を見る", f"/closing?visit={visit.id}"
            rows.append(
                [
                    words.TRACKS[one.track],
                    escape(line.sheet),
                    markup.assessment_chip(one.state),
                    markup.progress(line.answered, line.items, line.progress) if readable else "提出後に表示します",
                    markup.row([markup.link(label, address, "primary" if line.writable else "button")])
                    if readable
                    else "",
                ]
            )
            fills_in |= one.track is Track.VISITOR and line.writable
            if one.track is Track.VISITOR and line.verbs & {Verb.SUBMIT, Verb.WITHDRAW}:
                mine.append(one.id)
    widgets.section("点検表")
    if rows:
        st.html(
            markup.listing(
                "点検表",
                ("評価", Head("点検表", 12), Head("状態", 5), Head("進み具合", 7), ""),
                [[Markup(cell) for cell in row] for row in rows],
            )
        )
    else:
        widgets.empty("この訪問の点検表はありません", "記録のみの訪問として登録されています。")
    if fills_in:
        widgets.links(("オフライン対応の画面で開く", f"/visit/{visit.id}"))
    for assessment_id in mine:
        assessment_actions.show(principal, assessment_id)


def result(principal: Principal, visit: Visit) -> None:
    """Self against visitor, with picture, tables and files, once there is something to read."""
    with viewing(principal) as view:
        found = visit_comparison.visit_comparison(view, visit.id)
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
        st.info("\n\n".join(absent))
    if sheet.scored and not chapter:
        charts.draw(charts.dumbbells(sheet), f"章別の得点率。{sheet.version.name}", f"{key}-chart")
    widgets.table(sheet.chapter_table())
    widgets.subsection("項目別の比較")
    only = st.checkbox("評定が異なる項目だけを表示する", key=f"{key}-only")
    widgets.items(sheet, only, chapter)


def names_of(principal: Principal) -> tuple[list[Visit], dict[int, str]]:
    """The visits that the reader may know of, and the names of all hospitals in them."""
    with viewing(principal) as view:
        found = visits.visible_to(view)
        return found, {hospital.id: hospital.name for hospital in hospitals.all_hospitals(view)}


def is_editable(principal: Principal, visit: Visit) -> bool:
    """Whether the reader may change the plan of a visit."""
    return access.manages_region(principal) and visit.state in access.WRITABLE_VISITS
