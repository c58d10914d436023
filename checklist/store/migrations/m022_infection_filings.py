"""Filings of 感染対策向上加算 with their partners; a sheet says what it is about, and so whose class decides on its items."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.rebuilding import rebuild, room_to_rebuild

# 1 to 3, and 4 for 外来感染対策向上加算, which a clinic files in their place.
CLASSES = (1, 2, 3, 4)
_DIRECTIONS = {
    "CHECK (direction IN ('visits', 'visited_by'))": "CHECK (direction IN ('visits', 'visited_by', 'infection'))"
}
SUBJECTS = ("safety", "infection")
_SUBJECT = "ALTER TABLE sheet ADD COLUMN subject TEXT NOT NULL DEFAULT 'safety' REFERENCES sheet_subject (code)"
INFECTION_SHEET = "kansen"
"""The shipped sheet of 感染対策; every other one that is there already is about 医療安全 until somebody says so."""


def apply(db: Database) -> None:
    """Add the classes, the third kind of partner, and the subject of a sheet."""
    for number in CLASSES:
        # A list is only added to: whoever holds the class already is told nothing new.
        db.execute("INSERT INTO addon_class VALUES ('infection', ?) ON CONFLICT DO NOTHING", [number])
    with room_to_rebuild(db):
        rebuild(db, "filing_partner", _DIRECTIONS)
    db.execute("CREATE TABLE sheet_subject (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
    for code in SUBJECTS:
        db.execute("INSERT INTO sheet_subject (code) VALUES (?)", [code])
    db.execute(_SUBJECT)
    db.execute("UPDATE sheet SET subject = 'infection' WHERE code = ?", [INFECTION_SHEET])
