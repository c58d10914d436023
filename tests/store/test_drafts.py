"""Unfinished copies: gone when their maker ends, found and removed when their maker was killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from checklist.store import backup, doctor, drafts, start
from checklist.store.db import ROOT

KILLED = """
import os, signal, sys
from pathlib import Path
from checklist.store import backup
def die(_):
    os.kill(os.getpid(), signal.SIGKILL)
backup.verify = die
getattr(backup, sys.argv[1])(Path(sys.argv[2]), Path(sys.argv[3]))
"""


def killed(what: str, source: Path, target: Path) -> None:
    """A backup or a restore in a process of its own that is killed once its draft is written."""
    found = subprocess.run([sys.executable, "-c", KILLED, what, str(source), str(target)], cwd=ROOT, check=False)
    assert found.returncode == -signal.SIGKILL


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm"))}


@pytest.mark.parametrize("what", ["backup", "restore"])
def test_what_a_kill_leaves_behind_is_told_and_removed_at_the_next_start(
    what: str, world_db: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("disk [1]")
    if what == "backup":
        killed("backup", world_db, elsewhere / "copy [1].db")
    else:
        backup.backup(world_db, elsewhere / "copy.db")
        killed("restore", elsewhere / "copy.db", world_db)
    (left,) = drafts.left_behind(world_db)
    assert any(left.iterdir())
    assert [one.message for one in doctor.examine(world_db).remarks if str(left) in one.message]
    told: list[str] = []
    start.ready(world_db, told.append)
    assert [line for line in told if str(left) in line]
    assert names(world_db.parent) == {"checklist.db"}
    assert names(elsewhere) <= {"copy.db"}
    assert doctor.examine(world_db).remarks == ()


def test_the_draft_of_somebody_at_work_is_left_alone(world_db: Path) -> None:
    with drafts.draft(world_db, world_db.parent) as folder:
        (folder / "half").touch()
        assert drafts.left_behind(world_db) == []
        assert drafts.remove_left_behind(world_db) == []
        assert (folder / "half").exists()
    assert names(world_db.parent) == {"checklist.db"}


@pytest.mark.parametrize("name", ["copy [1].db", "写し*.db", "a?b.db"])
def test_whatever_the_name_nothing_is_left_but_the_backup(world_db: Path, name: str) -> None:
    backup.backup(world_db, world_db.with_name(name))
    assert names(world_db.parent) == {"checklist.db", name}


def test_an_error_leaves_no_draft(world_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "verify", lambda _: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        backup.backup(world_db, world_db.with_name("copy.db"))
    assert names(world_db.parent) == {"checklist.db"}
