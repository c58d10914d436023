"""A backup that is damaged in whatever way is refused before it replaces anything, and what is wrong is told."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from checklist.errors import ChecklistError, Refused
from checklist.model.assessments import Operation
from checklist.store import backup, db, doctor, open_file
from checklist.store.assessments import answers, photos
from checklist.store.files import files, picture
from tests.pictures import jpeg
from tests.store.test_doctor import break_with
from tests.world import CODES, World, by, principal


@pytest.fixture
def copy(world: World, world_db: Path) -> Path:
    """A backup of the small world with answers and a photo."""
    shrunk = picture.shrink(jpeg())
    sha256 = files.put(files.folder_beside(world_db), shrunk.content)
    with db.writing() as connection:
        member = by(connection, principal(world.people["evaluator.h02"]))
        send = [Operation(str(uuid.uuid4()), code, 0, "A", "記載がない") for code in CODES]
        answers.record(member, world.visitor_assessment, send)
        photos.add(member, world.visitor_assessment, CODES[0], str(uuid.uuid4()), shrunk, sha256)
    path = world_db.with_name("copy.db")
    backup.backup(world_db, path)
    return path


def with_bytes(change: Callable[[bytearray], bytes]) -> Callable[[Path], None]:
    return lambda path: void(path.write_bytes(change(bytearray(path.read_bytes()))))


def void(_: object) -> None:
    return None


def zeroed(content: bytearray) -> bytes:
    """The file without the page that names the steps and tables behind the first."""
    content[4096:8192] = bytes(4096)
    return bytes(content)


def with_sql(*statements: str) -> Callable[[Path], None]:
    return lambda path: break_with(path, *statements)


def with_schema(statement: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as raw:
            raw.execute(statement)
            raw.commit()

    return change


def a_photo(path: Path) -> Path:
    return next(files.stored(files.folder_beside(path)))


REWRITE = "SET value = 'B' WHERE item_id = (SELECT min(item_id) FROM rating)"
DAMAGES: dict[str, Callable[[Path], None]] = {
    "row without its parent": with_sql("DELETE FROM person WHERE login = 'evaluator.h02'"),
    "truncated": with_bytes(lambda content: bytes(content[: len(content) // 2])),
    "page zeroed": with_bytes(zeroed),
    "table missing": with_schema("DROP TABLE login_failure"),
    "trigger missing": with_schema("DROP TRIGGER rating_delete"),
    "newer program": with_schema("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('checklist', 'm999_x')"),
    "photo missing": lambda path: a_photo(path).unlink(),
    "photo changed": lambda path: void(a_photo(path).write_bytes(b"another")),
    "no database": with_bytes(lambda content: b"x" * len(content)),
    "latest answer rewritten": with_sql(f"UPDATE rating {REWRITE}"),
    "history rewritten": with_sql(f"UPDATE rating {REWRITE}", f"UPDATE rating_history {REWRITE}"),
    "answers removed": with_sql("DELETE FROM rating_history WHERE item_id = (SELECT min(item_id) FROM rating)"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_and_nothing_is_changed(damage: str, copy: Path, world_db: Path) -> None:
    DAMAGES[damage](copy)
    before, beside = world_db.read_bytes(), sorted(world_db.parent.iterdir())
    with pytest.raises(ChecklistError) as told:
        backup.restore(copy, world_db)
    assert isinstance(told.value, Refused)
    assert world_db.read_bytes() == before
    assert sorted(world_db.parent.iterdir()) == beside
    assert doctor.examine(world_db).faults == ()


def test_a_comment_erased_since_is_no_rewritten_history(copy: Path, world_db: Path) -> None:
    tombstone, sha256 = "（個人情報のため削除 2026-11-22）", "0" * 64
    break_with(
        world_db,
        f"UPDATE rating_history SET comment = '{tombstone}' WHERE id = 1",
        f"""INSERT INTO erasure (place, place_id, before_sha256, after_sha256, tombstone, reason, at, person_id)
           VALUES ('rating_history', 1, '{sha256}', '{sha256}', '{tombstone}', '患者の氏名', '2026-11-22', 1)""",
    )
    assert backup.restore(copy, world_db) is not None


def test_where_the_present_history_is_the_wrong_one_there_is_a_way(copy: Path, world_db: Path) -> None:
    break_with(world_db, f"UPDATE rating {REWRITE}", f"UPDATE rating_history {REWRITE}")
    with pytest.raises(Refused, match="別の場所に移して"):
        backup.restore(copy, world_db)
    open_file.let_go(world_db)
    shutil.move(world_db, world_db.with_name("wrong.db"))
    for ending in ("-wal", "-shm"):
        world_db.with_name(world_db.name + ending).unlink(missing_ok=True)
    backup.restore(copy, world_db)
    assert doctor.examine(world_db).faults == ()
