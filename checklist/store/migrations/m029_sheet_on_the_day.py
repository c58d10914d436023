"""Chapters handed from one member of a visit to another, and the phrases that a region offers for comments."""

from __future__ import annotations

from sqlite_utils import Database

HANDOVERS = (
    """CREATE TABLE chapter_handover (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    version_id INTEGER NOT NULL REFERENCES sheet_version (id),
    chapter_code TEXT NOT NULL,
    to_person_id INTEGER NOT NULL REFERENCES person (id),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id) CHECK (person_id <> to_person_id)
) STRICT""",
    "CREATE INDEX chapter_handover_by_visit ON chapter_handover (visit_id, to_person_id)",
)
# Without a sheet they are offered at every item.
PHRASES = (
    """CREATE TABLE phrase_choice (
    id INTEGER PRIMARY KEY,
    sheet_id INTEGER REFERENCES sheet (id),
    item_code TEXT NOT NULL CHECK (length(item_code) <= 40 AND (item_code = '') = (sheet_id IS NULL)),
    texts TEXT NOT NULL CHECK (length(texts) <= 4000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT""",
    "CREATE INDEX phrase_choice_by_item ON phrase_choice (sheet_id, item_code)",
)


def apply(db: Database) -> None:
    """Create the tables; a later choice is a row of its own, and no row is changed."""
    for statement in (*HANDOVERS, *PHRASES):
        db.execute(statement)
    for table in ("chapter_handover", "phrase_choice"):
        db.execute(
            f"""CREATE TRIGGER {table}_insert BEFORE INSERT ON {table}
                WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'refused: kept'); END"""
        )
        for change in ("update", "delete"):
            db.execute(
                f"""CREATE TRIGGER {table}_{change}_kept BEFORE {change} ON {table}
                    BEGIN SELECT RAISE(ABORT, 'refused: kept'); END"""
            )
