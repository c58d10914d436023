"""Judging a name and a password: who has to wait, and how a session begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlite_utils import Database

from checklist.errors import Refused, TooManyAttempts
from checklist.model.accounts import SignInWay
from checklist.store import clock
from checklist.store.accounts import people, second_factors, sessions, waits
from checklist.store.act import Whence
from checklist.store.notices import audit
from checklist.web import device_cookie
from checklist.web.strangers import Strangers
from checklist.web.tokens import Buckets

WRONG = "ログインIDまたはパスワードが正しくありません。"
BY_PROVIDER = "認証サーバー"
_AGAIN = "again"
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
    device: str = ""
    former: str | None = None

    @property
    def whence(self) -> Whence:
        """From where, as the audit writes it down."""
        return Whence(self.address, self.device)


@dataclass(frozen=True)
class Judged:
    """An attempt with the account it names, if there is one, and under which name its failure counts."""

    attempt: Attempt
    found: tuple[int, str] | None
    counted: str


@dataclass(frozen=True)
class SignedIn:
    """A session that has begun, and what the device needs to be known the next time."""

    token: str
    person_id: int
    password_hash: str
    waits: bool = False
    """Whether the code of an authenticator has to follow."""


@dataclass(frozen=True)
class Doorkeeper:
    """Signs people in: `strangers` and `addresses` remember who has to wait.

    In three steps, because argon2 takes some 0.05 s, in which nobody else could write.
    """

    strangers: Strangers = field(default_factory=Strangers)
    addresses: Buckets = field(default_factory=by_address)

    def begin(self, connection: Database, attempt: Attempt) -> Judged:
        """Count an attempt before it is judged: guesses sent at the same time must not outrun the wait.

        Raises TooManyAttempts.
        """
        found = people.credentials(connection, attempt.login)
        device = device_cookie.nonce(attempt.cookies, *found) if found else None
        if device is None and self.addresses.wait(attempt.address):
            raise TooManyAttempts
        counted = attempt.login if device is None else f"{attempt.login}\n{device}"
        _count(connection, counted, found is not None, self.strangers)
        return Judged(attempt, found, counted)

    def begin_again(self, connection: Database, login: str, password: str, address: str) -> Judged:
        """The same for somebody who is signed in and types the own password once more; raises TooManyAttempts.

        Counted apart from signing in: whoever guesses at a tablet that lies about keeps nobody from signing in.
        """
        if self.addresses.wait(address):
            raise TooManyAttempts
        counted = f"{login}\n{_AGAIN}"
        _count(connection, counted, True, self.strangers)
        return Judged(Attempt(login, password, address), people.credentials(connection, login), counted)

    def judge(self, judged: Judged, wrong: str = WRONG) -> str | None:
        """Raise Refused for a wrong password; unknown logins take as long, or the time would tell them from known ones.

        Gives the hash to be stored instead of one that was made in an older way, if it was.
        """
        stored = judged.found[1] if judged.found else None
        if not people.verify_password(stored, judged.attempt.password) or stored is None:
            self.addresses.pay(judged.attempt.address)
            raise Refused(wrong)
        return people.hashed_anew(stored, judged.attempt.password)

    def note_failure(self, connection: Database, judged: Judged) -> None:
        """Write down that a wrong password was typed under the name of an account."""
        if judged.found is not None:
            audit.note_sign_in(connection, clock.now(), judged.found[0], judged.attempt.whence, succeeded=False)

    def finish(self, connection: Database, judged: Judged, fresh: str | None = None) -> SignedIn:
        """Begin the session; raises Refused if the password was changed meanwhile, which has ended all sessions."""
        found = judged.found
        if found is None or people.credentials(connection, judged.attempt.login) != found:
            raise Refused(WRONG)
        if fresh is not None:
            people.renew_hash(connection, *found, fresh)
            found = found[0], fresh
        waits.forget_failures(connection, judged.counted)
        return begin_session(connection, judged.attempt, found)


def begin_session(
    connection: Database,
    attempt: Attempt,
    found: tuple[int, str],
    way: SignInWay = SignInWay.PASSWORD,
) -> SignedIn:
    """A session for somebody who has shown who they are, in whatever way: the one place where one begins."""
    if attempt.former:
        sessions.end(connection, attempt.former)
    waits = second_factors.holds(connection, found[0])
    if not waits:
        note_come(connection, found[0], attempt.whence, way)
    return SignedIn(sessions.start(connection, found[0], attempt.whence, way), *found, waits)


def note_come(connection: Database, person_id: int, whence: Whence, way: SignInWay) -> None:
    """Write down that somebody is in, by whatever steps: the one place for it."""
    told = BY_PROVIDER if way is SignInWay.PROVIDER else ""
    audit.note_sign_in(connection, clock.now(), person_id, whence, succeeded=True, detail=told)


def _count(connection: Database, name: str, known: bool, strangers: Strangers) -> None:
    if known:
        waits.check_wait(connection, name)
        waits.note_failure(connection, name)
    else:
        strangers.note_failure(name)
        waits.note_failure(connection, _NOBODY)
