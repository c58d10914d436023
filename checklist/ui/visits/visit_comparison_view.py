"""Comparisons that start from one visit: self against visitor, and both directions between partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from checklist import words
from checklist.comparison.comparison import VisitComparison, visit_comparison
from checklist.comparison.partners_comparison import PartnersComparison, partners_comparison
from checklist.model.accounts import Principal
from checklist.model.visits import Visit, VisitState
from checklist.store.act import viewing
from checklist.ui import charts, widgets
from checklist.ui.comparison import comparison_filters
from checklist.ui.visits import visit_view


def show(principal: Principal, kind: str) -> None:
    """The comparison of a visit that the reader may know of."""
    found, names = visit_view.names_of(principal)
    rated = [visit for visit in found if visit.state is not VisitState.CANCELLED and not visit.record_only]
    known = sorted(rated, key=lambda visit: (visit.fiscal_year, visit.visit_date or date.min), reverse=True)
    if not known:
        widgets.empty("比較できる訪問はまだありません", "訪問が登録されると、ここから選べます。")
        return
    left, right = st.columns([2, 1.2])
    with left:
        visit = _choose(known, names)
    if kind == "partners":
        _partners(principal, visit, names, right)
        return
    with viewing(principal) as view:
        compared = visit_comparison(view, visit.id)
    with right:
        chapter = comparison_filters.chapter(_chapters(compared))
    widgets.section(compared.title)
    widgets.definition()
    for sheet in compared.sheets:
        visit_view.sheet_result(sheet, f"comparison-{visit.id}-{sheet.version.code}", chapter)
    widgets.downloads(f"/download/visits/{visit.id}")


def _choose(known: Sequence[Visit], names: Mapping[int, str]) -> Visit:
    """One visit, first the newest one that has ratings of its visitors."""
    by_id = {visit.id: visit for visit in known}
    labels = {
        one.id: f"{one.fiscal_year}年度　{names[one.host_id]}（{words.day(one.visit_date)}）" for one in known
    }  # fmt: skip
    reported = next((one.id for one in known if one.state in _WITH_RESULT), known[0].id)
    return by_id[widgets.choice("訪問（受審病院と訪問日）", list(by_id), "visit", labels.__getitem__, reported)]


_WITH_RESULT = (VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED)


def _chapters(found: VisitComparison) -> dict[str, str]:
    return {chapter.code: chapter.name for sheet in found.sheets[:1] for chapter in sheet.version.chapters}


def _partners(principal: Principal, visit: Visit, names: Mapping[int, str], place: DeltaGenerator) -> None:
    """What the visitors found at the host, beside what the host found at them."""
    if not visit.evaluator_ids:
        widgets.empty("訪問側の病院が登録されていません", "訪問側の病院が決まると、双方向で比べられます。")
        return
    own = principal.hospital_id
    usual = own if own in visit.evaluator_ids else visit.evaluator_ids[0]
    with place:
        partner = widgets.choice("連携先", visit.evaluator_ids, "partner", names.__getitem__, usual)
    with viewing(principal) as view:
        found = partners_comparison(view, visit.id, partner)
    widgets.section(found.title)
    widgets.definition()
    widgets.notes(found.notes[:-1])
    _both_ways(found, f"partners-{visit.id}-{partner}")
    widgets.downloads(f"/download/visits/{visit.id}/partners", f"?partner={partner}")


def _both_ways(found: PartnersComparison, key: str) -> None:
    chapters, items = found.tables
    if not chapters.rows:
        widgets.empty("比べられる評定がありません", "訪問評価が提出されると表示されます。")
        return
    charts.draw(charts.both_ways(found), f"{found.title}。{chapters.title}の表と同じ数値です。", f"{key}-chart")
    widgets.subsection(chapters.title)
    widgets.table(chapters, with_notes=False)
    widgets.subsection(items.title)
    widgets.table(items, with_notes=False, tall=True)
