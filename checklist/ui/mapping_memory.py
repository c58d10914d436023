"""What was said of the columns of a table: taken over from the last file of its shape, told, kept with what is taken in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from checklist import words
from checklist.formats.file_columns import ColumnsAsked
from checklist.model.accounts import Principal
from checklist.model.mappings import KeptMapping, Subject
from checklist.store import clock, mappings
from checklist.store.act import Act, viewing
from checklist.ui import session, widgets

ANEW, FORGET = "やり直す", "この割り当てを忘れる"
AGAIN = "ファイルをもう一度読み込んでください。今回は、前回の割り当てを使わずに列を確かめます。"
FORGOTTEN = "覚えていた割り当てを忘れました。ファイルをもう一度読み込んでください。"


@dataclass(frozen=True)
class Memory:
    """Whose files they are: of the region without a hospital, or of the centre."""

    subject: Subject
    hospital_id: int | None = None


@dataclass(frozen=True)
class _Mapped:
    memory: Memory
    answers: dict[str, str]
    kept: KeptMapping | None = None


def _all(key: str) -> dict[str, _Mapped]:
    """What was asked of the file that is being read, by shape."""
    return session.recall(f"{key}-mapped") or {}


def _note(key: str, shape: str, mapped: _Mapped) -> None:
    session.keep(f"{key}-mapped", {**_all(key), shape: mapped})


def sentence(kept: KeptMapping) -> str:
    """Whose mapping was used, and since when it stands."""
    return f"前回の割り当てを使いました（{words.day(clock.day_of(kept.at))}、{kept.by}）。"


def begin(key: str, file: str) -> None:
    """A file is read, by its hash: what was asked of another one is no part of it."""
    if session.recall(f"{key}-of") != file:
        session.keep(f"{key}-of", file)
        session.keep(f"{key}-mapped", None)


def answers(principal: Principal, key: str, memory: Memory, asked: ColumnsAsked) -> dict[str, str]:
    """What is known of these questions; empty unless everything that is asked is answered by something offered."""
    if session.recall(f"{key}-anew"):
        return {}
    with viewing(principal) as view:
        kept = mappings.of_shapes(view, memory.subject, memory.hospital_id, [asked.shape]).get(asked.shape)
    if kept is None:
        return {}
    content = json.loads(kept.roles).get("columns", {})
    offered = {one.key: {code for code, _ in one.options} for one in asked.questions}
    if not all(content.get(name) in codes for name, codes in offered.items()):
        return {}
    found = {name: content[name] for name in offered}
    _note(key, asked.shape, _Mapped(memory, found, kept))
    return found


def note(key: str, memory: Memory, asked: ColumnsAsked) -> None:
    """Know which shape is being asked about, so that the answers can be kept with it."""
    _note(key, asked.shape, _Mapped(memory, {one.key: "" for one in asked.questions}))


def say(key: str, said: Mapping[str, str]) -> None:
    """The answers with which the file was read at last."""
    for shape, mapped in _all(key).items():
        told = {name: said[name] for name in mapped.answers if name in said}
        _note(key, shape, _Mapped(mapped.memory, told, mapped.kept))


def keep(act: Act, key: str) -> None:
    """Keep what was said, beside what was said of other names before, in the act that takes the file in."""
    for shape, mapped in _all(key).items():
        subject, hospital_id = mapped.memory.subject, mapped.memory.hospital_id
        before = mappings.of_shapes(act, subject, hospital_id, [shape]).get(shape)
        known = json.loads(before.roles).get("columns", {}) if before else {}
        if mapped.answers:
            mappings.keep(act, subject, hospital_id, shape, {"columns": known | mapped.answers})
    act.after(lambda: end(key))


def end(key: str) -> None:
    """The file is taken in or left: the next one begins anew."""
    session.keep(f"{key}-mapped", None)
    session.keep(f"{key}-anew", None)


def told(principal: Principal, key: str, waiting: str) -> None:
    """That an earlier mapping was used, and the ways out of it; `waiting` is where what was read waits."""
    kept = [one.kept for one in _all(key).values() if one.kept]
    if not kept:
        return
    st.info(widgets.plain(sentence(max(kept, key=lambda one: one.at))))
    with st.container(key=f"mapping-kept-{key}"):
        left, right = st.columns(2)
        if left.button(ANEW, key=f"{key}-map-anew", width="stretch"):
            _leave(key, waiting)
            session.keep(f"{key}-anew", True)
            session.tell(AGAIN, key)
        if right.button(FORGET, key=f"{key}-map-forget", width="stretch"):
            widgets.save(principal, lambda act: _forget(act, key, waiting), FORGOTTEN, place=key)


def _forget(act: Act, key: str, waiting: str) -> None:
    for shape, one in _all(key).items():
        mappings.keep(act, one.memory.subject, one.memory.hospital_id, shape, {})
    act.after(lambda: _leave(key, waiting))


def _leave(key: str, waiting: str) -> None:
    session.keep(waiting, None)
    end(key)
