"""The table of evidence documents: added, and taken back with a reason, never changed."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.m003_visit_day import KEPT, keep

_DATE = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
_FIXED = (
    "id", "hospital_id", "kind", "title", "dated_on", "period_from", "period_to", "note", "name", "sha256",
    "media_type", "bytes", "at", "person_id",
)  # fmt: skip

TABLE = f"""
CREATE TABLE evidence_document (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    kind TEXT NOT NULL CHECK (length(trim(kind)) > 0),
    title TEXT NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 100),
    dated_on TEXT NOT NULL CHECK (dated_on {_DATE}),
    period_from TEXT CHECK (period_from {_DATE}),
    period_to TEXT CHECK (period_to {_DATE}),
    note TEXT NOT NULL CHECK (length(note) <= 500),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    withdrawn_by INTEGER REFERENCES person (id),
    CHECK ((period_from IS NULL) = (period_to IS NULL)),
    CHECK (period_from IS NULL OR period_from <= period_to),
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;
CREATE INDEX evidence_document_by_day ON evidence_document (hospital_id, dated_on);
CREATE TRIGGER evidence_document_insert BEFORE INSERT ON evidence_document BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.withdrawn_at IS NOT NULL;
END;
CREATE TRIGGER evidence_document_update BEFORE UPDATE ON evidence_document BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
        OR {" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _FIXED)};
END;
"""


def apply(db: Database) -> None:
    """Create the table and its triggers."""
    db.executescript(TABLE)
    db.executescript(keep((), ("evidence_document",), ("evidence_document",)))
