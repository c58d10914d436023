"""改善計画: what a hospital does about each finding, by state and due date; earlier findings of a visit."""

from __future__ import annotations

import streamlit as st

from checklist.errors import ChecklistError
from checklist.readings import follow_up_page, improvement_list, improvement_page
from checklist.rules import access
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.improvements import follow_up_view, improvement_board, improvement_view

principal = session.guard("improvements")
finding = widgets.number_in_address("finding", "指摘事項")
visit = widgets.number_in_address("visit", "訪問")

if finding is not None:
    try:
        with viewing(principal) as view:
            page = improvement_page.read(view, finding)
    except ChecklistError as error:
        improvement_view.absent(error)
        st.stop()
    improvement_view.show(principal, page)
elif visit is not None:
    with viewing(principal) as view:
        earlier = follow_up_page.find(view, visit)
    follow_up_view.show(principal, visit, earlier)
else:
    widgets.heading("改善計画", "評価報告書の指摘事項ごとに、改善策・期限・進み具合を確認します。")
    asked = widgets.number_in_address("hospital", "病院")
    # One view for both: the input offers what was read, and says what to read.
    with viewing(principal) as view:
        offered = improvement_list.hospitals_of(view)
        host = improvement_board.choose(offered, asked) if offered else None
        board = improvement_list.board(view, host.id) if host else None
        region = improvement_list.overview(view) if access.manages_region(principal) else None
    if asked is not None and asked not in {one.id for one in offered}:
        st.warning("指定された病院の改善計画を閲覧する権限がありません。")
    if host and board:
        improvement_board.show(host, board)
    if region:
        improvement_board.region(region)
    elif not host:
        widgets.empty(
            "表示できる改善計画はありません",
            "訪問評価者は、担当する訪問が登録されると、訪問先の改善計画を確認できます。",
        )
