"""Records stay: the triggers that a step gives to its tables."""

from __future__ import annotations

import sqlite3

import pytest
from sqlite_utils import Database

from checklist.store.migrations.keeping import DAY, keep


@pytest.fixture
def tables() -> Database:
    db = Database(memory=True)
    db.executescript(f"""
        CREATE TABLE log (id INTEGER PRIMARY KEY, day TEXT NOT NULL CHECK (day {DAY})) STRICT;
        CREATE TABLE plan (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
        {keep(("log",), ("plan",), ("log",))}
        INSERT INTO log VALUES (1, '2026-11-22');
        INSERT INTO plan VALUES (1, 'first');
    """)
    return db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET day = '2026-11-23'",
        "DELETE FROM log",
        "INSERT OR REPLACE INTO log VALUES (1, '2026-11-23')",
        "DELETE FROM plan",
    ],
)
def test_what_is_kept_is_neither_changed_nor_deleted_nor_replaced(tables: Database, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=r"^refused: kept$"):
        tables.execute(statement)


def test_what_is_only_never_deleted_may_change_and_a_log_may_grow(tables: Database) -> None:
    tables.execute("UPDATE plan SET text = 'second'")
    tables.execute("INSERT INTO log VALUES (2, '2026-11-23')")


def test_a_day_is_written_in_one_way(tables: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        tables.execute("INSERT INTO log VALUES (2, '2026/11/23')")
