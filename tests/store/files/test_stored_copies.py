"""Backup and restore of the files beside the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.errors import NotFound, Refused
from checklist.model.visits import Visit
from checklist.store import backup, db, doctor
from checklist.store.files import attachment, files
from checklist.store.visits import passes, visit_papers, visits
from tests.cycle import who
from tests.world import World, by

PDF = b"%PDF-1.7 minutes\n%%EOF"


@pytest.fixture
def paper(world: World) -> str:
    """A stored document; its hash."""
    with db.writing() as connection:
        visit_papers.add(by(connection, who(world, "manager.h01")), world.visit, attachment.check("議事録.pdf", PDF))
    return files.digest(PDF)


def test_a_backup_takes_the_files_along_and_a_restore_brings_them_back(world_db: Path, paper: str) -> None:
    copy = world_db.with_name("copy.db")
    backup.backup(world_db, copy)
    assert files.get(files.folder_beside(copy), paper) == PDF
    files.place(files.folder_beside(world_db), paper).unlink()
    assert [str(fault) for fault in doctor.examine(world_db).faults] == [
        f"ファイル {paper[:12]}：保存されたファイルが見つかりません。管理者に連絡してください。"
    ]
    backup.restore(copy, world_db)
    assert doctor.examine(world_db).faults == ()


def test_without_files_there_is_no_folder(world_db: Path) -> None:
    copy = world_db.with_name("copy.db")
    backup.backup(world_db, copy)
    assert not files.folder_beside(copy).exists()


def test_a_backup_that_would_lack_a_file_is_no_backup(world_db: Path, paper: str) -> None:
    files.place(files.folder_beside(world_db), paper).write_bytes(b"changed")
    copy = world_db.with_name("copy.db")
    with pytest.raises(Refused, match="失われている"):
        backup.backup(world_db, copy)
    assert not copy.exists()


def test_a_restore_from_a_copy_without_its_files_changes_nothing(world_db: Path, paper: str) -> None:
    copy = world_db.with_name("copy.db")
    backup.backup(world_db, copy)
    files.place(files.folder_beside(copy), paper).unlink()
    before = world_db.read_bytes()
    with pytest.raises(Refused, match="失われている"):
        backup.restore(copy, world_db)
    assert world_db.read_bytes() == before


def test_what_a_restore_replaces_keeps_its_own_files(world: World, world_db: Path) -> None:
    copy = world_db.with_name("copy.db")
    backup.backup(world_db, copy)
    with db.writing() as connection:
        visit_papers.add(by(connection, who(world, "manager.h01")), world.visit, attachment.check("議事録.pdf", PDF))
    kept = backup.restore(copy, world_db)
    assert kept is not None
    assert files.get(files.folder_beside(kept), files.digest(PDF)) == PDF
    assert doctor.examine(kept).faults == doctor.examine(world_db).faults == ()


def test_a_pass_that_was_revoked_after_the_backup_does_not_come_back_with_it(world: World, world_db: Path) -> None:
    with db.writing() as connection:
        member = world.people["evaluator.h02"].id
        token = passes.issue(by(connection, who(world, "secretariat")), world.visit, member)
    copy = world_db.with_name("copy.db")
    backup.backup(world_db, copy)
    backup.restore(copy, world_db)
    with db.reading() as connection, pytest.raises(Refused, match="取り消されて"):
        passes.usable(connection, token)


def test_the_papers_of_a_visit_are_listed_and_read_by_both_sides(world: World, paper: str) -> None:
    with db.reading() as connection:
        visit: Visit = visits.get(by(connection), world.visit)
        found = visit_papers.of_visit(by(connection, who(world, "leader.h02")), visit.id)
        assert [(one.name, one.sha256) for one in found] == [("議事録.pdf", paper)]
        assert visit_papers.file(by(connection, who(world, "secretariat")), found[0].id)[1] == PDF
        with pytest.raises(NotFound):
            visit_papers.file(by(connection, who(world, "secretariat")), 99)


def test_no_table_of_stored_files_is_left_out_of_a_backup(empty_db: Path) -> None:
    with db.reading() as connection:
        tables = [one.name for one in connection.tables if {"sha256", "bytes"} <= set(one.columns_dict)]
    assert set(files.REFERENCED) | set(files.RENEWED) == set(tables)
    assert not set(files.REFERENCED) & set(files.RENEWED)
