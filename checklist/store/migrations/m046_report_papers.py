"""The PDF of a sealed report, made once: what it was made from, and under which hash its file lies."""

from __future__ import annotations

from sqlite_utils import Database

# A row may be replaced or removed at any time: what it names can be made again from the report.
TABLE = """CREATE TABLE report_paper (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL UNIQUE REFERENCES report (id),
    made_from TEXT NOT NULL CHECK (length(made_from) = 64),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    at TEXT NOT NULL
) STRICT"""


def apply(db: Database) -> None:
    """Create the table; of the reports so far, each is made when it is next asked for."""
    db.execute(TABLE)
