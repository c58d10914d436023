"""The library of 好事例: what a hospital offers of its own, in its own words, and when it takes it back."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep
from checklist.store.migrations.rebuilding import rewrite_trigger

TABLES = """
CREATE TABLE practice (
    id INTEGER PRIMARY KEY,
    finding_id INTEGER NOT NULL REFERENCES finding (id),
    offered INTEGER NOT NULL CHECK (offered IN (0, 1)),
    named INTEGER NOT NULL CHECK (named IN (0, 1)),
    text TEXT NOT NULL CHECK (length(text) <= 1200 AND (length(trim(text)) > 0) = offered),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX practice_by_finding ON practice (finding_id);
CREATE TRIGGER practice_insert BEFORE INSERT ON practice WHEN NEW.offered BEGIN
    SELECT RAISE(ABORT, 'refused: practice_without_report') WHERE NOT EXISTS (
        SELECT 1 FROM finding f WHERE f.id = NEW.finding_id AND f.kind = 'good_practice' AND f.dropped_at IS NULL
            AND EXISTS (SELECT 1 FROM report WHERE report.visit_id = f.visit_id));
END;
CREATE TRIGGER practice_update_kept BEFORE UPDATE ON practice WHEN NOT (
    NEW.text IS NOT OLD.text AND NEW.id IS OLD.id AND NEW.finding_id IS OLD.finding_id AND NEW.offered IS OLD.offered
    AND NEW.named IS OLD.named AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id AND EXISTS (
        SELECT 1 FROM erasure e WHERE e.place = 'practice' AND e.place_id = OLD.id AND e.tombstone = NEW.text))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;
CREATE TRIGGER practice_delete_kept BEFORE DELETE ON practice BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;
INSERT INTO erasure_place (code) VALUES ('practice');
"""
_NOTE = "WHEN 'progress_note' THEN EXISTS (SELECT 1 FROM progress_note WHERE id = NEW.place_id)"
_PRACTICE = "WHEN 'practice' THEN EXISTS (SELECT 1 FROM practice WHERE id = NEW.place_id)"


def apply(db: Database) -> None:
    """Create the table, each row one step of an offer, and let its texts be erased."""
    db.executescript(TABLES)
    db.executescript(keep((), (), ("practice",)))
    rewrite_trigger(db, "erasure_insert", {_NOTE: f"{_NOTE}\n        {_PRACTICE}"})
