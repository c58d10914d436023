"""Attached files: their list, and the form that adds one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.store.act import Act
from checklist.store.files import attachment
from checklist.store.files.attachment import Attachment
from checklist.store.files.attachments import StoredFile
from checklist.ui import markup, upload_form
from checklist.ui.markup import Head
from checklist.ui.upload_form import Look


def listing(title: str, address: str, found: Sequence[StoredFile]) -> None:
    """The files as links below `address`, each with who attached it and when."""
    rows = [
        [markup.link(one.name, f"{address}/{one.id}"), markup.lines([one.by, words.moment(one.at)])] for one in found
    ]
    st.html(markup.listing(title, (Head("書類", 10), Head("登録", 7)), rows))


def form(
    key: str, noun: str, principal: Principal, add: Callable[[Act, Attachment], object], look: Look = "primary"
) -> None:  # fmt: skip
    """Choose a file and have `add` keep it once it is checked; `noun` is what the file is called here."""
    label, button = f"{noun}のファイル（PDF・画像・Word・Excel・PowerPoint）", f"{noun}を登録する"
    upload_form.form(
        principal, key, label, list(attachment.SUFFIXES), button, attachment.check, add, f"{noun}を登録しました。",
        look=look,
    )  # fmt: skip
