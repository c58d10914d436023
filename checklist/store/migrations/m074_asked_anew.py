"""When a provider of identities has asked somebody anew, for one signature; and pictures of signs in names."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep

# A row for a choice that came with a picture; small ones, as they are printed.
TABLE = """
CREATE TABLE name_sign_picture (
    id INTEGER PRIMARY KEY,
    name_sign_id INTEGER NOT NULL UNIQUE REFERENCES name_sign (id),
    picture TEXT NOT NULL CHECK (length(picture) BETWEEN 1 AND 60000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
"""


def apply(db: Database) -> None:
    """Nobody was asked anew so far, and no sign has a picture."""
    db.execute("ALTER TABLE session ADD COLUMN vouched_at TEXT")
    db.executescript(TABLE)
    db.executescript(keep(("name_sign_picture",), (), ("name_sign_picture",)))
