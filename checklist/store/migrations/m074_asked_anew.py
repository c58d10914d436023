"""When a provider of identities has asked somebody anew, for one signature; and pictures of signs in names."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Nobody was asked anew so far."""
    db.execute("ALTER TABLE session ADD COLUMN vouched_at TEXT")
