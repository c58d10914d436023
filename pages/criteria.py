"""施設基準: whether the hospital is entitled to the add-ons on a day, why, what is missing, and what it is worth."""

from __future__ import annotations

import streamlit as st

from checklist.readings import criteria_page
from checklist.rules import access
from checklist.store import clock
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.criteria import criteria_view, rules_view
from checklist.ui.day_input import chosen_day

principal = session.guard("criteria")
hospital = widgets.number_in_address("hospital", "病院") or principal.hospital_id
widgets.heading(
    "施設基準", "要件ごとに、記録と訪問から基準日の状態を判定します。項目を押すと、詳しい内容を確認できます。"
)
# The answer stands above the day that it is asked for, but is known only once that day has been typed.
top = st.container()
day = chosen_day()
criteria_view.days(clock.today(), widgets.number_in_address("hospital"))

if hospital is None and not access.manages_region(principal):
    widgets.empty("所属する病院がありません", "システム管理者に、所属病院の登録を依頼してください。")
else:
    with viewing(principal) as view:
        page = criteria_page.read(view, hospital, day)
    if page.found is None:
        criteria_view.overview(page.shared, page.hospitals)
        rules_view.show(principal, page.rules)
    else:
        with top:
            criteria_view.summary(principal, page.found)
            criteria_view.alerts(page.alerts)
        criteria_view.show(principal, page.found)
