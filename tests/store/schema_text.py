"""The schema as one readable text; `python -m tests.store.schema_text` writes it anew to schema.sql."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from checklist.store import db

PLACE = Path(__file__).with_name("schema.sql")
HEAD = """-- What the steps in checklist/store/migrations add up to. Written by: python -m tests.store.schema_text
-- Tables by name, each with its indexes and triggers in the order in which they were made.
-- Of two triggers that refuse one statement, the later one speaks.
"""


def of(path: Path) -> str:
    """Every table, index and trigger of a database that is ours."""
    with db.reading(path) as connection:
        rows = connection.execute(
            """SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name <> '_sqlite_migrations'
               ORDER BY tbl_name, CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, rowid"""
        ).fetchall()
    return "\n".join([HEAD, *(f"{row['sql']};\n" for row in rows)])


def fresh() -> str:
    """The schema of a new database."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "new.db")
        db.migrate(path)
        return of(path)


if __name__ == "__main__":
    PLACE.write_text(fresh(), encoding="utf-8")
