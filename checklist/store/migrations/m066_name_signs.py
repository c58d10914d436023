"""What a hospital has printed in the place of a sign of its names that no font of ours has (外字)."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep

# A later choice is a row of its own; an empty text takes the one before back. Names themselves are never changed by it.
TABLE = """
CREATE TABLE name_sign (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    sign TEXT NOT NULL CHECK (length(sign) BETWEEN 1 AND 8),
    text TEXT NOT NULL CHECK (length(text) <= 20),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX name_sign_by_hospital ON name_sign (hospital_id, sign, id);
"""


def apply(db: Database) -> None:
    """Create the table; until somebody says what it is, such a sign is printed as 〓."""
    db.executescript(TABLE)
    db.executescript(keep(("name_sign",), (), ("name_sign",)))
