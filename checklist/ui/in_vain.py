"""What the address of a page asks for and cannot have: told below the heading, where the usual choice is shown instead."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext

import streamlit as st

from checklist.rules.fields import option
from checklist.ui import session
from checklist.ui.plain_text import plain

_KNOWN = "in-vain-known"


def place() -> None:
    """Have the sentences of this run stand here."""
    session.keep(session.IN_VAIN, st.container())
    session.keep(_KNOWN, frozenset())


def known(keys: Iterable[str]) -> None:
    """The page itself tells what is asked of these, whether or not their inputs are shown."""
    session.keep(_KNOWN, frozenset(keys) | (session.recall(_KNOWN) or frozenset()))


def choice(name: str, key: str, offered: Iterable[object], widget: str) -> None:
    """Tell it of an input before it is drawn; once it stands there, its address follows what is chosen."""
    asked = st.query_params.get(key, "")
    told = key in (session.recall(_KNOWN) or ()) or session.recall(widget) is not None
    if asked and not told and asked not in map(str, offered):
        tell(name, asked)


def number(name: str, key: str) -> int | None:
    """An id from the page's address, or None; where something else stands there it is told under its `name`, if it has one."""
    text = st.query_params.get(key, "")
    # isdigit alone takes ² and ٣, too; 15 digits lie far below what SQLite can hold.
    if text.isascii() and text.isdigit() and len(text) < 15:
        return int(text)
    if text and name:
        tell(name, text)
    return None


def tell(name: str, asked: str) -> None:
    """Say that this is not to be had."""
    with session.recall(session.IN_VAIN) or nullcontext():
        st.warning(plain(option.in_vain(name, asked)))
