"""Judging a name and a password: who has to wait, and how a session begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlite_utils import Database

from checklist.errors import Refused, TooManyAttempts
from checklist.store import db
from checklist.store.accounts import people, sessions
from checklist.web import device_cookie
from checklist.web.strangers import Strangers
from checklist.web.tokens import Buckets

WRONG = "ログインIDまたはパスワードが正しくありません。"
_NOBODY = ""
"""The one row for all names that are nobody's: a name that there is must not be told by the time that a write takes."""


def by_address() -> Buckets:
    """Wrong passwords from one address: a whole hospital may sit behind one, so right ones cost nothing."""
    return Buckets(size=15, per_second=0.2)


@dataclass(frozen=True)
class Attempt:
    """What somebody typed, from where, with which cookies; `former` is the session that the browser has now."""

    login: str
    password: str
    address: str = ""
    cookies: Mapping[str, str] = field(default_factory=dict)
    former: str | None = None


@dataclass(frozen=True)
class SignedIn:
    """A session that has begun, and what the device needs to be known the next time."""

    token: str
    person_id: int
    password_hash: str


def sign_in(attempt: Attempt, strangers: Strangers, addresses: Buckets) -> SignedIn:
    """Check a password and begin a session; raises TooManyAttempts or Refused with one sentence for every reason."""
    with db.writing() as connection:
        found = people.credentials(connection, attempt.login)
        device = device_cookie.nonce(attempt.cookies, *found) if found else None
        if device is None and addresses.wait(attempt.address):
            raise TooManyAttempts
        counted = attempt.login if device is None else f"{attempt.login}\n{device}"
        # Counted before it is judged: guesses sent at the same time must not outrun the wait.
        _count(connection, counted, found is not None, strangers)
    # Between two transactions: argon2 takes some 0.15 s, in which nobody else could write. Unknown logins pay for it,
    # too, or the time that an answer takes would tell them from the known ones.
    if not people.verify_password(found[1] if found else None, attempt.password) or found is None:
        addresses.pay(attempt.address)
        raise Refused(WRONG)
    with db.writing() as connection:
        # A password that was changed meanwhile has ended all sessions; this one must not begin after that.
        if people.credentials(connection, attempt.login) != found:
            raise Refused(WRONG)
        sessions.forget_failures(connection, counted)
        if attempt.former:
            sessions.end(connection, attempt.former)
        return SignedIn(sessions.start(connection, found[0]), *found)


def _count(connection: Database, name: str, known: bool, strangers: Strangers) -> None:
    if known:
        sessions.check_wait(connection, name)
        sessions.note_failure(connection, name)
    else:
        strangers.note_failure(name)
        sessions.note_failure(connection, _NOBODY)
