"""Attached files: their list, and the form that adds one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.store.act import Act
from checklist.store.files import attachment
from checklist.store.files.attachments import StoredFile
from checklist.ui import markup, session, widgets
from checklist.ui.markup import Head


def listing(title: str, address: str, found: Sequence[StoredFile]) -> None:
    """The files as links below `address`, each with who attached it and when."""
    rows = [[markup.link(one.name, f"{address}/{one.id}"), one.by, words.moment(one.at)] for one in found]
    st.html(markup.listing(title, (Head("書類", 12), "登録した人", "登録日時"), rows))


def form(key: str, noun: str, principal: Principal, add: Callable[[Act, str, bytes], object]) -> None:
    """Choose a file and have `add` keep it in one transaction; `noun` is what the file is called here."""
    file = st.file_uploader(f"{noun}のファイル（PDF・画像・Word・Excel・PowerPoint）", list(attachment.SUFFIXES),
                            key=f"{key}-{session.round_of(key)}", max_upload_size=20)  # fmt: skip
    if st.button(f"{noun}を登録する", type="primary", key=f"{key}-save"):
        name, content = (file.name, file.getvalue()) if file else ("", b"")
        widgets.save(principal, lambda act: _add(act, noun, add, name, content), f"{noun}を登録しました。", key)


def _add(act: Act, noun: str, add: Callable[[Act, str, bytes], object], name: str, content: bytes) -> None:
    if not name:
        raise Refused([Fault(noun, "ファイルを選んでください。")])
    add(act, name, content)
