"""要確認 of the 施設基準 settled by hand: who confirmed what, when, why, by which document, and until when."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import DAY, KEPT, keep

TABLE = f"""
CREATE TABLE settlement (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    requirement TEXT NOT NULL CHECK (length(requirement) BETWEEN 1 AND 80),
    settled_on TEXT NOT NULL CHECK (settled_on {DAY}),
    settled_by TEXT NOT NULL CHECK (length(trim(settled_by)) BETWEEN 1 AND 100),
    reason TEXT NOT NULL CHECK (length(trim(reason)) BETWEEN 1 AND 1000),
    document TEXT NOT NULL CHECK (length(trim(document)) BETWEEN 1 AND 200),
    document_id INTEGER REFERENCES evidence_document (id),
    valid_until TEXT NOT NULL CHECK (valid_until {DAY} AND valid_until >= settled_on),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;
CREATE INDEX settlement_by_hospital ON settlement (hospital_id, settled_on);
CREATE TRIGGER settlement_update BEFORE UPDATE ON settlement BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.requirement <> OLD.requirement OR NEW.settled_on <> OLD.settled_on
        OR NEW.settled_by <> OLD.settled_by OR NEW.reason <> OLD.reason OR NEW.document <> OLD.document
        OR NEW.document_id IS NOT OLD.document_id OR NEW.valid_until <> OLD.valid_until OR NEW.at <> OLD.at
        OR NEW.person_id <> OLD.person_id OR OLD.withdrawn_at IS NOT NULL;
END;
"""


def apply(db: Database) -> None:
    """Create the table and its triggers."""
    db.executescript(TABLE)
    db.executescript(keep((), ("settlement",), ("settlement",)))
