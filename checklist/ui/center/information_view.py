"""支援センターからの情報 on the screen of a hospital: what was sent, and whether the hospital has read it."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.comparison.learning_page import OwnWishes
from checklist.model.accounts import Principal
from checklist.model.center.information import Information
from checklist.store.center import information
from checklist.ui import markup, widgets


def show(principal: Principal, page: OwnWishes) -> None:
    """Everything sent lately, the newest first."""
    widgets.section("支援センターからの情報")
    if not page.sent:
        widgets.empty(
            "支援センターからの情報はまだありません", "センターが情報または相談事例を送付すると、ここに表示します。"
        )
    # What waits for somebody stands first, the newest of it on top.
    waiting = sorted(page.sent, key=lambda one: (one.kind, one.record_id) in page.confirmed)
    for one in widgets.paged(waiting, "支援センターからの情報", "information"):
        _one(principal, page, one)


def _one(principal: Principal, page: OwnWishes, one: Information) -> None:
    read = (one.kind, one.record_id) in page.confirmed
    with st.container(border=True):
        chip = markup.chip("閲覧済み", "done") if read else markup.chip("未確認", "busy")
        detail = "　".join(part for part in (words.day(one.sent_on), one.origin) if part)
        st.html(Markup("<p><b>{}</b> {}<br>{}</p>").format(one.title, chip, markup.small(detail)))
        for head, said in one.text:
            st.html(Markup("<p><b>{}</b></p>{}").format(head, markup.prose(said)))
        if page.writes and not read and st.button("閲覧を確認する", key=f"read-{one.kind}-{one.record_id}"):
            widgets.save(
                principal,
                lambda act: information.confirm(act, page.hospital_id, one.kind, one.record_id),
                "閲覧を確認しました。支援センターには、確認した病院の数のみを示します。",
            )
