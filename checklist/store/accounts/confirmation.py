"""Who one is, shown once more before something that others rely on: by the own password and a code of the authenticator.

Whoever came by the hospitals' own provider shows it by the code, or there.

Whoever runs the server judges them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlite_utils import Database

from checklist.errors import Refused
from checklist.model.accounts import Principal, Retyped
from checklist.store import db
from checklist.store.accounts import people, second_factors, sessions, waits
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
    if not principal.vouched_in:
        _judge_password(principal, typed)
    with db.writing() as connection:
        if not second_factors.holds(connection, principal.person_id):
            if principal.vouched_in:
                sessions.spend_vouched(connection, principal)
            return
        begin_code(connection, principal)
    with db.writing() as connection:
        act = Act.now(connection, principal, Whence(address))
        spend_code(connection, principal, typed.code, act.at, act.whence)


def begin_code(connection: Database, principal: Principal) -> None:
    """Count a code before it is judged: guesses sent at the same time must not outrun the wait. Raises TooManyAttempts.

    Counted by the name alone: whoever guesses here knows the password, from whatever address.
    """
    waits.check_wait(connection, _codes_of(principal))
    waits.note_failure(connection, _codes_of(principal))


def spend_code(connection: Database, principal: Principal, code: str, moment: datetime, whence: Whence) -> None:
    """Use up a code that was counted; raises Refused for a wrong one and for one that was used before."""
    second_factors.spend(connection, principal.person_id, code, moment, whence)
    waits.forget_failures(connection, _codes_of(principal))


def _codes_of(principal: Principal) -> str:
    return f"{principal.login}\ncode"


def _judge_password(principal: Principal, typed: Retyped) -> None:
    name = f"{principal.login}\nagain"
    with db.writing() as connection:
        waits.check_wait(connection, name)
        waits.note_failure(connection, name)
        found = people.credentials(connection, principal.login)
    if found is None or not people.verify_password(found[1], typed.password):
        raise Refused(WRONG)
    with db.writing() as connection:
        waits.forget_failures(connection, name)
