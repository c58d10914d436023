"""Where hospitals lie and whose they are, and the year plan: every version of it is kept, so that nobody's is lost."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep

COLUMNS = (
    "latitude REAL CHECK (latitude BETWEEN -90 AND 90)",
    "longitude REAL CHECK (longitude BETWEEN -180 AND 180)",
    "corporate_group TEXT NOT NULL DEFAULT '' CHECK (length(corporate_group) <= 100)",
    "medical_area TEXT NOT NULL DEFAULT '' CHECK (length(medical_area) <= 100)",
    "closed_days TEXT NOT NULL DEFAULT '' CHECK (length(closed_days) <= 200)",
)
TABLE = """
CREATE TABLE year_plan (
    id INTEGER PRIMARY KEY,
    fiscal_year INTEGER NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2200),
    edition INTEGER NOT NULL CHECK (edition > 0),
    content TEXT NOT NULL CHECK (json_valid(content)),
    published INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (fiscal_year, edition)
) STRICT;
"""


def apply(db: Database) -> None:
    """Add the columns, which nobody has filled in so far, and the table."""
    for column in COLUMNS:
        db.execute(f"ALTER TABLE hospital ADD COLUMN {column}")
    db.executescript(TABLE)
    db.executescript(keep(("year_plan",), (), ("year_plan",)))
