"""Comparisons that start from one visit: self against visitor, and both directions between partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from checklist import words
from checklist.comparison.comparison import VisitComparison
from checklist.comparison.partners_comparison import PartnersComparison
from checklist.comparison.visit_comparison_page import VisitComparisonPage
from checklist.model.visits import Visit
from checklist.ui import charts, widgets
from checklist.ui.comparison import comparison_filters
from checklist.ui.visits import visit_view


def show(page: VisitComparisonPage) -> None:
    """The comparison of a visit that the reader may know of."""
    if page.visit is None:
        widgets.empty("比較できる訪問はまだありません", "訪問が登録されると、ここから選べます。")
        return
    if page.told:
        st.warning(widgets.plain("".join(page.told)))
    left, right = st.columns([2, 1.2])
    with left:
        _choose(page.known, page.names, page.usual)
    if page.both_ways and page.partner:
        with right:
            widgets.choice("連携先", page.visit.evaluator_ids, "partner", page.names.__getitem__, page.partner)
        if len(page.both_ways.sheets) > 1:
            _sheet(page.both_ways)
        _partners(page.visit, page.partner, page.both_ways, page.own)
    elif page.compared:
        with right:
            chapter = comparison_filters.chapter(_chapters(page.compared))
        _compared(page.compared, chapter)
    else:
        widgets.empty("訪問側の病院が登録されていません", "訪問側の病院が決まると、双方向で比較できます。")


def _choose(known: Sequence[Visit], names: Mapping[int, str], usual: int) -> None:
    """One visit, first the newest one that has ratings of its visitors."""
    labels = {
        one.id: f"{one.fiscal_year}年度　{names[one.host_id]}（{words.day(one.visit_date)}）" for one in known
    }  # fmt: skip
    widgets.choice("訪問（受審病院と訪問日）", list(labels), "visit", labels.__getitem__, usual)


def _sheet(found: PartnersComparison) -> None:
    """Of several sheets that both visits used the one that is compared."""
    names = dict(found.sheets)
    widgets.choice("点検表", list(names), "sheet", names.__getitem__, next(iter(names)))


def _chapters(found: VisitComparison) -> dict[str, str]:
    return {chapter.code: chapter.name for sheet in found.sheets[:1] for chapter in sheet.version.chapters}


def _compared(found: VisitComparison, chapter: str | None) -> None:
    """Self against visitor, sheet by sheet."""
    widgets.section(found.title)
    widgets.notes(found.notes[:1])
    widgets.definition()
    for sheet in found.sheets:
        visit_view.sheet_result(sheet, f"comparison-{found.visit.id}-{sheet.version.code}", chapter)
    widgets.downloads(f"/download/visits/{found.visit.id}")


def _partners(visit: Visit, partner: int, found: PartnersComparison, own: str) -> None:
    """What the visitors found at the host, beside what the host found at them."""
    widgets.section(found.headline or found.title, names=[found.there.host, found.back.host])
    _both_ways(found, f"partners-{visit.id}-{partner}", own)
    widgets.downloads(
        f"/download/visits/{visit.id}/partners", f"?{urlencode({'partner': partner, 'sheet': found.sheet})}"
    )


def _both_ways(found: PartnersComparison, key: str, own: str) -> None:
    chapters, items = found.tables
    if not chapters.rows:
        widgets.notes(found.notes[:-1])
        widgets.empty("比較できる評定がありません", "訪問評価が提出されると表示されます。")
        return
    charts.draw(charts.both_ways(found, own), f"{found.title}。{chapters.title}の表と同じ数値です。", f"{key}-chart")
    widgets.notes(found.notes[:-1])
    widgets.definition()
    widgets.subsection(chapters.title)
    widgets.table(chapters, with_notes=False)
    widgets.subsection(items.title)
    widgets.table(items, with_notes=False, tall=True)
