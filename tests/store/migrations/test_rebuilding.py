"""A table built anew keeps its rows, indexes and guards; what does not match fails aloud."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from sqlite_utils import Database

from checklist.errors import Refused
from checklist.store.migrations import rebuilding
from checklist.store.migrations.rebuilding import Unexpected

SCHEMA = """
CREATE TABLE color (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO color VALUES ('red'), ('blue');
CREATE TABLE box (
    id INTEGER PRIMARY KEY,
    color TEXT NOT NULL DEFAULT 'red' CHECK (color IN
        ('red', 'blue')),
    inside_id INTEGER REFERENCES box (id)
) STRICT;
CREATE TABLE thing (id INTEGER PRIMARY KEY, box_id INTEGER NOT NULL REFERENCES box (id)) STRICT;
CREATE INDEX box_by_color ON box (color);
CREATE UNIQUE INDEX box_blue_inside ON box (inside_id) WHERE color = 'blue';
CREATE TRIGGER box_stays BEFORE DELETE ON box BEGIN SELECT RAISE(ABORT, 'refused: earlier'); END;
CREATE TRIGGER box_kept BEFORE DELETE ON box BEGIN SELECT RAISE(ABORT, 'refused: later'); END;
CREATE TRIGGER thing_of_box BEFORE INSERT ON thing BEGIN
    SELECT RAISE(ABORT, 'refused: no_box') WHERE NOT EXISTS (SELECT 1 FROM box WHERE id = NEW.box_id);
END;
INSERT INTO box VALUES (3, 'blue', NULL), (7, 'red', 3);
INSERT INTO thing VALUES (1, 7);
"""
LISTED = {"CHECK (color IN ('red', 'blue'))": "REFERENCES color (code)"}


@pytest.fixture
def db() -> Iterator[Database]:
    found = Database(memory=True)
    found.executescript(SCHEMA)
    found.conn.execute("PRAGMA foreign_keys = ON")
    yield found
    found.close()


def rebuild(db: Database, table: str = "box") -> None:
    """As a step does it."""
    with rebuilding.foreign_keys_off(db), db.atomic(), rebuilding.room_to_rebuild(db):
        rebuilding.rebuild(db, table, LISTED)


def rows(db: Database) -> list[list[tuple[object, ...]]]:
    return [[tuple(row) for row in db.execute(f"SELECT * FROM {table} ORDER BY id")] for table in ("box", "thing")]


def schema(db: Database, kind: str) -> list[tuple[str, str]]:
    query = "SELECT name, sql FROM sqlite_schema WHERE type = ? ORDER BY rowid"
    return [tuple(row) for row in db.execute(query, [kind])]


def test_a_table_built_anew_keeps_rows_indexes_and_triggers_in_their_order(db: Database) -> None:
    before = rows(db), schema(db, "index"), schema(db, "trigger")
    rebuild(db)
    assert (rows(db), schema(db, "index"), schema(db, "trigger")) == before
    assert "REFERENCES color (code)" in dict(schema(db, "table"))["box"]
    assert set(dict(schema(db, "table"))) == {"color", "box", "thing"}


def test_it_can_be_built_anew_once_more(db: Database) -> None:
    rebuild(db)
    before = rows(db)
    with rebuilding.foreign_keys_off(db), db.atomic(), rebuilding.room_to_rebuild(db):
        rebuilding.rebuild(db, "box", {"DEFAULT 'red'": "DEFAULT 'blue'"})
    assert rows(db) == before


def test_afterwards_foreign_keys_hold_in_both_directions(db: Database) -> None:
    rebuild(db)
    for statement in (
        "INSERT INTO box VALUES (8, 'green', NULL)",
        "INSERT INTO box VALUES (8, 'red', 99)",
        "DELETE FROM color",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            db.execute(statement)
    db.execute("INSERT INTO color VALUES ('green')")
    db.execute("INSERT INTO box VALUES (8, 'green', NULL)")


def test_with_foreign_keys_on_nothing_is_built_anew(db: Database) -> None:
    before = rows(db)
    with pytest.raises(RuntimeError, match="foreign keys"), db.atomic(), rebuilding.room_to_rebuild(db):
        rebuilding.rebuild(db, "box", LISTED)
    assert rows(db) == before


def test_a_value_outside_the_list_stops_the_step_and_everything_is_as_before(db: Database) -> None:
    db.conn.execute("PRAGMA ignore_check_constraints = ON")
    db.execute("INSERT INTO box VALUES (9, 'green', NULL)")
    before = rows(db), schema(db, "table"), schema(db, "trigger")
    with pytest.raises(Refused, match="box：colorにない値"):
        rebuild(db)
    assert (rows(db), schema(db, "table"), schema(db, "trigger")) == before


def test_what_pointed_to_nothing_before_is_no_hindrance(db: Database) -> None:
    with rebuilding.foreign_keys_off(db):
        db.execute("UPDATE box SET inside_id = 99 WHERE id = 7")
    rebuild(db)
    assert rows(db)[0][1] == (7, "red", 99)


@pytest.mark.parametrize("on", [0, 1])
def test_foreign_keys_come_back_as_they_were_after_a_failure_too(db: Database, on: int) -> None:
    db.conn.execute(f"PRAGMA foreign_keys = {on}")
    with pytest.raises(Unexpected), rebuilding.foreign_keys_off(db), db.atomic(), rebuilding.room_to_rebuild(db):
        rebuilding.rebuild(db, "box", {"CHECK (color IN ('red'))": ""})
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == on
    assert [name for name, _ in schema(db, "trigger")] == ["box_stays", "box_kept", "thing_of_box"]


def test_one_trigger_is_written_anew_and_the_same_ones_speak_first(db: Database) -> None:
    rebuilding.rewrite_trigger(db, "box_stays", {"refused: earlier": "refused: changed"})
    # Those of another table are left where they are.
    assert [name for name, _ in schema(db, "trigger")] == ["thing_of_box", "box_stays", "box_kept"]
    with pytest.raises(sqlite3.IntegrityError, match="refused: later"):
        db.execute("DELETE FROM box")
    db.execute("DROP TRIGGER box_kept")
    with pytest.raises(sqlite3.IntegrityError, match="refused: changed"):
        db.execute("DELETE FROM box")


@pytest.mark.parametrize(
    ("name", "exchanges"),
    [
        ("box_stays", {"refused: other": ""}),
        ("box_stays", {"refused: earlier": "refused: changed", "BEFORE UPDATE": "AFTER UPDATE"}),
        ("thing_of_box", {"box": "crate"}),
        ("no_such_trigger", {}),
        ("box", {}),
    ],
)
def test_a_trigger_that_is_not_as_expected_is_not_passed_over(
    db: Database, name: str, exchanges: dict[str, str]
) -> None:
    before = schema(db, "trigger")
    with pytest.raises(Unexpected, match="doctor"):
        rebuilding.rewrite_trigger(db, name, exchanges)
    assert schema(db, "trigger") == before


def test_parts_are_exchanged_whatever_the_white_space_between_words() -> None:
    text = "CHECK (a IN\n        ('x', 'y')) REFERENCES b"
    assert rebuilding.exchanged(text, {"(a IN ('x', 'y'))": r"(\1)"}) == r"CHECK (\1) REFERENCES b"
