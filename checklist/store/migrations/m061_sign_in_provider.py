"""Signing in by the hospitals' own provider of identities, and sessions that tell their owner where they are."""

from __future__ import annotations

from sqlite_utils import Database

PROVIDER = """CREATE TABLE sign_in_provider (
    id INTEGER PRIMARY KEY,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    issuer TEXT NOT NULL CHECK (length(issuer) <= 400),
    client_id TEXT NOT NULL CHECK (length(client_id) <= 200),
    client_secret TEXT NOT NULL CHECK (length(client_secret) <= 400),
    claim TEXT NOT NULL CHECK (claim <> ''),
    label TEXT NOT NULL CHECK (length(label) <= 40),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT"""
IDENTITY = """CREATE TABLE identity (
    id INTEGER PRIMARY KEY,
    issuer TEXT NOT NULL CHECK (length(issuer) BETWEEN 1 AND 400),
    subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    ended_at TEXT
) STRICT"""
# Nobody is two people at one provider, and no two people there are one here.
INDEXES = (
    "CREATE UNIQUE INDEX identity_by_subject ON identity (issuer, subject) WHERE ended_at IS NULL",
    "CREATE UNIQUE INDEX identity_by_person ON identity (person_id, issuer) WHERE ended_at IS NULL",
)
SESSION = (
    "ALTER TABLE session ADD COLUMN way TEXT NOT NULL DEFAULT 'password' CHECK (way <> '')",
    "ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT ''",
)


def apply(db: Database) -> None:
    """Add the tables, what a session tells, and the kind of the audit for ending one."""
    for statement in (PROVIDER, IDENTITY, *INDEXES, *SESSION):
        db.execute(statement)
    db.execute("INSERT INTO audit_kind (code) VALUES ('session_ended')")
