"""Forms for one thing after another: what they have in common stays, and above the form stands what was saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from checklist.model.accounts import Principal
from checklist.store.act import Act
from checklist.ui import first_field, session, widgets

T = TypeVar("T")
ANOTHER = "保存して次を登録"


@dataclass(frozen=True)
class Pressed:
    """Which of its buttons was pressed."""

    save: bool
    another: bool

    @property
    def any(self) -> bool:
        """Whether anything is to be saved."""
        return self.save or self.another


def start(form: str, blank: T) -> T:
    """What the form starts with: what the last entry of the series had in common with the next, else `blank`."""
    kept: T | None = session.recall(_kept(form))
    return blank if kept is None else kept


def goes_on(form: str) -> bool:
    """Whether the form has to stand open because the next entry follows."""
    return session.recall(_kept(form)) is not None


def told(form: str, first: str) -> None:
    """What was just saved, above the form, and the cursor in the field with the key `first` for the next entry."""
    widgets.saved(form)
    first_field.focus(first, goes_on(form))


def buttons(label: str, another: bool = True) -> Pressed:
    """The button that saves, and beside it the one that goes on with the next."""
    left, right = st.columns([1, 1])
    save = left.form_submit_button(widgets.plain(label), type="primary", width="stretch")
    return Pressed(save, another and right.form_submit_button(ANOTHER, width="stretch"))


def save(
    principal: Principal, form: str, action: Callable[[Act], object], message: str, pressed: Pressed, common: object
) -> None:
    """Save as `widgets.save` does; with the next to follow, keep what is `common` and say what was saved there."""

    def act_on(act: Act) -> object:
        done = action(act)
        act.after(lambda: session.keep(_kept(form), common if pressed.another else None))
        return done if isinstance(done, str) else None

    widgets.save(principal, act_on, message, form, place=form if pressed.another else "")


def _kept(form: str) -> str:
    return f"{form}-next"
