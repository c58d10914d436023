"""Incident reports: how many of each 影響度 one profession of a hospital made in one month."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import DAY, KEPT

_LEVELS = ("0", "1", "2", "3a", "3b", "4a", "4b", "5", "other", "unsorted")
_COUNTS = ",\n    ".join(f'"level_{one}" INTEGER CHECK ("level_{one}" >= 0)' for one in _LEVELS)
_NAMES = ("held_on", "profession", *(f"level_{one}" for one in _LEVELS), "withdrawn_at", "withdraw_reason")
_CONTENT = ", ".join(f"'{name}', NEW.\"{name}\"" for name in _NAMES)
_NOTE = f"""INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('incident_count', NEW.id, NEW.version, json_object({_CONTENT}), NEW.updated_at, NEW.person_id);"""

TABLE = f"""
CREATE TABLE incident_count (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "held_on" TEXT NOT NULL CHECK ("held_on" {DAY}),
    "profession" TEXT NOT NULL CHECK (length("profession") <= 200),
    {_COUNTS},
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;
CREATE INDEX incident_count_by_day ON incident_count (hospital_id, held_on);
CREATE UNIQUE INDEX incident_count_by_key ON incident_count (hospital_id, "held_on", "profession")
    WHERE withdrawn_at IS NULL;
CREATE TRIGGER incident_count_insert BEFORE INSERT ON incident_count BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.version <> 1
        OR EXISTS (SELECT 1 FROM incident_count WHERE id = NEW.id);
END;
CREATE TRIGGER incident_count_update BEFORE UPDATE ON incident_count BEGIN
    SELECT RAISE(ABORT, '{KEPT}') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;
CREATE TRIGGER incident_count_inserted AFTER INSERT ON incident_count BEGIN {_NOTE} END;
CREATE TRIGGER incident_count_updated AFTER UPDATE ON incident_count BEGIN {_NOTE} END;
CREATE TRIGGER incident_count_delete_kept BEFORE DELETE ON incident_count BEGIN
    SELECT RAISE(ABORT, '{KEPT}'); END;
"""


def apply(db: Database) -> None:
    """Create the table with its index, its key and its history."""
    db.executescript(TABLE)
