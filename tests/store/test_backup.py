"""Copies of a living database, and the way back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from checklist import words
from checklist.errors import NotFound, Refused, Trouble
from checklist.store import backup, database_file, db, doctor
from checklist.store.accounts import sessions
from checklist.store.database_file import FileState
from checklist.store.files import files
from checklist.store.hospitals import hospitals
from checklist.store.migrations import migrations
from checklist.store.writer import Writer
from tests.world import World, by

PHOTO = """INSERT INTO photo (assessment_id, item_id, sha256, media_type, bytes, width, height, operation_id, person_id, saved_at)
    SELECT a.id, min(i.id), ?, 'image/jpeg', 1, 1, 1, 'x', 1, '2026-11-22' FROM assessment a
    JOIN item i ON i.version_id = a.version_id WHERE a.id = 1"""
RENAME = "UPDATE hospital SET name = '架空改名病院' WHERE code = 'H01'"


def name_of_first(path: Path) -> str:
    """The name of H01 in a database."""
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT name FROM hospital WHERE code = 'H01'").fetchone()[0])


def files_beside(path: Path) -> list[str]:
    """What else lies in the folder, side files of SQLite left out."""
    return sorted(found.name for found in path.parent.iterdir() if not found.name.endswith(("-wal", "-shm")))


def test_a_backup_holds_what_is_committed_while_others_keep_writing(world_db: Path) -> None:
    copy = world_db.with_name("copy.db")
    with closing(sqlite3.connect(world_db)) as committed:
        # The connection stays open, so the change lies only in the write-ahead log.
        committed.execute(RENAME)
        committed.commit()
        with db.writing() as unfinished:
            unfinished.execute("UPDATE hospital SET beds = 1")
            backup.backup(world_db, copy)
    assert name_of_first(copy) == "架空改名病院"
    with db.reading(copy) as connection:
        assert hospitals.by_code(by(connection), "H01").beds == 200
    assert doctor.examine(copy).faults == ()


def test_a_backup_is_one_file_and_leaves_no_draft(world_db: Path) -> None:
    copy = world_db.with_name("copy.db")
    backup.backup(world_db, copy)
    assert [found.name for found in sorted(world_db.parent.glob("*copy*"))] == ["copy.db"]
    assert database_file.state(copy) is FileState.CURRENT


def test_a_backup_never_replaces_a_file(world_db: Path) -> None:
    copy = world_db.with_name("copy.db")
    copy.write_text("大切なファイル")
    with pytest.raises(Refused):
        backup.backup(world_db, copy)
    with pytest.raises(Refused):
        backup.backup(world_db, world_db)
    assert copy.read_text() == "大切なファイル"
    assert files_beside(world_db) == ["checklist.db", "copy.db"]


def test_a_file_that_appears_meanwhile_is_not_replaced_either(world_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = world_db.with_name("copy.db")
    monkeypatch.setattr(backup, "verify", lambda _: copy.write_text("大切なファイル"))
    with pytest.raises(Refused):
        backup.backup(world_db, copy)
    assert copy.read_text() == "大切なファイル"
    assert files_beside(world_db) == ["checklist.db", "copy.db"]


def test_where_a_file_cannot_have_two_names_the_backup_is_renamed(
    world_db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "not here")

    monkeypatch.setattr(os, "link", no_links)
    backup.backup(world_db, world_db.with_name("copy.db"))
    assert files_beside(world_db) == ["checklist.db", "copy.db"]


def test_a_damaged_database_is_not_passed_off_as_a_backup(world_db: Path) -> None:
    with closing(sqlite3.connect(world_db)) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'hospital'")
        raw.commit()
    with pytest.raises((Refused, sqlite3.DatabaseError)):
        backup.backup(world_db, world_db.with_name("copy.db"))
    assert files_beside(world_db) == ["checklist.db"]


def test_a_restore_brings_back_the_copy_and_keeps_what_it_replaces(world_db: Path) -> None:
    copy = world_db.with_name("copy.db")
    backup.backup(world_db, copy)
    with closing(sqlite3.connect(world_db)) as committed:
        committed.execute(RENAME)
        committed.commit()
        kept = backup.restore(copy, world_db)
    assert name_of_first(world_db) == "架空中央病院"
    assert kept is not None
    assert kept.name.startswith("checklist.db.replaced-")
    assert name_of_first(kept) == "架空改名病院"
    assert doctor.examine(world_db).faults == doctor.examine(kept).faults == ()


def test_a_running_server_sees_the_restored_content_and_goes_on_writing(world_db: Path) -> None:
    copy = world_db.with_name("copy.db")
    backup.backup(world_db, copy)
    writer = Writer(world_db)
    try:
        writer.submit(lambda connection: connection.execute(RENAME)).result()
        backup.restore(copy, world_db)
        assert name_of_first(world_db) == "架空中央病院"
        writer.submit(lambda connection: connection.execute("UPDATE hospital SET founder = '架空市'")).result()
    finally:
        writer.stop()
    with db.reading(world_db) as connection:
        assert {found.founder for found in hospitals.all_hospitals(by(connection))} == {"架空市"}
    assert doctor.examine(world_db).faults == ()


def test_a_session_that_was_ended_does_not_come_back_with_the_copy(world: World, world_db: Path) -> None:
    with db.writing() as connection:
        token = sessions.start(connection, world.people["admin"].id)
    copy = world_db.with_name("copy.db")
    backup.backup(world_db, copy)
    backup.restore(copy, world_db)
    with db.reading() as connection:
        assert sessions.find(connection, token) is None


def test_a_restore_into_a_new_place_makes_a_whole_database(world_db: Path) -> None:
    target = world_db.with_name("folder") / "new.db"
    assert backup.restore(world_db, target) is None
    assert doctor.examine(target).faults == ()
    assert [found.name for found in target.parent.iterdir()] == ["new.db"]


def test_a_restore_over_a_damaged_file_moves_it_away_as_it_is(world_db: Path) -> None:
    target = world_db.with_name("damaged.db")
    target.write_bytes(b"not a database" * 1000)
    kept = backup.restore(world_db, target)
    assert kept is not None
    assert kept.read_bytes() == b"not a database" * 1000
    assert doctor.examine(target).faults == ()


def test_an_older_copy_is_brought_up_to_date(world_db: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    with closing(db.connect(older)) as connection:
        migrations.apply(connection, stop_before="m002_guards")
    assert database_file.state(older) is FileState.BEHIND
    backup.restore(older, world_db)
    assert database_file.state(world_db) is FileState.CURRENT
    assert database_file.state(older) is FileState.BEHIND
    assert doctor.examine(world_db).faults == ()


def test_what_is_not_ours_is_never_restored(world_db: Path) -> None:
    before = world_db.read_bytes()
    text, foreign, newer = (world_db.with_name(name) for name in ("text", "foreign.db", "newer.db"))
    text.write_text("手順書")
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE hospital (id INTEGER)")
    backup.backup(world_db, newer)
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('checklist', 'm999_future')")
        connection.commit()
    for source in (text, foreign, newer, world_db, world_db.parent):
        with pytest.raises(Refused):
            backup.restore(source, world_db)
    with pytest.raises(NotFound):
        backup.restore(world_db.with_name("none.db"), world_db)
    assert world_db.read_bytes() == before
    assert files_beside(world_db) == ["checklist.db", "foreign.db", "newer.db", "text"]


def test_behind_a_link_there_is_one_real_path_for_everything(world_db: Path, tmp_path: Path) -> None:
    """A database reached by a link found its files in one folder, and its backup looked for them in another."""
    link = tmp_path / "place" / "region.db"
    link.parent.mkdir()
    link.symlink_to(world_db)
    with db.writing(link) as connection:
        sha256 = files.put(files.folder(connection), b"photo")
        connection.execute(PHOTO, [sha256])
    copy, again = tmp_path / "copy.db", tmp_path / "again.db"
    backup.backup(link, copy)
    assert files.get(files.folder_beside(copy), sha256) == b"photo"
    copy.rename(tmp_path / "moved.db")
    files.folder_beside(copy).rename(files.folder_beside(tmp_path / "moved.db"))
    copy.symlink_to(tmp_path / "moved.db")
    backup.restore(copy, again)
    assert files.get(files.folder_beside(again), sha256) == b"photo"
    assert backup.restore(copy, link) is not None
    assert (link.is_symlink(), [found.name for found in link.parent.iterdir()]) == (True, ["region.db"])


def test_the_database_in_the_settings_may_be_a_link(world_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = world_db.with_name("link.db")
    link.symlink_to(world_db)
    monkeypatch.setenv("CHECKLIST_DB", str(link))
    assert db.default_path() == world_db.resolve()


def test_a_backup_without_room_is_called_what_it_is(world_db: Path, tmp_path: Path) -> None:
    limited = [
        "/bin/sh", "-c", 'ulimit -f 64; exec "$@"', "sh", sys.executable, "-m", "checklist", "backup", "--to", str(tmp_path / "b.db"),
    ]  # fmt: skip
    found = subprocess.run(limited, cwd=db.ROOT, capture_output=True, text=True, check=False)
    sentence = words.TROUBLES_AT_SERVER[Trouble.DISK]
    assert (found.returncode, found.stderr) == (1, f"{sentence}：{tmp_path / 'b.db'}\n")
    assert files_beside(world_db) == ["checklist.db"]
