"""比較: classes, hospitals, self against visitor, and both directions of a visit; the choice is the address."""

from __future__ import annotations

from checklist.comparison import comparison
from checklist.errors import Refused
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.comparison import comparison_filters, comparison_view
from checklist.ui.visits import visit_comparison_view

principal = session.guard("comparison")
widgets.heading("比較", "提出された評価だけを集計しています。")
kind = comparison_filters.kind(principal)

if kind in comparison_filters.OF_A_VISIT:
    visit_comparison_view.show(principal, kind)
else:
    with viewing(principal) as view:
        choices = comparison.choices(view)
        scope = comparison.default_scope(view)
    if not choices.years:
        widgets.empty("比較できる評価はまだありません", "自己評価または訪問評価が提出されると、ここに表示されます。")
    else:
        selection = comparison_filters.selection(choices, scope, kind)
        try:
            comparison_view.show(principal, kind, selection)
        except Refused as error:
            widgets.refused(error, "表示できません。次の点を直してください。")
