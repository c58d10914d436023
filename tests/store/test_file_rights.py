"""Everything that a region writes is closed to the other accounts of the machine, and what was open is closed and told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from checklist.store import backup, db, doctor, file_rights, start
from checklist.store.db import ROOT
from checklist.store.files import files
from tests.server import Server


def open_to_others(folder: Path) -> set[str]:
    """What anybody else may read below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.stat().st_mode & 0o077}


@pytest.fixture
def opened(world_db: Path) -> Path:
    """A region as it was written before anybody thought of others, beside a file that is none of ours."""
    files.put(files.folder_beside(world_db), b"photo")
    backup.backup(world_db, world_db.with_name("checklist.db.replaced-20260101T000000Z"))
    world_db.with_name("checklist.db.txt").write_text("a note")
    for path in world_db.parent.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return world_db


def test_what_is_open_is_closed_once_and_told(opened: Path) -> None:
    told = [path.name for path in file_rights.close_to_others(opened)]
    assert told == ["checklist.db", "checklist.db.files", "checklist.db.replaced-20260101T000000Z"]
    assert open_to_others(opened.parent) == {"checklist.db.txt"}
    assert file_rights.close_to_others(opened) == []


def test_a_start_and_doctor_tell_of_it(opened: Path) -> None:
    told: list[str] = []
    start.ready(opened, told.append)
    assert len([line for line in told if "所有者のみが読める" in line]) == 3
    opened.chmod(0o644)
    assert {one.where for one in doctor.examine(opened).remarks if "所有者のみが" in one.message} == {"権限"}
    assert opened.stat().st_mode & 0o777 == 0o600


def test_a_command_writes_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "region.db"
    for command in (["migrate"], ["backup", "--to", str(tmp_path / "copy.db")]):
        subprocess.run(["/bin/sh", "-c", 'umask 022; exec "$@"', "sh", sys.executable, "-m", "checklist", *command,
                        "--db", str(path)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    assert open_to_others(tmp_path) == set()


def test_so_does_the_server(empty_db: Path) -> None:
    empty_db.chmod(0o644)
    with Server(empty_db, prefix=["/bin/sh", "-c", 'umask 022; exec "$@"', "sh"]) as server:
        assert "所有者のみが読めるようにしました" in server.output()
        with db.reading(empty_db) as connection:
            connection.execute("SELECT 1")
    # The log of the console is the shell's.
    assert open_to_others(empty_db.parent) <= {server.log.name}
