"""Invitations: a link, used once, with which a person chooses the first password."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep

KINDS = ("invited", "invitation_revoked", "invitation_used")
# The link itself is nowhere: only whoever was given it has it.
INVITATION = """CREATE TABLE invitation (
    id INTEGER PRIMARY KEY,
    invited_id INTEGER NOT NULL REFERENCES person (id),
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    expires_at TEXT NOT NULL,
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    used_at TEXT,
    revoked_at TEXT,
    revoked_by INTEGER REFERENCES person (id),
    CHECK (used_at IS NULL OR revoked_at IS NULL)
) STRICT"""


def apply(db: Database) -> None:
    """Add the table and what the audit tells of it."""
    db.execute(INVITATION)
    db.execute("CREATE INDEX invitation_of_person ON invitation (invited_id)")
    for code in KINDS:
        db.execute("INSERT INTO audit_kind (code) VALUES (?)", [code])
    db.executescript(keep((), ("invitation",), ("invitation",)))
