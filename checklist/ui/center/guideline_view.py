"""運営要領 on the screen: what is in force, the editions before, and the way to take a revised one in."""

from __future__ import annotations

from datetime import date

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.formats import file_lines
from checklist.imports import guideline_file
from checklist.model.accounts import Principal
from checklist.model.center.information import Article
from checklist.readings.center.activities_page import ActivitiesPage
from checklist.store.act import Act
from checklist.store.center import guidelines
from checklist.ui import inputs, markup, session, table_form, widgets


def show(principal: Principal, page: ActivitiesPage) -> None:
    """Each edition opens by itself, the one in force first."""
    widgets.section("運営要領")
    for one in reversed(page.guidelines):
        told = f"{one.name}（{'適用中' if one.since <= page.today else '適用前'}、{words.day(one.since)}から）"
        if one.number == 0:
            told = one.name
        with st.expander(widgets.plain(told)):
            st.html(markup.table(guideline_file.table(one)))
    widgets.links(
        ("今の運営要領をExcelで保存", "/download/center/guideline.xlsx"),
        ("CSVで保存", "/download/center/guideline.csv"),
    )
    with st.expander("改正された運営要領を取り込む"):
        name = inputs.text("版の名称", "", 100, f"guideline-name-{session.round_of('guideline')}")
        since, fault = inputs.day("適用を始める日", page.today, f"guideline-since-{session.round_of('guideline')}")
        table_form.show(
            principal, "guideline", "運営要領のファイル", "運営要領を取り込む", guideline_file.read,
            lambda act, found: _adopt(act, name, since or page.today, found, fault), guideline_file.shown,
            len(page.guidelines),
        )  # fmt: skip


def _adopt(act: Act, name: str, since: date, found: list[Article], fault: str) -> str:
    if fault:
        raise Refused([Fault("適用を始める日", fault)])
    with file_lines.by_row(found):
        guidelines.adopt(act, name, since, found)
    return f"「{name}」を{words.day(since)}から使います。"
