"""Forms that take a file: choose it, press, and read what came of it or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Literal, TypeVar

import streamlit as st

from checklist.errors import ChecklistError, Fault, Refused, Stale
from checklist.formats import grid_file
from checklist.model.accounts import Principal
from checklist.store.act import Act, acting
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import Head

TABLES = grid_file.ENDINGS
# A file may have 2,000 rows with a fault in every cell.
FAULTS_SHOWN = 100
REFUSED = "取り込んでいません。次の点を修正して、もう一度読み込んでください。"
FAULT_HEADS = (Head("場所", 10), Head("内容", 12))
T = TypeVar("T")
Read = Callable[[str, bytes], T]
"""What a file is, by its name and content: found out while nobody waits for the database."""
Take = Callable[[Act, T], object]
"""What becomes of it; a text that it gives is what came of it."""
Opens = Callable[[Principal], AbstractContextManager[Act]]
"""What kind of act it becomes that in."""
Look = Literal["primary", "secondary"]
"""Whether the button is filled, as that of a page's next step, or not."""


def form(
    principal: Principal, key: str, label: str, kinds: Sequence[str], button: str, read: Read[T], take: Take[T],
    done: str = "", refused: Callable[[ChecklistError], None] = widgets.refused, opens: Opens = acting,
    beside: Callable[[str, bytes], None] = lambda name, content: None, stays: bool = False,
    look: Look = "primary",
) -> None:  # fmt: skip
    """One file in one act; on a fault nothing of it stays, and the file is still chosen.

    With `trying` for `opens` nothing of it stays in any case. `beside` shows what belongs to the file, above the button;
    with `stays` the next step stands in its place, and what was typed beside it stays.
    """
    name, content = inputs.file(label, kinds, f"{key}-{session.round_of(key)}")
    beside(name, content)
    if not st.button(widgets.plain(button), type=look, key=f"{key}-save"):
        return
    if not name:
        widgets.refused(Refused([Fault(label.partition("（")[0], "ファイルを選んでください。")]))
        return
    try:
        found = read(name, content)
        with opens(principal) as act:
            told = take(act, found)
            more = act.told
    except ChecklistError as error:
        refused(error)
        return
    if stays:
        # Told above the page, everything below would move by one, and the expander around it would close.
        st.rerun()
    session.renew(key)
    session.tell((told if isinstance(told, str) else done) + more)


def confirmed(
    principal: Principal, action: Callable[[Act], object], message: str, moved: Callable[[Stale], None]
) -> None:
    """Take in what was read and shown before; what is no longer as it was shown is for `moved` to show again."""
    try:
        with acting(principal) as act:
            action(act)
            beside = act.told
    except Stale as error:
        moved(error)
    except ChecklistError as error:
        widgets.refused(error, REFUSED)
    else:
        session.tell(message + beside)


def faults(error: ChecklistError, button: str) -> None:
    """Everything wrong with a table; the sentence takes its verb from the button."""
    if not isinstance(error, Refused):
        widgets.refused(error)
        return
    # 病院を取り込む gives 取り込, for 取り込んでいません; all buttons of these forms end in を…む.
    count, verb = len(error.faults), button.rpartition("を")[2].removesuffix("む")
    told = f"{verb}んでいません。{count}か所の誤りがあります。修正してからもう一度{verb}んでください。"
    st.error(widgets.plain(told))
    rows = [[one.where, markup.prose(one.message)] for one in error.faults[:FAULTS_SHOWN]]
    st.html(markup.listing("誤りの一覧", FAULT_HEADS, rows))
    if count > FAULTS_SHOWN:
        widgets.notes([f"はじめの{FAULTS_SHOWN}か所を表示しています。"])
