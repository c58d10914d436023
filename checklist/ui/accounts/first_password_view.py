"""First passwords that were just made: shown until the list is closed, and printed as slips."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from checklist.formats import printed_names
from checklist.formats.file_kinds import PDF
from checklist.model.accounts import FirstPassword, Principal
from checklist.papers.accounts import first_passwords
from checklist.store.act import viewing
from checklist.ui import markup, session, widgets
from checklist.ui.markup import Head

_KEPT = "first-passwords"
HEADS = ("ログインID", "氏名", Head("初回のパスワード", 6))


def add(found: Sequence[FirstPassword]) -> None:
    """Have these shown, too, in this browser tab and nowhere else."""
    session.keep(_KEPT, (*(session.recall(_KEPT) or ()), *found))


def show(principal: Principal) -> None:
    """The list with its slips, if there is one."""
    found: tuple[FirstPassword, ...] = session.recall(_KEPT) or ()
    if not found:
        return
    with st.container(border=True, key="first-passwords"):
        widgets.section(f"初回のパスワード（{len(found)}人）")
        st.warning(
            "パスワードは、この一覧にのみ表示します。印刷して本人に渡してから、この一覧を閉じてください。"
            "閉じるか、画面を読み込み直すと、再び表示することはできません。"
        )
        # Above the rows: 240 of them are 12,000 pixels high.
        left, right = st.columns(2)
        left.download_button(
            "配付用の用紙（PDF）を保存", lambda: _slips(principal, found), f"{first_passwords.TITLE}.pdf", PDF.media_type,
            key="first-passwords-pdf", on_click="ignore", type="primary", width="stretch",
        )  # fmt: skip
        if right.button("配り終えたので一覧を閉じる", key="first-passwords-close", width="stretch"):
            session.keep(_KEPT, None)
            st.rerun()
        rows = [[one.login, one.name, one.password] for one in found]
        st.html(markup.listing("初回のパスワード", HEADS, rows, tall=True))


def _slips(principal: Principal, found: Sequence[FirstPassword]) -> bytes:
    with viewing(principal) as view, printed_names.on_papers_of(view):
        return first_passwords.document(view, found)
