"""The improvement plans of a hospital as a board, findings that came again, and the region's overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.hospitals import Hospital
from checklist.model.improvements import PlanState
from checklist.readings.improvement_list import Board, Overview, Repeated
from checklist.store import clock
from checklist.store.improvements.improvement_plans import ImprovementPlan, PlanLine
from checklist.ui import markup, widgets
from checklist.ui.markup import Head

ORDER = (PlanState.OVERDUE, PlanState.NONE, PlanState.PLANNED, PlanState.COMPLETED, PlanState.CHECKED)
AGAIN = "繰り返された指摘事項"
AGAIN_MEANS = "以前の年度と同じ項目（版の対応を含む）で、ふたたび指摘された件数です。"
NOT_AGAIN = "以前の年度と同じ項目での指摘はありません。"
TONES = {PlanState.OVERDUE: "late", PlanState.NONE: "quiet", PlanState.PLANNED: "busy"}


def chip(state: PlanState) -> Markup:
    """The state of a plan."""
    return markup.chip(words.PLAN_STATES[state], TONES.get(state, "done"))


def choose(found: Sequence[Hospital], asked: int | None) -> Hospital:
    """The hospital to look at: the one asked for if the reader may, else the first; named where there is no choice."""
    by_id = {one.id: one for one in found}
    usual = asked if asked in by_id else found[0].id
    if len(found) == 1:
        widgets.subsection(found[0].name)
        return found[0]
    with st.columns([1, 1])[0]:
        return by_id[widgets.choice("病院", list(by_id), "hospital", lambda one: by_id[one].name, usual)]


def show(host: Hospital, board: Board) -> None:
    """The board of one hospital, with its files and the findings that came again."""
    if not board.plans:
        widgets.empty(
            f"{host.name}の指摘事項はありません",
            "評価報告書が確定すると、指摘事項がここに並び、改善計画を作成できます。",
        )
        return
    _board(board.plans)
    widgets.links(
        ("改善計画書（相互評価）をPDFで保存", f"/download/hospitals/{host.id}/plans.pdf"),
        ("改善計画書（相互評価）をExcelで保存", f"/download/hospitals/{host.id}/plans.xlsx"),
    )
    if board.repeated:
        _repeated(board.repeated)


def _board(plans: Sequence[ImprovementPlan]) -> None:
    """One column for each state, what is due first on top."""
    today = clock.today()
    columns = []
    for state in ORDER:
        mine = [plan for plan in plans if plan.state(today) is state]
        mine.sort(key=lambda plan: (plan.fields.due_on is None, plan.fields.due_on, plan.finding.id))
        cards = markup.joined(_card(plan) for plan in mine) or markup.paragraph("ありません")
        columns.append(
            Markup('<section aria-label="{}"><h3>{} {}件</h3>{}</section>').format(
                words.PLAN_STATES[state], chip(state), len(mine), cards
            )
        )
    st.html(Markup('<div class="board">{}</div>').format(markup.joined(columns)))


def _card(plan: ImprovementPlan) -> Markup:
    fields = plan.fields
    who = f"担当 {fields.person_in_charge}" if fields.person_in_charge else "担当者は決まっていません"
    due = f"期限 {words.day(fields.due_on)}" if fields.due_on else "期限は決まっていません"
    return Markup(
        '<a href="/improvements?finding={}"><b>{}年度 {}</b><span>{}</span><small>{}</small><small>{}</small></a>'
    ).format(plan.finding.id, plan.fiscal_year, plan.finding.item, plan.finding.text, due, who)


def _repeated(found: Repeated) -> None:
    """Findings that stand where an earlier year had one already, by chapter."""
    widgets.section(AGAIN)
    counts = {code: count for (_, code), count in found.counts.items()}
    rows = [[f"{code}　{name}", f"{counts[code]}件"] for code, name in found.chapters.items() if code in counts]
    if rows:
        st.html(markup.paragraph(AGAIN_MEANS))
        st.html(markup.listing(AGAIN, (Head("章", 11), "件数"), rows))
    else:
        st.html(markup.paragraph(NOT_AGAIN))


def region(found: Overview) -> None:
    """For the secretariat: counts by hospital and state, and what is overdue; nothing of the content."""
    if not found.lines:
        widgets.empty("改善計画はまだありません", "評価報告書が確定すると、指摘事項の件数と改善の状態を表示します。")
        return
    _by_hospital(found.lines, found.names)
    _overdue([line for line in found.lines if line.state is PlanState.OVERDUE], found.names)
    if found.repeated:
        _repeated_in_region(found.repeated, found.names)


def _overdue(late: list[PlanLine], names: Mapping[int, str]) -> None:
    """What is past its due date, the oldest first, in a frame of its own because a region has many."""
    widgets.section(f"期限を過ぎた改善計画（{len(late)}件）")
    if late:
        late.sort(key=lambda line: (line.due_on is None, line.due_on, names[line.hospital_id]))
        rows = [
            [names[one.hospital_id], f"{one.fiscal_year}年度", words.day(one.due_on), chip(one.state)]
            for one in widgets.paged(late, "期限を過ぎた改善計画", "late")
        ]
        heads = (Head("病院", 10), "年度", "期限", Head("状態", 5))
        st.html(markup.listing("期限を過ぎた改善計画", heads, rows, tall=True))
    else:
        widgets.empty("期限を過ぎた改善計画はありません", "各病院の状態は、上の表で確認できます。")


def _by_hospital(lines: Sequence[PlanLine], names: Mapping[int, str]) -> None:
    widgets.section("病院別の状態")
    st.html(markup.paragraph("件数と期限のみを表示しています。指摘事項と改善策の内容は表示しません。"))
    counts = Counter((line.hospital_id, line.fiscal_year, line.state) for line in lines)
    places = sorted({(-line.fiscal_year, names[line.hospital_id], line.hospital_id) for line in lines})
    found = widgets.narrowed(places, lambda one: f"{-one[0]}年度 {one[1]}", "病院名・年度", "plans")
    if not found:
        widgets.empty("条件に合う病院はありません", "病院名を短くするか、年度を変えてください。")
        return
    rows = [
        [f"{-year}年度", name, *(f"{counts[host, -year, state]}件" for state in ORDER)]
        for year, name, host in widgets.paged(found, "病院別の状態", "plans")
    ]
    heads: list[Head | str] = ["年度", Head("病院", 10), *(words.PLAN_STATES[state] for state in ORDER)]
    st.html(markup.listing("病院別の状態", heads, rows))


def _repeated_in_region(repeated: Repeated, names: Mapping[int, str]) -> None:
    """How often each hospital was found at the same items again, and in which chapters; counts only."""
    found: dict[int, list[tuple[str, int]]] = {}
    for code, chapter in repeated.chapters.items():
        for host in (one for one in names if (one, code) in repeated.counts):
            found.setdefault(host, []).append((f"{code} {chapter}", repeated.counts[host, code]))
    widgets.section(f"病院別の{AGAIN}")
    if not found:
        st.html(markup.paragraph(NOT_AGAIN))
        return
    st.html(markup.paragraph(AGAIN_MEANS))
    totals = sorted(((-sum(count for _, count in one), names[host], one) for host, one in found.items()))
    rows = [
        [name, f"{-total}件", "、".join(f"{chapter} {count}件" for chapter, count in one)]
        for total, name, one in widgets.paged(totals, AGAIN, "again")
    ]
    st.html(markup.listing(f"病院別の{AGAIN}", (Head("病院", 10), "件数", Head("章ごとの件数", 16)), rows))
