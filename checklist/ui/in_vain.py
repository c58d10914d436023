"""What the address of a page asks an input for in vain: told below the heading, wherever the input stands."""

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


def tell(label: str, key: str, options: Iterable[object], widget: str) -> None:
    """Say that the address names none of the options; not where the input itself was used, which another one may empty."""
    asked = st.query_params.get(key, "")
    told = key in (session.recall(_KNOWN) or ()) or session.recall(widget) is not None
    if asked and not told and asked not in map(str, options):
        with session.recall(session.IN_VAIN) or nullcontext():
            st.warning(plain(option.in_vain(label, asked)))
