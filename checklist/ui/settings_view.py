"""The region's settings on their page."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from checklist import words
from checklist.errors import Forbidden
from checklist.model import Principal, Region
from checklist.rules import access
from checklist.store import db, region
from checklist.ui import markup, widgets


def form(principal: Principal, old: Region) -> None:
    """Name, first month, group size and blind mode."""
    with st.form("settings", enter_to_submit=False):
        name = st.text_input("地域の名称", old.name, max_chars=100, key="settings-name")
        left, right = st.columns(2)
        size = left.number_input("匿名比較の最小病院数", 3, 100, old.minimum_group_size, step=1, key="settings-size")
        month = right.selectbox(
            "年度の始まりの月",
            list(range(1, 13)),
            old.fiscal_year_start_month - 1,
            lambda m: f"{m}月",
            key="settings-month",
            placeholder="選択",
            filter_mode=None,
        )
        blind = st.checkbox("訪問評価者は、評定した項目から順に自己評価を見る", old.blind_mode, key="settings-blind")
        st.caption("病院数が最小病院数に満たない集計は、病院が特定されないように表示しません。")
        if st.form_submit_button("設定を保存する", type="primary"):
            changed = replace(
                old, name=name, fiscal_year_start_month=int(month), minimum_group_size=int(size), blind_mode=blind
            )
            widgets.save(lambda: save(principal, changed), "設定を保存しました。")


def facts(counts: dict[str, int], old: Region) -> None:
    """What the database holds."""
    pairs = [(name, f"{count:,}件") for name, count in counts.items()]
    pairs.append(("データの種別", escape(words.FICTIONAL if old.fictional else "実データ")))
    st.html(markup.facts(pairs))


def save(principal: Principal, changed: Region) -> None:
    """Store the settings, if the person may."""
    if not access.manages_accounts(principal):
        raise Forbidden
    with db.writing() as connection:
        region.save(connection, changed)
