"""Yardsticks for 「委員会 月1回程度」 of the 入院料の通則, and 有床診療所 as a kind of hospital."""

from __future__ import annotations

from sqlite_utils import Database

NUMBERS = {"committee_percent": 80, "committee_low_percent": 50}
"""Yardstick -> what a region begins with."""


def apply(db: Database) -> None:
    """Add the columns and the kind."""
    for name, start in NUMBERS.items():
        db.execute(
            f"ALTER TABLE region ADD COLUMN {name} INTEGER NOT NULL DEFAULT {start} CHECK ({name} BETWEEN 0 AND 100)"
        )
    # A list is only added to: whoever holds the kind already is told nothing new.
    db.execute("INSERT INTO hospital_kind (code) VALUES ('clinic') ON CONFLICT DO NOTHING")
