"""Where a person is asked by mail, so that a list of what is overdue says whom to write to."""

from __future__ import annotations

from sqlite_utils import Database

COLUMN = "ALTER TABLE person ADD COLUMN mail TEXT NOT NULL DEFAULT '' CHECK (length(mail) <= 254)"


def apply(db: Database) -> None:
    """Add the address; nobody has one so far."""
    db.execute(COLUMN)
