"""A check sheet in another layout: what was found in it, what was left out, and the file to complete and take in."""

from __future__ import annotations

import streamlit as st

from checklist.formats.file_kinds import EXCEL
from checklist.formats.table import Table
from checklist.imports import foreign_sheet
from checklist.model.accounts import Principal
from checklist.rules.sheets.sheet_layout import Proposal
from checklist.store.act import Act, trying
from checklist.ui import markup, session, upload_form

BUTTON = "項目を読み込む"
SAVE, LEAVE = "様式に転記した点検表（Excel）を保存", "ほかのファイルを選ぶ"
_KEPT = "foreign-sheet"


def show(principal: Principal) -> None:
    """Choose a file, or see what was found in it."""
    found: Proposal | None = session.recall(_KEPT)
    if found is None:
        st.html(
            markup.paragraph(
                "この様式でない点検表から、章と項目を読み取ります。見つけた項目を様式に転記したExcelを保存し、"
                "法令区分などを記入してから、上で読み込んでください。ここでは何も登録しません。"
            )
        )
        upload_form.form(
            principal, _KEPT, "ほかの様式の点検表", upload_form.TABLES, BUTTON, foreign_sheet.read, _keep, opens=trying, stays=True,
            refused=lambda error: upload_form.faults(error, BUTTON),
        )  # fmt: skip
        return
    _review(found)


def _keep(act: Act, found: Proposal) -> None:
    session.keep(_KEPT, found)


def _review(found: Proposal) -> None:
    st.html(markup.paragraph(foreign_sheet.sentence(found)))
    left, right = st.columns(2)
    left.download_button(
        SAVE, lambda: foreign_sheet.book(found), f"{foreign_sheet.TITLE}.xlsx", EXCEL.media_type,
        key="foreign-sheet-xlsx", on_click="ignore", type="primary", width="stretch",
    )  # fmt: skip
    if right.button(LEAVE, key="foreign-sheet-leave", width="stretch"):
        session.keep(_KEPT, None)
        st.rerun()
    for table in (foreign_sheet.shown(found), foreign_sheet.left_out(found)):
        if table.rows:
            _listed(table)


def _listed(table: Table) -> None:
    st.html(markup.listing(table.title, table.names, [[str(cell) for cell in row] for row in table.rows]))
