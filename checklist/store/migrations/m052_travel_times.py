"""How long one travels from a hospital to another: written down by those who know, a correction is a further row."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep

# The way back takes as long: each pair stands once, the smaller number first. Without minutes it is unknown again.
TABLE = """
CREATE TABLE travel_time (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    other_id INTEGER NOT NULL REFERENCES hospital (id),
    minutes INTEGER CHECK (minutes BETWEEN 1 AND 1440),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK (hospital_id < other_id)
) STRICT;
CREATE INDEX travel_time_by_pair ON travel_time (hospital_id, other_id);
"""


def apply(db: Database) -> None:
    """Create the table; the distances of the map are what counts until somebody knows better."""
    db.executescript(TABLE)
    db.executescript(keep(("travel_time",), (), ("travel_time",)))
