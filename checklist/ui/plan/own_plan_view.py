"""The year of one hospital: its own duties and visits, nothing of the others."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklist import words
from checklist.model.visits import Visit
from checklist.readings.year_plan import OwnPlan
from checklist.rules.visits import visit_times
from checklist.ui import markup, widgets
from checklist.ui.markup import Head
from checklist.ui.plan.plan_view import TONES

DUTY_HEADS = ("義務", "状態", Head("相手の病院", 12))
VISIT_HEADS = ("予定", Head("受審病院", 10), Head("訪問側", 12), "状態", Head(""))


def show(page: OwnPlan) -> None:
    """What the year asks of the hospital and how far it is met, then its visits."""
    widgets.section("義務")
    if page.duties:
        rows = [
            [
                words.PLAN_DUTIES[one.duty],
                markup.chip(words.DUTY_STATES[one.state], TONES[one.state]),
                "・".join(page.names.get(key, "") for key in one.partner_ids),
            ]
            for one in page.duties
        ]
        st.html(markup.listing("義務", DUTY_HEADS, rows))
    else:
        widgets.empty(
            "この年度に義務はありません",
            "医療安全対策地域連携加算の届出があるときは、「届出・連携先」を確かめてください。",
        )
    widgets.section("訪問")
    if page.visits:
        st.html(markup.listing("訪問", VISIT_HEADS, _rows(page, page.visits)))
    else:
        widgets.empty("訪問の予定はありません", "地域事務局が年間計画を公表すると、ここに表示されます。")


def _rows(page: OwnPlan, found: Sequence[Visit]) -> list[list[str]]:
    return [
        [
            _when(page, one),
            page.names.get(one.host_id, ""),
            "・".join(page.names.get(key, "") for key in one.evaluator_ids),
            markup.visit_chip(one.state),
            markup.link("内容を見る", f"/visits?visit={one.id}", "button"),
        ]
        for one in found
    ]


def _when(page: OwnPlan, one: Visit) -> str:
    if one.visit_date:
        return visit_times.of_visit(one)
    month = page.months.get(one.id)
    return f"{month}月の予定（日程未定）" if month else "日程未定"
