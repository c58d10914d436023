"""Logins: server-side sessions under hashed tokens, and the growing wait after wrong passwords."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Row

from sqlite_utils import Database

from checklist.errors import CodeDue, EnrolmentDue, NotSignedIn, PasswordDue, Refused, StillDue
from checklist.model.accounts import Principal, Role, SignInWay
from checklist.model.notices import AuditKind
from checklist.model.permission import Thing, Verb
from checklist.store import clock
from checklist.store.accounts import session_rows
from checklist.store.act import NOWHERE, Act, Whence
from checklist.store.clock import from_text, now, to_text
from checklist.store.notices import audit

IDLE = timedelta(minutes=30)
"""How long a screen that nobody touches stays open: PCs stand in wards."""
AWAY = timedelta(hours=2)
"""How long somebody may walk without a network: what a tablet then delivers shows that somebody was there all the time."""
ABSOLUTE = timedelta(hours=12)
TOUCH_AFTER = timedelta(minutes=1)
HALF = timedelta(minutes=10)
"""How long after the password the code of the authenticator may take."""
FRESH = timedelta(minutes=10)
"""How long a code that was typed stands for taking everything away at once."""
VOUCHED = timedelta(minutes=5)
"""How long it counts that the provider has asked somebody anew, for one signature."""
NOT_VOUCHED = "認証サーバーでの本人確認がまだか、5分を過ぎています。本人確認をしてから、もう一度お試しください。何も記録していません。"
CLOCK_STEP = timedelta(minutes=5)
"""What is put right of a clock now and then; more than that is a clock that was wrong."""
DELIVERY = timedelta(days=7)
"""How long after its end the session of a pass may still deliver what lies on the tablet."""


OUTER_ADDRESS = "CHECKLIST_URL"
"""The setting that says at which address browsers open this server."""


def cookie_name(name: str = "sid") -> str:
    """What the cookie with the token is called; where browsers come by TLS, so that they take it from this host alone.

    A browser accepts `__Host-` only by TLS, for all paths and without a domain: no neighbouring host sets or reads it.
    """
    by_tls = os.environ.get(OUTER_ADDRESS, "").strip().lower().startswith("https://")
    return f"__Host-{name}" if by_tls else name


def token_hash(token: str) -> str:
    """How a token is stored; the token itself is never on disk."""
    # Quick on purpose: nobody guesses 256 random bits, and argon2 would cost every request what a sign-in costs.
    return hashlib.sha256(token.encode()).hexdigest()


def start(
    db: Database,
    person_id: int,
    whence: Whence = NOWHERE,
    way: SignInWay = SignInWay.PASSWORD,
    *,
    factor_at: datetime | None = None,
) -> str:
    """Begin a session and return its token (256 bits); `factor_at`: when a code of the authenticator was typed right.

    Without it nothing opens to somebody who has an authenticator, but the page that asks for the code.
    """
    token = secrets.token_urlsafe(32)
    moment = now()
    # Nothing runs by night: those who sign in sweep. A pass stays for the week in which its tablet may still deliver.
    db.execute(
        """DELETE FROM session WHERE pass_id IS NULL AND (expires_at < ? OR last_seen_at < ?)
           OR pass_id IS NOT NULL AND expires_at < ?""",
        [to_text(moment), to_text(moment - AWAY), to_text(moment - DELIVERY)],
    )
    _insert(db, token, person_id, moment + ABSOLUTE, None, whence, way)
    if factor_at is not None:
        session_rows.pass_step(db, token_hash(token), to_text(factor_at))
    return token


def start_for_pass(db: Database, person_id: int, pass_id: int, expires_at: datetime, whence: Whence = NOWHERE) -> str:
    """Begin the session of a visit pass: without an idle end, for one visit only, and return its token."""
    token = secrets.token_urlsafe(32)
    _insert(db, token, person_id, expires_at, pass_id, whence)
    return token


def _insert(
    db: Database, token: str, person_id: int, expires_at: datetime, pass_id: int | None, whence: Whence,
    way: SignInWay = SignInWay.PASSWORD,
) -> None:  # fmt: skip
    moment = to_text(now())
    db.execute(
        """INSERT INTO session (token_hash, person_id, created_at, last_seen_at, expires_at, pass_id, way, device, address)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            token_hash(token), person_id, moment, moment, to_text(expires_at), pass_id, way, whence.device[:300],
            whence.address[:60],
        ],
    )  # fmt: skip


_SELECT = """
SELECT session.last_seen_at, session.expires_at, person.id, person.login, person.name, person.hospital_id,
    person.center, (SELECT group_concat(role) FROM role WHERE person_id = person.id) AS roles,
    session.pass_id, visit_pass.visit_id, person.password_by_other AND session.way = 'password' AS password_due,
    session.created_at, session.factor_at, session.way, session.token_hash,
    EXISTS (SELECT 1 FROM second_factor WHERE person_id = person.id
        AND confirmed_at IS NOT NULL AND ended_at IS NULL) AS second_factor,
    EXISTS (SELECT 1 FROM second_factor_rule rule, json_each(rule.roles) needed
        JOIN role ON role.role = needed.value AND role.person_id = person.id
        WHERE rule.id = (SELECT max(id) FROM second_factor_rule) AND rule.since <= ?) AS demanded
FROM session JOIN person ON person.id = session.person_id
LEFT JOIN visit_pass ON visit_pass.id = session.pass_id
WHERE session.token_hash = ? AND person.active = 1 AND visit_pass.revoked_at IS NULL
"""
_FIND = f"{_SELECT} AND session.expires_at > ? AND (session.last_seen_at > ? OR session.pass_id IS NOT NULL)"
_FIND_FOR_DELIVERY = f"""{_SELECT} AND (session.pass_id IS NOT NULL AND session.expires_at > ?
    OR session.pass_id IS NULL AND session.expires_at > ? AND session.last_seen_at > ?)"""


@dataclass(frozen=True)
class Session:
    """A living session: its principal, and when it was last used."""

    principal: Principal
    last_seen_at: datetime
    due: type[StillDue] | None = None
    """What has to be done before anything may be opened: the code, a password of one's own, or an authenticator."""
    factor_at: datetime | None = None
    """When a code of the authenticator was typed in this session."""

    @property
    def is_fresh(self) -> bool:
        """Whether whoever has an authenticator has typed a code of it just now."""
        return not self.principal.second_factor or (self.factor_at is not None and self.factor_at > now() - FRESH)

    @property
    def is_stale(self) -> bool:
        """Whether the last use should be written down again (at most once a minute)."""
        return self.last_seen_at < now() - TOUCH_AFTER


def find(db: Database, token: str | None) -> Session | None:
    """The session behind a token, or None if it is unknown, idle too long, or over."""
    if not token:
        return None
    moment = now()
    row = db.conn.execute(
        _FIND, [clock.today().isoformat(), token_hash(token), to_text(moment), to_text(moment - IDLE)]
    ).fetchone()
    if row is None:
        return None
    return _session(row)


def find_for_delivery(db: Database, token: str | None) -> Session | None:
    """The session behind a tablet that may still deliver; never a revoked pass.

    That of a pass, living or ended at most seven days ago; or one that nobody has used for no longer than `AWAY`.
    """
    if not token:
        return None
    moment = now()
    until = [to_text(moment - DELIVERY), to_text(moment), to_text(moment - AWAY)]
    row = db.conn.execute(_FIND_FOR_DELIVERY, [clock.today().isoformat(), token_hash(token), *until]).fetchone()
    return _session(row, AWAY) if row else None


def _session(row: Row, idle: timedelta = IDLE) -> Session | None:
    # By hand, as all of this module: there is no act before anybody is known, and what a session may do is decided here.
    last_seen_at, expires_at = from_text(row["last_seen_at"]), from_text(row["expires_at"])
    roles = frozenset(Role(role) for role in (row["roles"] or "").split(",") if role)
    if row["pass_id"] is None and max(last_seen_at, expires_at - ABSOLUTE) > now() + CLOCK_STEP:
        # Begun or used under a clock that ran ahead: it would live until that day comes.
        return None
    if row["pass_id"] is not None:
        # A pass lies on a borrowed tablet: what else its member may do must not come along.
        roles &= {Role.EVALUATOR}
    else:
        expires_at = min(expires_at, last_seen_at + idle)
    principal = Principal(
        row["id"], row["login"], row["name"], roles, row["hospital_id"], bool(row["center"]), expires_at,
        row["visit_id"], bool(row["second_factor"]), row["token_hash"] if row["way"] == SignInWay.PROVIDER else "",
    )  # fmt: skip
    due = _due(row)
    if due is CodeDue and from_text(row["created_at"]) < now() - HALF:
        return None
    return Session(principal, last_seen_at, due, from_text(row["factor_at"]) if row["factor_at"] else None)


def _due(row: Row) -> type[StillDue] | None:
    # A pass asks for no password and opens one sheet, and whoever comes by a provider has typed none: what its holder signs
    # in with elsewhere is no matter of it.
    if row["pass_id"] is not None:
        return None
    # Here and not where somebody signs in: whatever way a session began, it opens nothing without the second step.
    if row["second_factor"] and not row["factor_at"]:
        return CodeDue
    if row["password_due"]:
        return PasswordDue
    return EnrolmentDue if row["demanded"] and not row["second_factor"] else None


def require(db: Database, token: str | None) -> Principal:
    """The principal behind a token; raises NotSignedIn, or StillDue while something has to be done before."""
    return _principal(find(db, token))


def require_for_delivery(db: Database, token: str | None) -> Principal:
    """The principal behind a token who may deliver answers and photos; raises NotSignedIn."""
    return _principal(find(db, token) or find_for_delivery(db, token))


def _principal(session: Session | None) -> Principal:
    if session is None:
        raise NotSignedIn
    if session.due:
        raise session.due
    return session.principal


def touch(db: Database, token: str, idle: timedelta = IDLE) -> None:
    """Note that a session was used, at most once a minute; one that has been `idle` for longer stays ended."""
    moment = now()
    db.execute(
        """UPDATE session SET last_seen_at = ?
           WHERE token_hash = ? AND last_seen_at < ? AND (last_seen_at > ? OR pass_id IS NOT NULL)""",
        [to_text(moment), token_hash(token), to_text(moment - TOUCH_AFTER), to_text(moment - idle)],
    )


def go_on(db: Database, token: str) -> str:
    """A code of the authenticator was typed right in a session: the token under which it goes on; raises NotSignedIn.

    Whoever had only typed the password gets another one: whatever the browser held until then opens nothing.
    """
    found = find(db, token)
    if found is None:
        raise NotSignedIn
    if found.due is not CodeDue:
        session_rows.pass_step(db, token_hash(token), to_text(now()))
        return token
    way = db.execute("SELECT way, device, address FROM session WHERE token_hash = ?", [token_hash(token)]).fetchone()
    end(db, token)
    whence = Whence(way["address"], way["device"])
    return start(db, found.principal.person_id, whence, SignInWay(way["way"]), factor_at=now())


def vouch(db: Database, principal: Principal) -> None:
    """The provider has just asked for the person of this session anew; good for one signature."""
    db.execute("UPDATE session SET vouched_at = ? WHERE token_hash = ?", [to_text(now()), principal.vouched_in])


def spend_vouched(db: Database, principal: Principal) -> None:
    """Use up that the provider has asked anew in this very session; raises Refused where it has not, or too long ago."""
    moment = now()
    done = db.execute(
        """UPDATE session SET vouched_at = NULL
           WHERE token_hash = ? AND person_id = ? AND vouched_at > ? AND vouched_at <= ?""",
        [principal.vouched_in, principal.person_id, to_text(moment - VOUCHED), to_text(moment)],
    )
    if done.rowcount != 1:
        raise Refused(NOT_VOUCHED)


def end(db: Database, token: str) -> None:
    """Sign out here."""
    db.execute("DELETE FROM session WHERE token_hash = ?", [token_hash(token)])


def end_all(act: Act, person_id: int) -> None:
    """Sign a person out everywhere: oneself, or anybody for whoever keeps the accounts; raises Forbidden.

    Passes that nobody has opened yet end, too, and the address for a calendar.
    """
    if person_id != act.principal.person_id:
        act.require(Verb.WRITE, Thing.ACCOUNTS)
    audit.note(act, AuditKind.SESSION_ENDED, about=person_id, detail="すべての端末")
    session_rows.end_all(act.db, person_id, act.stamp, act.principal.person_id)
    session_rows.end_feeds(act.db, person_id, act.stamp)
