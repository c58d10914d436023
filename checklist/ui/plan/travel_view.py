"""Travel times on the page of the plan: what is known of them, one to enter, and a file to take in."""

from __future__ import annotations

import streamlit as st

from checklist.errors import Fault, Refused
from checklist.imports import travel_file
from checklist.model.accounts import Principal
from checklist.model.plan import LONGEST
from checklist.readings import travel_list
from checklist.readings.year_plan import PlanPage
from checklist.store.act import Act
from checklist.store.plan import travel_times
from checklist.ui import inputs, list_view, markup, session, table_form, widgets

FORM = "plan-travel"


def show(principal: Principal, page: PlanPage) -> None:
    """How the times are used, one to enter, the file, and the list."""
    st.html(
        markup.paragraph(
            "船や峠など、直線距離では分からない移動は、所要時間を登録します。登録した組合せには、直線距離の代わりに移動時間を使います"
            "（60分を40kmとして、距離の上限と移動の重みに反映します）。往復は同じ時間とします。"
        )
    )
    _enter(principal, page)
    widgets.empty_forms("travel")
    table_form.show(
        principal, FORM, "取り込むファイル（列：病院1、病院2、移動時間（分））", "移動時間を取り込む", travel_file.read,
        travel_file.take_in, travel_file.shown, dict(page.question.minutes),
    )  # fmt: skip
    found = travel_list.of(page.question.minutes, page.partners)
    if found.lines:
        list_view.show(found)
    else:
        st.caption("移動時間の登録はありません。すべての組合せで直線距離を使います。")


def _enter(principal: Principal, page: PlanPage) -> None:
    names = {one.id: one.name for one in page.partners.values()}
    key = f"{FORM}-{session.round_of(FORM)}"
    left, right = st.columns(2)
    with left:
        one = inputs.choice_or_none("病院1", names, None, f"{key}-one")
    with right:
        other = inputs.choice_or_none("病院2", {k: name for k, name in names.items() if k != one}, None, f"{key}-other")
    minutes = inputs.count("移動時間（分、0は登録の取消し）", 0, LONGEST, 0, f"{key}-minutes")

    def act_on(act: Act) -> str:
        if not one or not other:
            raise Refused([Fault("病院", "2つの病院を選んでください。")])
        changed = travel_times.save(act, {(one, other): minutes or None})
        return "移動時間を保存しました。" if changed else "変更はありません。"

    if st.button("移動時間を保存する", key=f"{key}-save"):
        widgets.save(principal, act_on, "", FORM)
