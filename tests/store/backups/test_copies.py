"""The copies of a plan: whole, described, read back, private; and only our own are ever removed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checklist.errors import ChecklistError, Refused
from checklist.model.backups import BackupPlan
from checklist.store import backup, db, doctor, drafts, links, start
from checklist.store.backups import copies, manifest
from checklist.store.files import files
from tests.store.migrations.old_files import NAMES
from tests.store.test_backup import PHOTO, name_of_first
from tests.without_rights import PREFIX
from tests.world import World

AT = datetime(2026, 11, 22, 18, tzinfo=UTC)
BESIDE = BackupPlan()


@pytest.fixture
def database(world_db: Path) -> Path:
    """The small world with a photo."""
    with db.writing() as connection:
        connection.execute(PHOTO, [files.put(files.folder(connection), b"photo")])
    return world_db


def to(folder: Path, daily: int = 7, weekly: int = 4) -> BackupPlan:
    return BackupPlan(True, 2, daily, weekly, str(folder))


def test_a_copy_has_its_files_and_a_manifest_that_describes_all_of_it(database: Path) -> None:
    place = copies.make(database, BESIDE, AT)
    assert place == database.with_name("checklist.db.backups") / "checklist-20261123-030000"
    found = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    sha256 = files.digest(b"photo")
    stored = f"checklist.db.files/{sha256[:2]}/{sha256}"
    assert (found["made_at"], found["schema"]) == ("2026-11-22T18:00:00Z", NAMES[-1])
    assert found["database"] == str(database.resolve())
    with db.reading() as connection:
        assert found["chain_head"] == links.tip(connection)[1].hex() != links.START.hex()
    assert found["files"] == {
        "checklist.db": files.digest((place / "checklist.db").read_bytes()),
        stored: sha256,
    }
    assert (found["tables"]["hospital"], found["tables"]["photo"], found["tables"]["erasure"]) == (4, 1, 0)
    assert doctor.examine(place / "checklist.db").faults == ()
    assert name_of_first(place / "checklist.db") == "架空中央病院"


def test_nobody_else_can_read_a_copy(database: Path) -> None:
    place = copies.make(database, BESIDE, AT)
    inside = [place, place.parent, *place.rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in inside if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in inside if path.is_file()} == {0o600}


def test_a_copy_goes_where_it_is_asked_to_and_two_of_one_second_have_two_names(
    database: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("other disk")
    names = [copies.make(database, to(elsewhere), AT).name for _ in range(2)]
    assert names == ["checklist-20261123-030000", "checklist-20261123-030000-2"]
    assert sorted(path.name for path in elsewhere.iterdir()) == names
    assert not database.with_name("checklist.db.backups").exists()


def test_a_copy_can_be_restored(database: Path) -> None:
    place = copies.make(database, BESIDE, AT)
    with db.writing() as connection:
        connection.execute("UPDATE hospital SET name = '架空改名病院' WHERE code = 'H01'")
    backup.restore(place / "checklist.db", database)
    assert name_of_first(database) == "架空中央病院"


def refused(database: Path, plan: BackupPlan) -> str:
    with pytest.raises(Refused) as told:
        copies.make(database, plan, AT)
    return told.value.message


def test_a_folder_that_is_not_there_is_never_made(database: Path, tmp_path: Path) -> None:
    gone = tmp_path / "share" / "backups"
    with pytest.raises(ChecklistError, match="フォルダーがありません"):
        copies.make(database, to(gone), AT)
    assert not gone.parent.exists()
    (tmp_path / "file").touch()
    with pytest.raises(ChecklistError, match="フォルダーがありません"):
        copies.make(database, to(tmp_path / "file"), AT)
    assert "写真と書類のフォルダー" in refused(database, to(files.folder_beside(database)))


DISK = namedtuple("DISK", "total used free")


def test_a_copy_leaves_room_for_the_database(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: DISK(10**9, 0, copies.ROOM))
    assert "空きが足りません" in refused(database, BESIDE)
    assert list(database.with_name("checklist.db.backups").iterdir()) == []


MAKE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from checklist.errors import ChecklistError
from checklist.model.backups import BackupPlan
from checklist.store import start
from checklist.store.backups import copies
start.keep_to_owner()
try:
    copies.make(Path(sys.argv[1]), BackupPlan(True, 2, 7, 4, sys.argv[2]), datetime(2026, 11, 22, 18, tzinfo=UTC))
except ChecklistError as error:
    print(error.message)
"""


def made_apart(database: Path, folder: Path, *prefix: str) -> str:
    command = [*prefix, sys.executable, "-c", MAKE, str(database), str(folder)]
    return subprocess.run(command, cwd=db.ROOT, capture_output=True, text=True, check=True).stdout


def test_a_full_disk_and_a_missing_right_are_told_and_leave_nothing(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    full = made_apart(database, folder, "/bin/sh", "-c", 'ulimit -f 64; exec "$@"', "sh")
    assert full.startswith("ディスクに空きがありません。空きを増やしてから実行してください：")
    assert list(folder.iterdir()) == []
    folder.chmod(0o500)
    closed = made_apart(database, folder, *PREFIX)
    folder.chmod(0o700)
    assert closed.startswith("読み書きする権限がありません")
    assert list(folder.iterdir()) == []
    assert drafts.left_behind(database) == []


DAMAGES: dict[str, Callable[[Path], object]] = {
    "database changed": lambda place: (place / "checklist.db").write_bytes(b"x"),
    "photo missing": lambda place: next(files.stored(place / "checklist.db.files")).unlink(),
    "photo changed": lambda place: next(files.stored(place / "checklist.db.files")).write_bytes(b"other"),
    "too much": lambda place: (place / "more").touch(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_not_on_the_disk_as_it_was_written_is_no_copy(
    damage: str, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = manifest.write

    def write(place: Path, *more: object) -> manifest.Manifest:
        found = real(place, *more)  # type: ignore[arg-type]
        DAMAGES[damage](place)
        return found

    monkeypatch.setattr(manifest, "write", write)
    assert "読み戻したところ、一致しませんでした" in refused(database, BESIDE)
    assert list(database.with_name("checklist.db.backups").iterdir()) == []


KILLED = f"""
import os, signal, sys
from checklist.store.backups import manifest
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
manifest.faults = die
{MAKE}
"""


def test_a_kill_in_the_middle_leaves_the_former_copy_and_nothing_that_counts_as_one(database: Path) -> None:
    folder = database.with_name("checklist.db.backups")
    former = copies.make(database, BESIDE, AT - timedelta(days=1))
    found = subprocess.run([sys.executable, "-c", KILLED, str(database), str(folder)], cwd=db.ROOT, check=False)
    assert found.returncode == -signal.SIGKILL
    (left,) = drafts.left_behind(database)
    assert any(left.iterdir())
    assert list(copies.ours(database, folder)) == [former]
    start.ready(database, lambda _: None)
    assert list(folder.iterdir()) == [former]
    assert manifest.faults(former, manifest.read(former)) == []


def test_what_is_too_much_is_removed_and_only_what_was_made_here_of_this_database(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    plan = to(folder, daily=2, weekly=0)
    made = [copies.make(database, plan, AT + timedelta(days=day)) for day in range(4)]
    other = tmp_path / "other.db"
    backup.backup(database, other)
    foreign = copies.make(other, plan, AT - timedelta(days=9))
    with monkeypatch.context() as patch:
        patch.setattr("socket.gethostname", lambda: "another-machine")
        elsewhere = copies.make(database, plan, AT - timedelta(days=8))
    theirs = [folder / name for name in ("checklist-20200101-000000", "checklist-old", "手で作成したもの")]
    for place in theirs:
        place.mkdir()
    (theirs[0] / "manifest.json").write_text("{}")
    assert copies.thin_out(database, plan, AT + timedelta(days=4)) == made[:2]
    assert sorted(folder.iterdir()) == sorted([*made[2:], foreign, elsewhere, *theirs])
    assert copies.thin_out(database, plan, AT + timedelta(days=4)) == []


def test_a_link_in_the_folder_is_nothing_of_ours(database: Path, tmp_path: Path) -> None:
    elsewhere = copies.make(database, BESIDE, AT)
    folder = tmp_path / "backups"
    folder.mkdir()
    os.symlink(elsewhere, folder / elsewhere.name)
    assert copies.ours(database, folder) == {}


def test_the_program_is_told_by_its_sources(world: World) -> None:
    assert manifest.program() == manifest.program()
    assert len(manifest.program()) == 64
