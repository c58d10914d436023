"""Where the reader is signed in: one read for the page."""

from __future__ import annotations

from dataclasses import dataclass

from checklist import words
from checklist.model.accounts import SignInSession
from checklist.rules.accounts import devices
from checklist.store.accounts import own_sessions
from checklist.store.act import View
from checklist.words.accounts import SIGN_IN_WAYS

PASS = "訪問パス"


@dataclass(frozen=True)
class SessionLine:
    """One session in words: on what, since when, last used, how, and from where."""

    key: str
    own: bool
    device: str
    facts: tuple[tuple[str, str], ...]


def read(view: View, own_hash: str) -> list[SessionLine]:
    """The sessions of the reader, the one that asks first; raises Forbidden."""
    return [_line(one) for one in own_sessions.own(view, own_hash)]


def _line(one: SignInSession) -> SessionLine:
    facts = (
        ("ログインの方法", SIGN_IN_WAYS[one.way] if one.visit_id is None else PASS),
        ("ログインした日時", words.moment(one.began_at)),
        ("最後の操作", words.moment(one.seen_at)),
        ("接続元", one.address or "不明"),
    )
    return SessionLine(one.key, one.own, devices.said(one.device), facts)
