"""The inputs of a case, of a contact and of the books of the desk, made from their fields: every option is chosen by its number and Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from checklist.model.center import Case, Contact
from checklist.model.fields import LONG_LIMIT, TEXT_LIMIT, Column, Record, Value
from checklist.rules.center import option_lists
from checklist.rules.fields import cell
from checklist.ui import inputs, widgets

Lists = Mapping[str, Mapping[str, str]]
CONFIRM = "個人を特定できる記載ではないことを確認しました"


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
        names = numbered(options)
        place = list(options).index(str(start)) if start in options else None
        # Letters typed narrow every one of these lists: a number and Enter choose, and no mouse is needed.
        found = st.selectbox(
            widgets.plain(label), list(options), place, names.__getitem__, key=key, placeholder=widgets.UNCHOSEN,
            filter_mode="contains", on_change=self.changed,
        )  # fmt: skip
        return str(found or "")

    def _several(self, column: Column, start: Value, key: str) -> Sequence[str]:
        options = self._offered(column)
        names = numbered(options)
        chosen = [one for one in start if one in options] if isinstance(start, tuple | list) else []
        return st.multiselect(
            widgets.plain(column.label), list(options), chosen, names.__getitem__, key=key, placeholder=widgets.UNCHOSEN,
            select_all=False, filter_mode="contains", on_change=self.changed,
        )  # fmt: skip

    def _offered(self, column: Column) -> Mapping[str, str]:
        """The options; of 相談内容（小） only those below the one chosen before."""
        if column.name != "detail":
            return column.choices
        subject = self.typed.get("subject")
        return {code: word for code, word in column.choices.items() if self.parents.get(code) == subject}

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


def numbered(options: Mapping[str, str]) -> dict[str, str]:
    """The words of a list with the number by which each is chosen; words that begin with one keep it."""
    return {
        code: word if word[:1].isdigit() else f"{place} {word}" for place, (code, word) in enumerate(options.items(), 1)
    }
