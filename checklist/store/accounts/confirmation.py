"""The own password typed once more, before something that others rely on: whoever runs the server judges it."""

from __future__ import annotations

from collections.abc import Callable

from checklist.errors import Refused
from checklist.model.accounts import Principal
from checklist.store import db
from checklist.store.accounts import people, sessions

WRONG = "パスワードが正しくありません。何も記録していません。"
Judge = Callable[[Principal, str, str], None]
"""Judges who types, the password, and the address from which it comes; raises Refused, TooManyAttempts or Busy."""
_judges: list[Judge] = []


def serve(judge: Judge | None) -> None:
    """Let the server judge from now on, with its queue and its count of wrong ones; None ends that."""
    _judges[:] = [] if judge is None else [judge]


def confirm(principal: Principal, password: str, address: str) -> None:
    """Raise Refused, TooManyAttempts or Busy unless this is the password of who acts."""
    (_judges[0] if _judges else _here)(principal, password, address)


def _here(principal: Principal, password: str, _: str) -> None:
    """Without a server, as a screen runs under `streamlit run pages/x.py`: the wait of the name alone."""
    name = f"{principal.login}\nagain"
    with db.writing() as connection:
        sessions.check_wait(connection, name)
        sessions.note_failure(connection, name)
        found = people.credentials(connection, principal.login)
    if found is None or not people.verify_password(found[1], password):
        raise Refused(WRONG)
    with db.writing() as connection:
        sessions.forget_failures(connection, name)
