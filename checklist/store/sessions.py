"""Logins: server-side sessions under hashed tokens, and the growing wait after wrong passwords."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from checklist.errors import NotSignedIn, TooManyAttempts
from checklist.model import Principal, Role
from checklist.store import people
from checklist.store.clock import from_text, now, to_text

IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=14)
TOUCH_AFTER = timedelta(minutes=1)
FREE_FAILURES = 5
LONGEST_WAIT = timedelta(minutes=15)


def token_hash(token: str) -> str:
    """How a token is stored; the token itself is never on disk."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(db: Database, person_id: int) -> str:
    """Begin a session and return its token (256 bits)."""
    token = secrets.token_urlsafe(32)
    moment = now()
    db.execute(
        "DELETE FROM session WHERE expires_at < ? OR last_seen_at < ?", [to_text(moment), to_text(moment - IDLE)]
    )
    db.execute(
        "INSERT INTO session (token_hash, person_id, created_at, last_seen_at, expires_at) VALUES (?, ?, ?, ?, ?)",
        [token_hash(token), person_id, to_text(moment), to_text(moment), to_text(moment + ABSOLUTE)],
    )
    return token


_FIND = """
SELECT session.last_seen_at, session.expires_at, person.id, person.login, person.name, person.hospital_id,
    person.center, (SELECT group_concat(role) FROM role WHERE person_id = person.id) AS roles
FROM session JOIN person ON person.id = session.person_id
WHERE session.token_hash = ? AND person.active = 1 AND session.expires_at > ? AND session.last_seen_at > ?
"""


@dataclass(frozen=True)
class Session:
    """A living session: its principal, and when it was last used."""

    principal: Principal
    last_seen_at: datetime

    @property
    def is_stale(self) -> bool:
        """Whether the last use should be written down again (at most once a minute)."""
        return self.last_seen_at < now() - TOUCH_AFTER


def find(db: Database, token: str | None) -> Session | None:
    """The session behind a token, or None if it is unknown, idle too long, or over."""
    if not token:
        return None
    moment = now()
    row = db.conn.execute(_FIND, [token_hash(token), to_text(moment), to_text(moment - IDLE)]).fetchone()
    if row is None:
        return None
    last_seen_at = from_text(row["last_seen_at"])
    principal = Principal(
        row["id"],
        row["login"],
        row["name"],
        frozenset(Role(role) for role in (row["roles"] or "").split(",") if role),
        row["hospital_id"],
        bool(row["center"]),
        min(from_text(row["expires_at"]), last_seen_at + IDLE),
    )
    return Session(principal, last_seen_at)


def require(db: Database, token: str | None) -> Principal:
    """The principal behind a token; raises NotSignedIn."""
    session = find(db, token)
    if session is None:
        raise NotSignedIn
    return session.principal


def touch(db: Database, token: str) -> None:
    """Note that a session was used."""
    db.execute("UPDATE session SET last_seen_at = ? WHERE token_hash = ?", [to_text(now()), token_hash(token)])


def end(db: Database, token: str) -> None:
    """Sign out here."""
    db.execute("DELETE FROM session WHERE token_hash = ?", [token_hash(token)])


def end_all(db: Database, person_id: int) -> None:
    """Sign out everywhere."""
    db.execute("DELETE FROM session WHERE person_id = ?", [person_id])


def check_wait(db: Database, login: str) -> None:
    """Refuse a login that has failed too often, known or unknown, until its wait is over."""
    row = db.execute("SELECT blocked_until FROM login_failure WHERE login = ?", [people.normal_login(login)]).fetchone()
    if row and from_text(row["blocked_until"]) > now():
        raise TooManyAttempts


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many failures: nothing up to five, then 2, 4, 8 … seconds up to 15 minutes."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    return min(LONGEST_WAIT, timedelta(seconds=2 ** min(failures - FREE_FAILURES + 1, 20)))


def note_failure(db: Database, login: str) -> None:
    """Count one wrong password and set the wait; old failures are forgotten after a day."""
    name, moment = people.normal_login(login)[:200], now()
    db.execute("DELETE FROM login_failure WHERE blocked_until < ?", [to_text(moment - timedelta(days=1))])
    row = db.execute("SELECT failures FROM login_failure WHERE login = ?", [name]).fetchone()
    failures = (row["failures"] if row else 0) + 1
    until: datetime = moment + wait_after(failures)
    db.execute(
        "INSERT INTO login_failure (login, failures, blocked_until) VALUES (?, ?, ?) ON CONFLICT (login) "
        "DO UPDATE SET failures = excluded.failures, blocked_until = excluded.blocked_until",
        [name, failures, to_text(until)],
    )


def forget_failures(db: Database, login: str) -> None:
    """Start counting anew after a right password."""
    db.execute("DELETE FROM login_failure WHERE login = ?", [people.normal_login(login)])
