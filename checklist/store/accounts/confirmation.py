"""The own password, and a code of the authenticator, typed once more before something that others rely on.

Whoever runs the server judges them.
"""

from __future__ import annotations

from collections.abc import Callable

from checklist.errors import Refused
from checklist.model.accounts import Principal, Retyped
from checklist.store import db
from checklist.store.accounts import people, second_factors, waits
from checklist.store.act import Act, Whence

WRONG = "パスワードが正しくありません。何も記録していません。"
Judge = Callable[[Principal, Retyped, str], None]
"""Judges who types, what was typed, and the address from which it comes; raises Refused, TooManyAttempts or Busy."""
_judges: list[Judge] = []


def serve(judge: Judge | None) -> None:
    """Let the server judge from now on, with its queue and its count of wrong ones; None ends that."""
    _judges[:] = [] if judge is None else [judge]


def confirm(principal: Principal, typed: Retyped, address: str) -> None:
    """Raise Refused, TooManyAttempts or Busy unless this is the password, and a new code, of who acts."""
    (_judges[0] if _judges else _here)(principal, typed, address)


def _here(principal: Principal, typed: Retyped, address: str) -> None:
    """Without a server, as a screen runs under `streamlit run pages/x.py`: the wait of the name alone."""
    name = f"{principal.login}\nagain"
    with db.writing() as connection:
        waits.check_wait(connection, name)
        waits.note_failure(connection, name)
        found = people.credentials(connection, principal.login)
    if found is None or not people.verify_password(found[1], typed.password):
        raise Refused(WRONG)
    with db.writing() as connection:
        if second_factors.holds(connection, principal.person_id):
            act = Act.now(connection, principal, Whence(address))
            second_factors.spend(connection, principal.person_id, typed.code, act.at, act.whence)
        waits.forget_failures(connection, name)
