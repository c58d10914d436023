"""改善計画: what a hospital does about each finding, by state and due date; earlier findings of a visit."""

from __future__ import annotations

from checklist.rules import access
from checklist.ui import session, widgets
from checklist.ui.improvements import follow_up_view, improvement_board, improvement_view

principal = session.guard("improvements")
finding = widgets.number_in_address("finding")
visit = widgets.number_in_address("visit")

if finding is not None:
    improvement_view.show(principal, finding)
elif visit is not None:
    follow_up_view.show(principal, visit)
else:
    widgets.heading("改善計画", "評価報告書の指摘事項ごとに、改善策・期限・進み具合を確認します。")
    hospitals = improvement_board.readable(principal)
    if hospitals:
        improvement_board.show(principal, hospitals, widgets.number_in_address("hospital"))
    if access.manages_region(principal):
        improvement_board.region(principal)
    elif not hospitals:
        widgets.empty(
            "表示できる改善計画はありません",
            "訪問評価者は、担当する訪問が登録されると、訪問先の改善計画を確認できます。",
        )
