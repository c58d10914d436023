"""記録: what the safety management of a hospital did, week by week, and the people who do it."""

from __future__ import annotations

from checklist.store import clock
from checklist.ui import session, widgets
from checklist.ui.records import record_board, record_view

principal = session.guard("records")
today = clock.today()

widgets.heading(
    "記録",
    "カンファレンス、院内巡回、研修などの記録と、配置職員を登録します。施設基準の判定と証拠書類の基になります。",
)
if principal.hospital_id is None:
    widgets.empty("表示できる記録はありません", "所属病院が登録されると、その病院の記録を表示します。")
else:
    kind = record_view.kind_in_address()
    year = record_board.year_in_address(kind, today)
    record_board.show(principal, principal.hospital_id, kind, year, today)
