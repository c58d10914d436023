"""The improvement plans of a hospital as a board, findings that came again, and the region's overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.hospitals import Hospital
from checklist.model.improvements import PlanState
from checklist.model.permission import PlanVerb
from checklist.store import clock
from checklist.store.act import viewing
from checklist.store.hospitals import hospitals
from checklist.store.improvements import follow_ups, improvement_plans
from checklist.store.improvements.improvement_plans import ImprovementPlan, PlanLine
from checklist.store.sheets import sheets
from checklist.store.visits import visits
from checklist.ui import markup, widgets
from checklist.ui.markup import Head

ORDER = (PlanState.OVERDUE, PlanState.NONE, PlanState.PLANNED, PlanState.COMPLETED, PlanState.CHECKED)
AGAIN = "繰り返された指摘事項"
AGAIN_MEANS = "以前の年度と同じ項目（版の対応を含む）で、ふたたび指摘された件数です。"
TONES = {PlanState.OVERDUE: "late", PlanState.NONE: "quiet", PlanState.PLANNED: "busy"}


def readable(principal: Principal) -> list[Hospital]:
    """The hospitals whose plans the reader may see, the own one first."""
    with viewing(principal) as view:
        found = [
            one for one in visits.hospitals_known_to(view) if PlanVerb.READ in improvement_plans.verbs(view, one.id)
        ]
    return sorted(found, key=lambda one: (one.id != principal.hospital_id, one.code))


def chip(state: PlanState) -> str:
    """The state of a plan."""
    return markup.chip(words.PLAN_STATES[state], TONES.get(state, "done"))


def show(principal: Principal, found: Sequence[Hospital], asked: int | None) -> None:
    """The board of one hospital, with its files and the findings that came again."""
    names = {one.id: one.name for one in found}
    usual = asked if asked in names else found[0].id
    host = usual
    if len(names) > 1:
        with st.columns([1, 1])[0]:
            host = widgets.choice("病院", list(names), "hospital", names.__getitem__, usual)
    with viewing(principal) as view:
        plans = improvement_plans.of_hospital(view, host)
    if asked is not None and asked not in names:
        st.warning("指定された病院の改善計画を閲覧する権限がありません。")
    if not plans:
        widgets.empty(
            f"{names[host]}の指摘事項はありません",
            "評価報告書が確定すると、指摘事項がここに並び、改善計画を作成できます。",
        )
        return
    _board(plans)
    widgets.links(
        ("業務改善計画書をPDFで保存", f"/download/hospitals/{host}/plans.pdf"),
        ("業務改善計画書をExcelで保存", f"/download/hospitals/{host}/plans.xlsx"),
    )
    _repeated(principal, host)


def _board(plans: Sequence[ImprovementPlan]) -> None:
    """One column for each state, what is due first on top."""
    today = clock.today()
    columns = []
    for state in ORDER:
        mine = [plan for plan in plans if plan.state(today) is state]
        mine.sort(key=lambda plan: (plan.fields.due_on is None, plan.fields.due_on, plan.finding.id))
        cards = "".join(_card(plan) for plan in mine) or '<p class="soft">ありません</p>'
        name = words.PLAN_STATES[state]
        columns.append(f'<section aria-label="{name}"><h3>{chip(state)} {len(mine)}件</h3>{cards}</section>')
    st.html(f'<div class="board">{"".join(columns)}</div>')


def _card(plan: ImprovementPlan) -> str:
    fields = plan.fields
    who = f"担当 {escape(fields.person_in_charge)}" if fields.person_in_charge else "担当者は決まっていません"
    due = f"期限 {words.day(fields.due_on)}" if fields.due_on else "期限は決まっていません"
    return (
        f'<a href="/improvements?finding={plan.finding.id}"><b>{plan.fiscal_year}年度 {escape(plan.finding.item)}</b>'
        f"<span>{escape(plan.finding.text)}</span><small>{due}</small><small>{who}</small></a>"
    )


def _repeated(principal: Principal, hospital_id: int) -> None:
    """Findings that stand where an earlier year had one already, by chapter."""
    with viewing(principal) as view:
        counts = follow_ups.repeated(view, [hospital_id])
        names = sheets.chapter_names(view)
    widgets.section(AGAIN)
    found = {code: count for (_, code), count in counts.items()}
    rows = [[escape(f"{code}　{name}"), f"{found[code]}件"] for code, name in names.items() if code in found]
    if rows:
        st.html(f'<p class="soft">{AGAIN_MEANS}</p>')
        st.html(markup.listing(AGAIN, (Head("章", 11), "件数"), [[Markup(cell) for cell in row] for row in rows]))
    else:
        st.html('<p class="soft">以前の年度と同じ項目での指摘はありません。</p>')


def region(principal: Principal) -> None:
    """For the secretariat: counts by hospital and state, and what is overdue; nothing of the content."""
    with viewing(principal) as view:
        lines = improvement_plans.lines(view, clock.today())
        names = {one.id: one.name for one in hospitals.all_hospitals(view)}
    if not lines:
        widgets.empty("改善計画はまだありません", "評価報告書が確定すると、指摘事項の件数と改善の状態を表示します。")
        return
    _by_hospital(lines, names)
    _overdue([line for line in lines if line.state is PlanState.OVERDUE], names)
    _repeated_in_region(principal, names)


def _overdue(late: list[PlanLine], names: dict[int, str]) -> None:
    """What is past its due date, the oldest first, in a frame of its own because a region has many."""
    widgets.section(f"期限を過ぎた改善計画（{len(late)}件）")
    if late:
        late.sort(key=lambda line: (line.due_on is None, line.due_on, names[line.hospital_id]))
        rows = [
            [escape(names[one.hospital_id]), f"{one.fiscal_year}年度", words.day(one.due_on), chip(one.state)]
            for one in late
        ]
        st.html(
            markup.listing(
                "期限を過ぎた改善計画",
                (Head("病院", 10), "年度", "期限", Head("状態", 5)),
                [[Markup(cell) for cell in row] for row in rows],
                tall=True,
            )
        )
    else:
        widgets.empty("期限を過ぎた改善計画はありません", "各病院の状態は、上の表で確認できます。")


def _by_hospital(lines: Sequence[PlanLine], names: dict[int, str]) -> None:
    widgets.section("病院別の状態")
    st.html('<p class="soft">件数と期限だけを表示しています。指摘事項と改善策の内容は表示しません。</p>')
    counts = Counter((line.hospital_id, line.fiscal_year, line.state) for line in lines)
    places = sorted({(-line.fiscal_year, names[line.hospital_id], line.hospital_id) for line in lines})
    rows = [
        [f"{-year}年度", escape(name), *(f"{counts[host, -year, state]}件" for state in ORDER)]
        for year, name, host in places
    ]
    st.html(
        markup.listing(
            "病院別の状態",
            ("年度", Head("病院", 10), *(words.PLAN_STATES[state] for state in ORDER)),
            [[Markup(cell) for cell in row] for row in rows],
        )
    )


def _repeated_in_region(principal: Principal, names: dict[int, str]) -> None:
    """How often each hospital was found at the same items again, and in which chapters; counts only."""
    with viewing(principal) as view:
        counts = follow_ups.repeated(view, names)
        chapters = sheets.chapter_names(view)
    found: dict[int, list[tuple[str, int]]] = {}
    for code, chapter in chapters.items():
        for host in (one for one in names if (one, code) in counts):
            found.setdefault(host, []).append((f"{code} {chapter}", counts[host, code]))
    widgets.section(f"病院別の{AGAIN}")
    if not found:
        st.html('<p class="soft">以前の年度と同じ項目での指摘はありません。</p>')
        return
    st.html(f'<p class="soft">{AGAIN_MEANS}</p>')
    totals = sorted(((-sum(count for _, count in one), names[host], one) for host, one in found.items()))
    rows = [
        [escape(name), f"{-total}件", escape("、".join(f"{chapter} {count}件" for chapter, count in one))]
        for total, name, one in totals
    ]
    st.html(
        markup.listing(
            f"病院別の{AGAIN}",
            (Head("病院", 10), "件数", Head("章ごとの件数", 16)),
            [[Markup(cell) for cell in row] for row in rows],
        )
    )
