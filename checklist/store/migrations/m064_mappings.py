"""What somebody has said of the columns and rows of a file, kept for the next file of the same shape."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep

# Roles without anything in them: what was kept of this shape is forgotten. A shape is a hash of the heads and their
# places; nothing of what stands below them is kept.
TABLE = """
CREATE TABLE mapping_choice (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 40),
    hospital_id INTEGER REFERENCES hospital (id),
    shape TEXT NOT NULL CHECK (length(shape) = 64),
    roles TEXT NOT NULL CHECK (json_valid(roles) AND length(roles) <= 100000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX mapping_choice_by_shape ON mapping_choice (shape, subject, hospital_id);
"""


def apply(db: Database) -> None:
    """Create the table; what was chosen is never changed, and the newest of a shape counts."""
    db.executescript(TABLE)
    db.executescript(keep(("mapping_choice",), (), ("mapping_choice",)))
