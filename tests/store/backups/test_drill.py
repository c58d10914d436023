"""A drill finds whatever would make a copy useless, changes nothing, and leaves nothing behind."""

from __future__ import annotations

import json
import shutil
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checklist.errors import Refused
from checklist.model.assessments import Operation
from checklist.model.backups import BackupPlan
from checklist.store import backup, db
from checklist.store.assessments import answers
from checklist.store.backups import copies, drill, manifest
from checklist.store.files import files
from tests.store.backups.test_copies import DISK
from tests.store.migrations import landed, old_files
from tests.store.test_backup import PHOTO, files_beside
from tests.store.test_doctor import break_with
from tests.world import CODES, World, by, principal

AT = datetime(2026, 11, 22, 18, tzinfo=UTC)


@pytest.fixture
def database(world: World, world_db: Path) -> Path:
    """The small world with answers, a photo and somebody signed in."""
    with db.writing() as connection:
        connection.execute(PHOTO, [files.put(files.folder(connection), b"photo")])
        member = by(connection, principal(world.people["evaluator.h02"]))
        answers.record(
            member, world.visitor_assessment, [Operation(str(uuid.uuid4()), code, 0, "A", "よい") for code in CODES]
        )
        connection.execute(
            "INSERT INTO session (token_hash, person_id, created_at, last_seen_at, expires_at) "
            f"VALUES ('t', 1, '{AT}', '{AT}', '{AT}')"
        )
    return world_db


@pytest.fixture
def place(database: Path) -> Path:
    """A copy of it."""
    return copies.make(database, BackupPlan(), AT)


def test_a_good_copy_passes_and_nothing_is_left_or_changed(database: Path, place: Path) -> None:
    before, beside = old_files.dump(database), files_beside(database)
    assert drill.drill(place, database) == place
    assert old_files.dump(database) == before
    assert files_beside(database) == beside
    assert manifest.faults(place, manifest.read(place)) == []


def test_what_happened_since_is_no_fault(world: World, database: Path, place: Path) -> None:
    with db.writing() as connection:
        member = by(connection, principal(world.people["evaluator.h02"]))
        answers.record(member, world.visitor_assessment, [Operation(str(uuid.uuid4()), CODES[0], 1, "B", "変えた")])
        connection.execute("UPDATE hospital SET beds = 1")
    drill.drill(place, database)


def test_a_comment_erased_since_is_no_fault_and_one_rewritten_is(database: Path, place: Path) -> None:
    tombstone, sha256 = "（個人情報のため削除 2026-11-22）", "0" * 64
    erased = (
        f"UPDATE rating_history SET comment = '{tombstone}' WHERE id = 1",
        f"""INSERT INTO erasure (place, place_id, before_sha256, after_sha256, tombstone, reason, at, person_id)
            VALUES ('rating_history', 1, '{sha256}', '{sha256}', '{tombstone}', '患者の氏名', '2026-11-22', 1)""",
    )
    break_with(database, *erased)
    drill.drill(place, database)
    break_with(database, "UPDATE rating_history SET comment = '別の文' WHERE id = 2")
    with pytest.raises(Refused, match="rating_history：変わるはずのない1行が"):
        drill.drill(place, database)
    break_with(database, "DELETE FROM rating_history WHERE id = 2")
    with pytest.raises(Refused, match="rating_history：変わるはずのない1行が"):
        drill.drill(place, database)


def rewritten(place: Path, change: Callable[[dict[str, dict[str, object]]], None]) -> None:
    path = place / "manifest.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    change(found)
    path.write_text(json.dumps(found), encoding="utf-8")


def emptied(place: Path) -> None:
    """The copy with rows less and a manifest to match, as somebody who wants to hide it would leave it."""
    copy = place / "checklist.db"
    with closing(sqlite3.connect(copy)) as raw:
        raw.execute("DELETE FROM session")
        raw.commit()
    rewritten(place, lambda found: found["files"].update({"checklist.db": files.digest(copy.read_bytes())}))


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "no manifest": (lambda place: (place / "manifest.json").unlink(), "目録（manifest.json）がないか、壊れています"),
    "no copy": (lambda place: place.rename(place.with_name("moved")), "目録（manifest.json）がないか、壊れています"),
    "broken manifest": (lambda place: (place / "manifest.json").write_bytes(b"\xff{"), "目録（manifest.json）がないか"),
    "database missing": (lambda place: (place / "checklist.db").unlink(), "checklist.db：ファイルがありません"),
    "database changed": (lambda place: (place / "checklist.db").write_bytes(b"x"), "作成した時と異なります"),
    "photo missing": (lambda place: next(files.stored(place / "checklist.db.files")).unlink(), "ファイルがありません"),
    "rows less": (emptied, "session：目録では1行ですが、0行あります"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_copy_that_would_not_help_is_found_out(name: str, database: Path, place: Path) -> None:
    damage, told = FAULTS[name]
    damage(place)
    with pytest.raises(Refused) as found:
        drill.drill(place, database)
    assert told in found.value.message


LOSSES = {
    "a row less": ("DELETE FROM login_failure", "login_failure：1行が、復元した内容と一致しません"),
    "a row else": ("UPDATE region SET name = '別の名前'", "region：1行が、復元した内容と一致しません"),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_row_that_does_not_come_out_as_it_went_in_is_found_out(
    loss: str, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing() as connection:
        connection.execute(f"INSERT INTO login_failure VALUES ('x', 1, '{AT}')")
    place, real = copies.make(database, BackupPlan(), AT), backup.restore
    statement, told = LOSSES[loss]

    def restore(source: Path, target: Path) -> None:
        real(source, target)
        break_with(target, statement)

    monkeypatch.setattr(backup, "restore", restore)
    with pytest.raises(Refused, match=told):
        drill.drill(place, database)


def test_a_drill_leaves_room_for_the_database(database: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: DISK(10**9, 0, copies.ROOM))
    with pytest.raises(Refused, match=f"空きが足りません.+：{database.parent}$"):
        drill.drill(place, database)


def test_a_copy_of_an_older_program_comes_out_whole(tmp_path: Path, database: Path) -> None:
    """What was copied before an update of the program is what one needs after a bad one."""
    older = tmp_path / "older.db"
    landed.place("m012_yardsticks", older)
    place = copies.make(older, BackupPlan(), AT)
    db.migrate(older)
    drill.drill(place, older)
