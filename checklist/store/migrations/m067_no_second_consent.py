"""A hospital's consent to what the support centre sees is its own word alone, with day and name.

Beside it stood a mark of the hospital from before, which nothing read: 1 would have looked like a consent that nobody gave.
"""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Take the mark away."""
    db.execute("ALTER TABLE hospital DROP COLUMN shares_with_center")
