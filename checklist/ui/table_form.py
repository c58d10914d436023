"""A table in a file of any kind: read, asked about where it is unclear, shown as what it would change, and then taken in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

from checklist.errors import ChecklistError, Stale
from checklist.formats.file_columns import ASK, ColumnsAsked
from checklist.formats.file_questions import Answers, Asked, Question
from checklist.formats.table import Table, text_of
from checklist.model.accounts import Principal
from checklist.store.act import Act, acting, trying
from checklist.ui import inputs, mapping_memory, markup, session, upload_form, widgets
from checklist.ui.mapping_memory import Memory
from checklist.ui.upload_form import TABLES, Opens, Take

T = TypeVar("T")
Read = Callable[[str, bytes, Answers], T]
"""What a table says, by its name, its content and what somebody has said of it."""
CHECK = "ファイルを読み込みました。まだ何も変更していません。内容を確かめて、「この内容で取り込む」を押してください。"
TAKE, LEAVE = "この内容で取り込む", "取り込まずに戻る"
MOVED = "内容を確認しているあいだに登録が変わったため、取り込んでいません。もう一度確認してください。"
SHOWN = 100
"""So many rows are shown; the others are counted."""


@dataclass(frozen=True)
class _Asked:
    file: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class _Waiting(Generic[T]):
    found: T
    told: str
    state: object


def show(
    principal: Principal, key: str, label: str, button: str, read: Read[T], take: Take[T], shown: Callable[[T], Table],
    state: object = None, memory: Memory | None = None,
) -> None:  # fmt: skip
    """Choose a file, see what it would change or everything wrong with it, and take it in.

    `take` stores what was read and says what came of it, in the past; `shown` is the table to look at before.
    `state` is what the file replaces, as far as that sentence does not tell it; with `memory` columns under names of
    somebody's own are asked about, and the answers kept for the next file with such a header.
    """
    waiting: _Waiting[Any] | None = session.recall(f"{key}-read")
    if waiting is not None:
        mapping_memory.told(principal, key, f"{key}-read")
        _review(principal, key, button, waiting, take, shown, waiting.state == state)
        return

    def keep(act: Act, found: T) -> None:
        told = take(act, found)
        session.keep(f"{key}-read", _Waiting(found, told if isinstance(told, str) else "", state))

    choose(principal, key, label, button, read, keep, trying, stays=True, memory=memory)


def choose(
    principal: Principal, key: str, label: str, button: str, read: Read[T], take: Take[T], opens: Opens = acting,
    stays: bool = False, memory: Memory | None = None,
) -> None:  # fmt: skip
    """Only the first half of it: the file, and what is unclear of it; `take` is the next step."""
    widgets.saved(key)
    said: dict[str, str] = {ASK: ASK} if memory else {}

    def reading(name: str, content: bytes) -> T:
        mapping_memory.begin(key, hashlib.sha256(content).hexdigest())
        try:
            found = _read(principal, key, memory, read, name, content, said)
        except Asked as asked:
            if memory and isinstance(asked, ColumnsAsked):
                mapping_memory.note(key, memory, asked)
            ask(key, content, asked)
            raise
        if memory:
            mapping_memory.say(key, said)
        return found

    upload_form.form(
        principal, key, label, TABLES, button, reading, take,
        refused=lambda error: upload_form.faults(error, button), opens=opens,
        beside=lambda name, content: said.update(answers(key, content, button)), stays=stays,
    )  # fmt: skip


def _read(
    principal: Principal, key: str, memory: Memory | None, read: Read[T], name: str, content: bytes, said: dict[str, str]
) -> T:  # fmt: skip
    """What a file says with all that is known of it: what was said of its columns before is not asked again."""
    while True:
        try:
            return read(name, content, said)
        except ColumnsAsked as asked:
            found = mapping_memory.answers(principal, key, memory, asked) if memory else {}
            # Each round answers what was not answered yet, or it is for a person to say.
            if not found.keys() - said.keys():
                raise
            said.update(found)


def ask(key: str, content: bytes, asked: Asked) -> None:
    """Begin the page anew with what has to be said of a file before it can be read."""
    before: _Asked | None = session.recall(f"{key}-asked")
    file = hashlib.sha256(content).hexdigest()
    said = {one.key: one for one in (*(before.questions if before and before.file == file else ()), *asked.questions)}
    session.keep(f"{key}-asked", _Asked(file, tuple(said.values())))
    st.rerun()


def answers(key: str, content: bytes, button: str) -> dict[str, str]:
    """The questions that a file has brought up, and what was chosen so far."""
    asked: _Asked | None = session.recall(f"{key}-asked")
    if asked is None or asked.file != hashlib.sha256(content).hexdigest():
        return {}
    told = f"このファイルについて、次の点を選んでから「{button}」を押してください。まだ何も変更していません。"
    st.info(widgets.plain(told))
    with st.container(key=f"mapping-asked-{key}"):
        found = {
            one.key: inputs.choice_or_none(
                one.sentence, dict(one.options), one.start or None, f"{key}-{one.key}-{asked.file[:8]}"
            )
            for one in asked.questions
        }
    return {name: answer for name, answer in found.items() if answer}


def _review(
    principal: Principal, key: str, button: str, waiting: _Waiting[T], take: Take[T], shown: Callable[[T], Table],
    is_same: bool,
) -> None:  # fmt: skip
    widgets.subsection("取り込む内容の確認")
    st.info(widgets.plain(CHECK))
    # What came of it is said in the past, and it has not happened yet.
    st.html(markup.paragraph(waiting.told.replace("ました", "ます")))
    table = shown(waiting.found)
    rows = [
        [text_of(column, value) or "" for column, value in zip(table.columns, row, strict=True)]
        for row in table.rows[:SHOWN]
    ]
    decide(key, f"{key}-read", lambda: _confirm(principal, key, button, waiting, take, is_same))
    if rows:
        st.html(markup.listing(table.title, markup.fitted(table.names, rows), rows, tall=True))
    if len(table.rows) > SHOWN:
        widgets.notes([f"{len(table.rows)}件のうち、はじめの{SHOWN}件を表示しています。"])
    if table.notes:
        widgets.notes(table.notes)


def decide(key: str, kept: str, take: Callable[[], None] | None) -> None:
    """To take in what was read, unless there is nothing to `take`, or to forget what is `kept` of it.

    It stands above the rows: below hundreds of them nobody finds the button.
    """
    left, right = st.columns(2)
    if take and left.button(TAKE, type="primary", key=f"{key}-take", width="stretch"):
        take()
    if right.button(LEAVE, key=f"{key}-leave", width="stretch"):
        session.keep(kept, None)
        mapping_memory.end(key)
        st.rerun()


def _confirm(principal: Principal, key: str, button: str, waiting: _Waiting[T], take: Take[T], is_same: bool) -> None:
    try:
        with acting(principal) as act:
            if not is_same or waiting.told != (take(act, waiting.found) or ""):
                raise Stale(MOVED)
            mapping_memory.keep(act, key)
            beside = act.told
    except Stale as error:
        session.keep(f"{key}-read", None)
        session.tell(error.message)
    except ChecklistError as error:
        upload_form.faults(error, button)
    else:
        session.keep(f"{key}-read", None)
        session.renew(key)
        session.tell(waiting.told + beside)
