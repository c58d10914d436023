"""How many beds a hospital has had since which day: dated, with who wrote it down when; a correction is a further row."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import DAY, keep

# `since` is empty in the first number that is known of a hospital: nobody has said from when on it holds.
TABLE = f"""
CREATE TABLE bed_count (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    since TEXT CHECK (since {DAY}),
    beds INTEGER NOT NULL CHECK (beds BETWEEN 1 AND 3000),
    at TEXT NOT NULL,
    person_id INTEGER REFERENCES person (id)
) STRICT;
CREATE INDEX bed_count_by_hospital ON bed_count (hospital_id);
INSERT INTO bed_count (hospital_id, beds, at)
    SELECT id, beds, strftime('%Y-%m-%dT%H:%M:%f000+00:00', 'now') FROM hospital ORDER BY id;
"""


def apply(db: Database) -> None:
    """Create the table; what stands at each hospital is the first number that is known of it."""
    db.executescript(TABLE)
    db.executescript(keep(("bed_count",), (), ("bed_count",)))
