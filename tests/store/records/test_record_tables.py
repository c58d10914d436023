"""The table of a kind made from its fields is the one that the migrations made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.model.records import KINDS
from checklist.store import db
from checklist.store.records import record_tables

_OF_TABLE = "SELECT name, sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL"


def schema(database: Database, table: str) -> dict[str, str]:
    """Everything that hangs on a table, with its text in one line."""
    rows = database.execute(_OF_TABLE, [table]).fetchall()
    # A table that a later step built anew has its name in quotes.
    return {
        row[0]: re.sub(r"\s+", " ", row[1]).replace(f'CREATE TABLE "{table}"', f"CREATE TABLE {table}") for row in rows
    }


@pytest.mark.parametrize("code", KINDS)
def test_the_fields_of_a_kind_make_the_table_that_is_there(code: str, empty_db: Path) -> None:
    made = Database(memory=True)
    made.executescript(record_tables.script(KINDS[code]))
    with db.reading() as connection:
        stored = schema(connection, KINDS[code].TABLE)
    assert schema(made, KINDS[code].TABLE) == stored
    assert len(stored) == (8 if KINDS[code].KEY else 7)
    made.close()
