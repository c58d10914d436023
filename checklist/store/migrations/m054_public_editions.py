"""公表用の版: what of the figures of a year has left the centre, so that the next edition can be held against it."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep

_TABLE = """
CREATE TABLE public_edition (
    id INTEGER PRIMARY KEY,
    fiscal_year INTEGER NOT NULL,
    tables TEXT NOT NULL CHECK (json_valid(tables)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX public_edition_by_year ON public_edition (fiscal_year);
"""


def apply(db: Database) -> None:
    """Create the table; nothing was published as an edition before."""
    db.executescript(_TABLE + keep(("public_edition",), (), ("public_edition",)))
