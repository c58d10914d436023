"""Private calendar feeds: one secret address for each person, made and ended by themselves, read by their calendar."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlite_utils import Database

from checklist.model.accounts import Principal
from checklist.model.notices import AuditKind, CalendarFeed
from checklist.model.permission import Thing, Verb
from checklist.store import rows
from checklist.store.accounts import session_rows, sessions
from checklist.store.act import Act, View
from checklist.store.notices import audit

READS_FOR = timedelta(minutes=1)
"""So long a calendar that fetches may read."""


def own(view: View) -> CalendarFeed | None:
    """The reader's feed, if there is one; raises Forbidden through a pass."""
    view.require(Verb.READ, Thing.NOTICES)
    found = view.db.execute(
        "SELECT * FROM calendar_feed WHERE person_id = ? AND ended_at IS NULL", [view.principal.person_id]
    ).fetchone()
    return rows.one(CalendarFeed, found) if found else None


def make(act: Act) -> str:
    """Make a feed in place of the one there was, and return its token, which is shown this once; raises Forbidden."""
    act.require(Verb.WRITE, Thing.NOTICES)
    session_rows.end_feeds(act.db, act.principal.person_id, act.stamp)
    token = secrets.token_urlsafe(32)
    rows.insert(act, "calendar_feed", {"token_hash": sessions.token_hash(token)})
    audit.note(act, AuditKind.FEED_MADE)
    return token


def end(act: Act) -> None:
    """End the own feed: whoever has its address gets nothing from now on; raises Forbidden."""
    act.require(Verb.WRITE, Thing.NOTICES)
    session_rows.end_feeds(act.db, act.principal.person_id, act.stamp)
    audit.note(act, AuditKind.FEED_ENDED)


def owner(db: Database, token: str, at: datetime) -> Principal | None:
    """Whose calendar asks at this moment, with the rights that they have now; None for an address that was ended or never was."""
    row = db.execute(
        """SELECT person.*, (SELECT json_group_array(role) FROM role WHERE person_id = person.id) AS roles
           FROM calendar_feed JOIN person ON person.id = calendar_feed.person_id
           WHERE token_hash = ? AND ended_at IS NULL AND active = 1""",
        [sessions.token_hash(token)],
    ).fetchone()
    if row is None:
        return None
    return rows.one(
        Principal,
        row,
        person_id=row["id"],
        expires_at=at + READS_FOR,
        visit_scope=None,
        second_factor=False,
        vouched_in="",
    )


def region_key(view: View) -> str:
    """What tells the events of this region from those of every other, whatever it is called and wherever it lies."""
    view.require(Verb.READ, Thing.REGION)
    # The moment of the first account: it never changes, comes along with every backup, and no other file has the same.
    row = view.db.execute("SELECT created_at FROM person ORDER BY id LIMIT 1").fetchone()
    return hashlib.sha256((row["created_at"] if row else "").encode()).hexdigest()[:16]
