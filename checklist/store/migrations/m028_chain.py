"""A chain over the records: one link for each row, made from the link before it and the row's content."""

from __future__ import annotations

from sqlite_utils import Database

CHAIN = (
    """CREATE TABLE chain (
    position INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    link BLOB NOT NULL CHECK (length(link) = 32),
    UNIQUE (source, row_id)
) STRICT""",
    """CREATE TRIGGER chain_insert BEFORE INSERT ON chain BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.position <> 1 + (SELECT coalesce(max(position), 0) FROM chain)
        OR EXISTS (SELECT 1 FROM chain WHERE source = NEW.source AND row_id = NEW.row_id);
END""",
    "CREATE TRIGGER chain_update_kept BEFORE UPDATE ON chain BEGIN SELECT RAISE(ABORT, 'refused: kept'); END",
    "CREATE TRIGGER chain_delete_kept BEFORE DELETE ON chain BEGIN SELECT RAISE(ABORT, 'refused: kept'); END",
)


def apply(db: Database) -> None:
    """Create the table; what is there already is linked right after the steps, as every act links what it wrote."""
    for statement in CHAIN:
        db.execute(statement)
