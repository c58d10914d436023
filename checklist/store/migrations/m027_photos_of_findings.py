"""The photos that stand beside a finding in the report: two at most, chosen at the closing meeting, kept in its history."""

from __future__ import annotations

from sqlite_utils import Database

_MOST = "CHECK (json_valid(photos) AND json_array_length(photos) <= 2)"
COLUMNS = (
    f"ALTER TABLE finding ADD COLUMN photos TEXT NOT NULL DEFAULT '[]' {_MOST}",
    f"ALTER TABLE finding_history ADD COLUMN photos TEXT NOT NULL DEFAULT '[]' {_MOST}",
)

_WRITE_DOWN = """
    INSERT INTO finding_history (finding_id, version, kind, text, dropped_at, photos, at, person_id)
        VALUES (NEW.id, NEW.version, NEW.kind, NEW.text, NEW.dropped_at, NEW.photos, NEW.updated_at, NEW.person_id);
END"""
HISTORY = (
    "DROP TRIGGER finding_inserted",
    "DROP TRIGGER finding_updated",
    f"CREATE TRIGGER finding_inserted AFTER INSERT ON finding BEGIN{_WRITE_DOWN}",
    f"""CREATE TRIGGER finding_updated AFTER UPDATE ON finding WHEN NOT (NEW.version = OLD.version)
BEGIN{_WRITE_DOWN}""",
)

# An erasure puts its tombstone into a locked finding: it must not take the photos along.
KEPT = """CREATE TRIGGER finding_photos_kept BEFORE UPDATE ON finding
    WHEN NEW.photos <> OLD.photos AND NEW.version = OLD.version
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END"""


def apply(db: Database) -> None:
    """Add the choice to findings and their history; none is made so far."""
    for statement in (*COLUMNS, *HISTORY, KEPT):
        db.execute(statement)
