"""Forms that several people fill in at once: nobody's change is overwritten unseen, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import streamlit as st

from checklist.errors import ChecklistError, Stale
from checklist.model.accounts import Principal
from checklist.store.act import Act, acting
from checklist.ui import session, widgets

T = TypeVar("T")
CONFLICT = (
    "ほかの人が先に変更したため、まだ保存していません。入力した内容は下の欄に残っています。"
    "保存されている内容を確かめ、置き換えてよい場合はもう一度保存してください。"
)
CHANGED = "この欄を表示したあとに、ほかの人が内容を変更しました。入力した内容は残っています。"


@dataclass(frozen=True)
class Kept(Generic[T]):
    """What a form showed when it was opened, and the version that a save will stand on."""

    base: int
    value: T
    told: bool = False


def begin(form: str, version: int, value: T) -> Kept[T]:
    """What the form starts with; it stays the same until it is saved, whatever others do meanwhile."""
    kept: Kept[T] | None = session.recall(form)
    if kept is None:
        kept = Kept(version, value)
        session.keep(form, kept)
    return kept


def key(form: str) -> str:
    """The beginning of the keys of the form's inputs."""
    return f"{form}-{session.round_of(form)}"


def notice(form: str, version: int, stored: str) -> None:
    """That somebody else was first, what is stored now, and the way to take it over."""
    kept: Kept[object] | None = session.recall(form)
    if kept is None or (kept.base == version and not kept.told):
        return
    st.warning(CONFLICT if kept.told else CHANGED)
    st.html(stored)
    if st.button("保存されている内容を読み込む", key=f"{key(form)}-reload"):
        forget(form)
        st.rerun()


def save(principal: Principal, form: str, version: int, action: Callable[[Act, int], object], message: str) -> None:
    """Save on the version that the form showed; what is stale is told and can be saved again knowingly."""
    kept: Kept[object] = session.recall(form)
    try:
        with acting(principal) as act:
            action(act, kept.base)
            beside = act.told
    except Stale:
        # The notice stands above the form, which is on the page already: hence the rerun.
        session.keep(form, replace(kept, base=version, told=True))
        st.rerun()
    except ChecklistError as error:
        widgets.refused(error)
    else:
        forget(form)
        session.tell(message + beside)


def forget(form: str) -> None:
    """Let the form start anew from what is stored."""
    session.keep(form, None)
    session.renew(form)
