"""What a photo shows, in the words of whoever took it; the words of an erased photo go with it."""

from __future__ import annotations

from sqlite_utils import Database

COLUMN = "ALTER TABLE photo ADD COLUMN caption TEXT NOT NULL DEFAULT '' CHECK (length(caption) <= 100)"

# They may be changed by an erasure alone, and only to nothing.
KEPT = """CREATE TRIGGER photo_caption_kept BEFORE UPDATE ON photo BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.caption <> CASE WHEN NEW.erased_at IS NULL THEN OLD.caption ELSE '' END;
END"""


def apply(db: Database) -> None:
    """Add the caption; photos so far have none."""
    for statement in (COLUMN, KEPT):
        db.execute(statement)
