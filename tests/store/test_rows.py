"""Rows are read by one converter and written by one `insert`, which says who and when by itself."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

import msgspec
import pytest

from checklist.errors import NotFound
from checklist.model.visits import VisitMode
from checklist.store import db, rows
from checklist.store.act import acting
from tests.cycle import who
from tests.world import World


class Colour(StrEnum):
    """A code that is stored."""

    RED = "red"


@dataclass(frozen=True)
class Thing:
    """One of each that a row can hold."""

    name: str
    colour: Colour
    on: date | None
    at: datetime
    flag: bool
    numbers: tuple[int, ...]
    colours: frozenset[Colour]
    note: str | None = "a default"


ROW = """SELECT 'null' AS name, 'red' AS colour, '2026-11-21' AS "on", '2026-11-21T01:02:03.000004+00:00' AS at, 1 AS flag,
    '[3, 1]' AS numbers, '["red"]' AS colours, NULL AS note, 'no field' AS other"""
AT = datetime(2026, 11, 21, 1, 2, 3, 4, tzinfo=UTC)
READ = Thing("null", Colour.RED, date(2026, 11, 21), AT, True, (3, 1), frozenset({Colour.RED}), None)


@pytest.fixture
def asked() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    return connection


def test_a_row_becomes_what_its_fields_are(asked: sqlite3.Connection) -> None:
    assert rows.one(Thing, asked.execute(ROW).fetchone()) == READ
    assert rows.many(Thing, asked.execute(f"{ROW} UNION ALL {ROW}")) == [READ, READ]
    more = rows.one(Thing, asked.execute(ROW).fetchone(), on=None, numbers=(7,), note="given")
    assert more == Thing("null", Colour.RED, None, AT, True, (7,), frozenset({Colour.RED}), "given")


@pytest.mark.parametrize(
    ("of", "instead"),
    [("'red' AS colour", "'blue' AS colour"), ("1 AS flag", "2 AS flag"), ("'null' AS name, ", ""),
     ("NULL AS note, ", ""), ("'null' AS name", "NULL AS name"), ("'2026-11-21' AS", "'21.11.2026' AS")],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_no_thing(asked: sqlite3.Connection, of: str, instead: str) -> None:
    with pytest.raises((msgspec.ValidationError, KeyError)):
        rows.one(Thing, asked.execute(ROW.replace(of, instead)).fetchone())


def test_rows_are_grouped_by_any_column_and_what_was_asked_for_is_there(asked: sqlite3.Connection) -> None:
    assert rows.grouped(Thing, asked.execute(ROW), "other", ["nothing"]) == {"nothing": [], "no field": [READ]}


def test_what_is_not_there_is_told_in_words(asked: sqlite3.Connection) -> None:
    assert rows.first(asked.execute("SELECT 1"), "ありません。")[0] == 1
    with pytest.raises(NotFound, match="ありません。"):
        rows.first(asked.execute("SELECT 1 WHERE 0"), "ありません。")


def test_a_row_says_who_wrote_it_and_when_by_itself(world: World) -> None:
    with acting(who(world, "secretariat")) as act:
        row = {"visit_id": world.visit, "agreed_on": date(2026, 10, 1), "participants": "甲", "versions": ""}
        new = rows.insert(act, "visit_agreement", {**row, "method": VisitMode.ONLINE, "at": "never"})
        found = act.db.execute("SELECT * FROM visit_agreement WHERE id = ?", [new]).fetchone()
    assert dict(found) == {**row, "id": new, "agreed_on": "2026-10-01", "method": "online", "note": "",
                           "at": act.stamp, "person_id": act.principal.person_id}  # fmt: skip


def test_a_change_reaches_its_row_alone_and_a_row_that_is_not_there_is_told(world: World) -> None:
    with acting(who(world, "secretariat")) as act:
        rows.update(act, "hospital", 1, {"name": "架空新病院", "beds": 99, "external": True})
        found = act.db.execute("SELECT id, external FROM hospital WHERE name = '架空新病院' AND beds = 99").fetchall()
    assert [tuple(row) for row in found] == [(1, 1)]
    with pytest.raises(NotFound), acting(who(world, "secretariat")) as act:
        rows.update(act, "hospital", 999, {"beds": 1})


BY_HAND = {"case_draft", "follow_up", "login_failure", "module_declaration", "rating", "region", "session"}
"""Written with their moments by a statement of their own: with a key of several columns, or before anybody is known."""
BY_TRIGGER = {"photo_erasure", "signature_void"}
"""Written by the database itself, when what they tell of is done."""
LATER = {"expires_at", "started_at", "ended_at", "next_at"}
"""Moments that a new row names and that are not now: when it ends, or when what it tells of began and ended."""


def test_every_table_says_what_its_stamps_are_called(world_db: Path) -> None:
    """As the schema has them: no moment that a new row must have is left to the callers."""
    with db.reading(world_db) as connection:
        for table in connection.tables:
            if table.name in (*BY_HAND, *BY_TRIGGER, "_sqlite_migrations") or table.name.endswith("_history"):
                continue
            columns = {column.name: column for column in table.columns}
            stamps = {*rows._MADE.get(table.name, ()), *rows._changed(columns)}
            assert stamps <= columns.keys(), table.name
            needed = {name for name, one in columns.items() if one.notnull and (name == "at" or name.endswith("_at"))}
            assert needed - stamps <= LATER, table.name
