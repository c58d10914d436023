"""記録: what the safety management of a hospital did, week by week, and the people who do it."""

from __future__ import annotations

import streamlit as st

from checklist.readings import records_page
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.records import record_board, record_view

principal = session.guard("records")
widgets.heading(
    "記録",
    "カンファレンス、院内巡回、研修などの記録と、配置職員を登録します。施設基準の判定と証拠書類の基になります。",
)
if principal.hospital_id is None:
    widgets.empty("表示できる記録はありません", "所属病院が登録されると、その病院の記録を表示します。")
else:
    kind, year = record_view.kind_in_address(), st.query_params.get("year")
    with viewing(principal) as view:
        page = records_page.read(
            view,
            principal.hospital_id,
            kind,
            year,
            widgets.number_in_address("record", "記録"),
            st.query_params.get("month"),
        )
    record_board.show(principal, page)
