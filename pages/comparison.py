"""比較: classes, hospitals, self against visitor, and both directions of a visit; the choice is the address."""

from __future__ import annotations

from checklist.comparison import comparison_page, visit_comparison_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.comparison import comparison_filters, comparison_view, consent_view
from checklist.ui.region import annual_view
from checklist.ui.visits import visit_comparison_view

principal = session.guard("comparison")
widgets.heading("比較")
kind, asked = comparison_filters.kind(principal), widgets.address()

if kind in comparison_filters.OF_A_VISIT:
    with viewing(principal) as view:
        of_visit = visit_comparison_page.read(view, kind, asked)
    comparison_filters.bar(principal)
    visit_comparison_view.show(of_visit)
else:
    with viewing(principal) as view:
        page = comparison_page.read(view, kind, asked)
    comparison_filters.bar(principal, page.offer, page.selection)
    comparison_view.show(page)
    annual_view.show(principal, page.offer)
    consent_view.show(principal, page.consent)
