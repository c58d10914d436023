"""What a picture shows, in a sentence above it, made of the same numbers."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from checklist.formats.table import Table, Value
from checklist.ui import markup

FEW = 3
"""So many names of the same number are told; of more there is only how many they are."""


def say(text: str) -> None:
    """Put it above the picture; nothing where there is nothing to say."""
    if text:
        st.html(markup.paragraph(text))


def most(found: Iterable[tuple[str, Value]], unit: str, ahead: str = "", what: str = "もの") -> str:
    """The name with the largest number, with all that share it, after what is said `ahead`; '' without any number but noughts."""
    known = [(name, value) for name, value in found if isinstance(value, int) and value]
    top = max((value for _, value in known), default=0)
    names = [f"「{name}」" for name, value in known if value == top]
    if len(names) > FEW:
        return f"{ahead}最も多い{what}は{len(names)}つあり、いずれも{top:,}{unit}です。"
    return (
        f"{ahead}最も多いのは{'と'.join(names)}の{'各' if len(names) > 1 else ''}{top:,}{unit}です。" if names else ""
    )


def newest(table: Table, name: str, unit: str) -> str:
    """The last number of a column beside the one before it, each with the name of its row; '' without any."""
    place = table.names.index(name)
    known = [(row[0], value) for row in table.rows if isinstance(value := row[place], int | float)]
    if not known:
        return ""
    last, value = known[-1]
    before = f"（{known[-2][0]}は{known[-2][1]:,.1f}{unit}）" if len(known) > 1 else ""
    return f"{last}の{name}は{value:,.1f}{unit}です{before}。"
