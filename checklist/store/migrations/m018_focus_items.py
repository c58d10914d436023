"""The items that a region looks at first in a year, as its secretariat chose them for a sheet version."""

from __future__ import annotations

from sqlite_utils import Database

FOCUS = (
    """CREATE TABLE focus_choice (
    id INTEGER PRIMARY KEY,
    fiscal_year INTEGER NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2200),
    version_id INTEGER NOT NULL REFERENCES sheet_version (id),
    items TEXT NOT NULL CHECK (json_valid(items)),
    chosen_on TEXT NOT NULL CHECK (chosen_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    created_at TEXT NOT NULL
) STRICT""",
    "CREATE INDEX focus_choice_by_year ON focus_choice (version_id, fiscal_year)",
)


def apply(db: Database) -> None:
    """Create the table; a later choice of the same year is a row of its own, so that each stays known with its day."""
    for statement in FOCUS:
        db.execute(statement)
