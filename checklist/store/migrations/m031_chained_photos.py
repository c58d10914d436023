"""The erasure of a photo and the voiding of a signature as rows of their own, which nobody changes: so they can be chained."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep

TABLES = """
CREATE TABLE photo_erasure (
    id INTEGER PRIMARY KEY,
    photo_id INTEGER NOT NULL UNIQUE REFERENCES photo (id),
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE TABLE signature_void (
    id INTEGER PRIMARY KEY,
    signature_id INTEGER NOT NULL UNIQUE REFERENCES signature (id),
    reason TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
INSERT INTO photo_erasure (photo_id, reason, at, person_id)
    SELECT id, erase_reason, erased_at, erased_by FROM photo WHERE erased_at IS NOT NULL ORDER BY erased_at, id;
INSERT INTO signature_void (signature_id, reason, at)
    SELECT id, void_reason, voided_at FROM signature WHERE voided_at IS NOT NULL ORDER BY voided_at, id;
CREATE TRIGGER photo_erased AFTER UPDATE ON photo WHEN OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL BEGIN
    INSERT INTO photo_erasure (photo_id, reason, at, person_id)
        VALUES (NEW.id, NEW.erase_reason, NEW.erased_at, NEW.erased_by);
END;
CREATE TRIGGER signature_voided AFTER UPDATE ON signature WHEN OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL BEGIN
    INSERT INTO signature_void (signature_id, reason, at) VALUES (NEW.id, NEW.void_reason, NEW.voided_at);
END;
"""


def apply(db: Database) -> None:
    """Create the tables with what was erased and voided so far; triggers write them from now on."""
    db.executescript(TABLES)
    kept = ("photo_erasure", "signature_void")
    db.executescript(keep(kept, (), kept))
