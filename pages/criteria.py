"""施設基準: whether the hospital is entitled to the add-ons on a day, why, what is missing, and what it is worth."""

from __future__ import annotations

import streamlit as st

from checklist.readings import criteria
from checklist.rules import access
from checklist.store import clock
from checklist.store.act import viewing
from checklist.ui import session, widgets
from checklist.ui.criteria import criteria_view
from checklist.ui.day_input import chosen_day

principal = session.guard("criteria")
hospital = widgets.number_in_address("hospital") or principal.hospital_id
widgets.heading(
    "施設基準", "要件ごとに、記録と訪問から基準日の状態を判定します。項目を押すと、詳しい内容を確認できます。"
)
top = st.container()
day = chosen_day()
criteria_view.days(clock.today(), widgets.number_in_address("hospital"))

if hospital is None and access.manages_region(principal):
    with viewing(principal) as view:
        shared = criteria.shared(view, day)
    criteria_view.overview(shared)
elif hospital is None:
    widgets.empty("所属する病院がありません", "システム管理者に、所属病院の登録を依頼してください。")
else:
    code = criteria_view.chosen_set()
    with viewing(principal) as view:
        found = criteria.evaluation(view, hospital, day, code)
        alerts = criteria.alerts(view, found)
    with top:
        if hospital != principal.hospital_id:
            widgets.subsection(found.facts.hospital.name)
        criteria_view.summary(found)
        criteria_view.alerts(alerts)
    criteria_view.addons(found)
    widgets.section("要件ごとの判定")
    criteria_view.requirements(found)
    query = f"?on={day.isoformat()}" + (f"&set={code}" if code else "")
    widgets.downloads(f"/download/hospitals/{hospital}/criteria", query)
    criteria_view.money(found)
    criteria_view.notes(found)
    criteria_view.sharing(principal, hospital)
