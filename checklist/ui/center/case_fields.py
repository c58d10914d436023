"""The inputs of a case, of a contact and of the books of the desk, made from their fields: every option is chosen by its number and Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import streamlit as st

from checklist import words
from checklist.model.center import Case, Contact
from checklist.model.fields import LONG_LIMIT, TEXT_LIMIT, Column, Record, Value
from checklist.rules.center import option_lists
from checklist.rules.fields import cell
from checklist.ui import inputs, session, widgets

Lists = Mapping[str, Mapping[str, str]]
ABOVE, BELOW = "subject", "detail"
"""相談内容（大）, and the list that depends on it."""
CONFIRM = "個人を特定できる記載ではないことを確認しました"


def told(column: Column, value: Value) -> str:
    """A value as it is read: days in words, choices by their words, '' for nothing."""
    if isinstance(value, date):
        return words.day(value)
    written = cell.write(column, value)
    return "" if written is None else str(written)


@dataclass
class Fields:
    """The inputs of one form: what stands in each at first, under which key, and what is called when one changes."""

    key: str
    lists: Lists
    start: Mapping[str, Any]
    changed: Callable[[], None] | None = None
    parents: Mapping[str, str] = field(default_factory=dict)
    """相談内容（小） -> the 大 above it."""
    kinds: tuple[type[Record], ...] = (Contact, Case)
    typed: dict[str, Value] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def columns(self) -> dict[str, Column]:
        """Every field of the kinds by name."""
        return {one.name: one for kind in self.kinds for one in option_lists.shown(kind, self.lists)}

    def row(self, *names: str) -> None:
        """Fields beside each other, in the order in which the keyboard goes through them."""
        for place, name in zip(st.columns(len(names)), names, strict=True):
            with place:
                self.one(name)

    def one(self, name: str) -> None:
        """One field."""
        column = self.columns()[name]
        self.typed[name] = self._input(column, self.start.get(name, column.empty))

    def _input(self, column: Column, start: Value) -> Value:
        key = f"{self.key}-{column.name}"
        label = f"{column.label}＊" if column.required else column.label
        if column.shape == "flag":
            return st.checkbox(widgets.plain(label), bool(start), key=key, on_change=self.changed)
        if column.shape == "choices":
            return tuple(self._several(column, start, key))
        if column.shape == "choice":
            return self._choice(column, label, start, key)
        if column.long:
            return inputs.long_text(label, str(start or ""), LONG_LIMIT, key, changed=self.changed)
        return self._line(column, label, start, key)

    def _choice(self, column: Column, label: str, start: Value, key: str) -> str:
        options = self._offered(column)
        names = option_lists.numbered(options)
        place = list(options).index(str(start)) if start in options else None
        below = column.name == BELOW
        if below and (typed := session.recall(key)) is not None and typed not in options:
            session.keep(key, option_lists.meant(options, str(typed)))
        # Letters typed narrow every one of these lists: a number and Enter choose, and no mouse is needed.
        found = st.selectbox(
            widgets.plain(label), list(options), place, names.__getitem__, key=key, placeholder=widgets.UNCHOSEN,
            filter_mode="contains", on_change=self.changed,
            # The list of what was chosen before is still on its way when a quick hand types: it is understood here.
            accept_new_options=below,
        )  # fmt: skip
        return str(found or "")

    def _several(self, column: Column, start: Value, key: str) -> Sequence[str]:
        options = self._offered(column)
        names = option_lists.numbered(options)
        chosen = [one for one in start if one in options] if isinstance(start, tuple | list) else []
        return st.multiselect(
            widgets.plain(column.label), list(options), chosen, names.__getitem__, key=key, placeholder=widgets.UNCHOSEN,
            select_all=False, filter_mode="contains", on_change=self.changed,
        )  # fmt: skip

    def _offered(self, column: Column) -> Mapping[str, str]:
        """The options; of 相談内容（小） only those below the one chosen before."""
        if column.name != BELOW:
            return column.choices
        return option_lists.below(column.choices, self.parents, str(self.typed.get(ABOVE) or ""))

    def _line(self, column: Column, label: str, start: Value, key: str) -> Value:
        text = cell.write(column, start)
        typed = st.text_input(
            widgets.plain(label), "" if text is None else str(text), max_chars=TEXT_LIMIT, key=key, placeholder=column.hint,
            autocomplete="off", on_change=self.changed,
        )  # fmt: skip
        found, fault = cell.read(column, typed)
        self.faults.pop(column.label, None)
        if fault:
            self.faults[column.label] = fault
        return found
