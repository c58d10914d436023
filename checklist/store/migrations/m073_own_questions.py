"""センター独自の質問: what a centre asks itself beside the yearly survey, in editions that hold from a fiscal year on."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import keep

_TABLE = """
CREATE TABLE own_question_edition (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL,
    questions TEXT NOT NULL CHECK (json_valid(questions)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
"""
_FINAL = ("own_question_edition",)


def apply(db: Database) -> None:
    """Create the table, which is only added to."""
    db.executescript(_TABLE + keep(_FINAL, [], _FINAL))
