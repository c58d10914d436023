"""What a file is before anything is done to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from checklist.errors import NotFound, Refused
from checklist.store import database_file, db
from checklist.store.database_file import FileState


def with_step(path: Path, statement: str) -> Path:
    """The database after a change to its list of steps."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    return path


def test_a_database_of_this_program_is_current_behind_or_ahead(empty_db: Path) -> None:
    assert database_file.state(empty_db) is FileState.CURRENT
    with_step(empty_db, "DELETE FROM _sqlite_migrations WHERE name = 'm002_guards'")
    assert database_file.state(empty_db) is FileState.BEHIND
    with pytest.raises(Refused, match="migrate"):
        database_file.require_current(empty_db)
    with_step(empty_db, "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('checklist', 'm999_future')")
    assert database_file.state(empty_db) is FileState.AHEAD
    with pytest.raises(Refused, match="新しい版"):
        database_file.require_ours(empty_db)


def test_a_missing_and_an_empty_file_are_missing(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()
    for path in (empty, tmp_path / "none.db"):
        assert database_file.state(path) is FileState.MISSING
        database_file.require_ours_or_new(path)
        with pytest.raises(NotFound):
            database_file.require_current(path)


def test_text_folders_and_other_databases_are_foreign(tmp_path: Path) -> None:
    text, other = tmp_path / "text", tmp_path / "other.db"
    text.write_text("手順書" * 500)
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE hospital (id INTEGER)")
    for path in (text, other, tmp_path):
        assert database_file.state(path) is FileState.FOREIGN
        with pytest.raises(Refused):
            database_file.require_ours_or_new(path)


def test_a_look_leaves_nothing_beside_the_file_and_changes_nothing(empty_db: Path) -> None:
    before = sorted(empty_db.parent.iterdir())
    with database_file.looking_at(empty_db) as found:
        assert found.table("hospital").count == 0
        with pytest.raises(sqlite3.OperationalError):
            found.execute("DELETE FROM hospital")
    assert sorted(empty_db.parent.iterdir()) == before


def test_a_look_sees_what_lies_only_in_the_log(world_db: Path) -> None:
    with closing(db.connect(world_db)) as open_connection:
        with db.writing(world_db) as connection:
            connection.execute("UPDATE hospital SET beds = 77")
        with database_file.looking_at(world_db) as found:
            assert {row["beds"] for row in found.execute("SELECT beds FROM hospital")} == {77}
        assert open_connection.table("hospital").exists()
