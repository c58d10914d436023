"""The improvement plans of a hospital as a list, findings that came again, and the region's overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.hospitals import Hospital
from checklist.model.improvements import PlanState
from checklist.readings import plan_lists
from checklist.readings.improvement_list import Board, Overview, Repeated
from checklist.readings.listing import Listing
from checklist.store import clock
from checklist.store.improvements.improvement_plans import ImprovementPlan
from checklist.ui import in_vain, list_view, markup, widgets
from checklist.ui.markup import Head

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
        widgets.section(found[0].name)
        return found[0]
    # The page tells that a hospital may not be read.
    in_vain.known(("hospital",))
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
    today = clock.today()
    counts = Counter(plan.state(today) for plan in board.plans)
    told = (
        Markup("<span>{} {}件</span>").format(chip(state), counts[state]) for state in plan_lists.ORDER if counts[state]
    )
    st.html(markup.row(told))
    listed = plan_lists.of_hospital(board.plans, today)
    list_view.show(
        listed, _pieces(today), way="開く", own=f"hospital={host.id}", folded=True, beneath=("項目", "遅れ（日）")
    )
    widgets.links(
        ("改善計画書（相互評価）をPDFで保存", f"/download/hospitals/{host.id}/plans.pdf"),
        ("改善計画書（相互評価）をExcelで保存", f"/download/hospitals/{host.id}/plans.xlsx"),
    )
    if board.repeated:
        _repeated(board.repeated)


def _pieces(today: date) -> dict[str, Callable[[ImprovementPlan], str]]:
    return {"状態": lambda plan: chip(plan.state(today)), "遅れ（日）": lambda plan: _late(plan, today)}


def _late(plan: ImprovementPlan, today: date) -> str:
    days = plan_lists.late(plan.state(today), plan.fields.due_on, today)
    return f"{days:,}日" if days else ""


def _repeated(found: Repeated) -> None:
    """Findings that stand where an earlier year had one already, by chapter."""
    widgets.section(plan_lists.AGAIN)
    counts = {code: count for (_, code), count in found.counts.items()}
    rows = [[f"{code}　{name}", f"{counts[code]}件"] for code, name in found.chapters.items() if code in counts]
    if rows:
        st.html(markup.paragraph(AGAIN_MEANS))
        st.html(markup.listing(plan_lists.AGAIN, (Head("章", 11), "件数"), rows))
    else:
        st.html(markup.paragraph(NOT_AGAIN))


def region(found: Overview) -> None:
    """For the secretariat: counts by hospital and state, and what is overdue; nothing of the content."""
    if not found.lines:
        widgets.empty("改善計画はまだありません", "評価報告書が確定すると、指摘事項の件数と改善の状態を表示します。")
        return
    late = sum(line.state is PlanState.OVERDUE for line in found.lines)
    widgets.section(f"地域の改善計画（期限超過 {late}件）")
    st.html(markup.paragraph("番号・期限・状態のみを表示しています。指摘事項と改善策の内容は表示しません。"))
    listed = plan_lists.of_region(found.lines, found.names, clock.today())
    list_view.show(listed, {"状態": lambda line: chip(line.state)}, folded=True)
    states = plan_lists.by_hospital(found.lines, found.names)
    widgets.section(states.title)
    list_view.show(states, folded=True)
    if found.repeated:
        _repeated_in_region(plan_lists.again(found.repeated, found.names))


def _repeated_in_region(found: Listing[None]) -> None:
    widgets.section(found.title)
    st.html(markup.paragraph(AGAIN_MEANS if found.lines else NOT_AGAIN))
    if found.lines:
        list_view.show(found, folded=True)
