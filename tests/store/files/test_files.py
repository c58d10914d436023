"""The folder of stored files: each content once, whole, and under its own name."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.errors import NotFound
from checklist.store import db
from checklist.store.files import files


def test_a_content_lies_once_under_its_hash(tmp_path: Path) -> None:
    base = tmp_path / "region.db.files"
    name = files.put(base, "議事録".encode())
    assert files.put(base, "議事録".encode()) == name
    assert [path.name for path in files.stored(base)] == [name]
    assert files.get(base, name) == "議事録".encode()


def test_half_a_file_of_an_interrupted_run_is_replaced_by_the_whole_one(tmp_path: Path) -> None:
    name = files.put(tmp_path / "f", b"whole")
    files.place(tmp_path / "f", name).write_bytes(b"who")
    files.put(tmp_path / "f", b"whole")
    assert files.get(tmp_path / "f", name) == b"whole"


def test_a_missing_or_changed_file_is_told_and_never_handed_out(tmp_path: Path) -> None:
    base = tmp_path / "f"
    name = files.put(base, b"whole")
    files.place(base, name).write_bytes(b"other")
    with pytest.raises(NotFound, match="壊れて"):
        files.get(base, name)
    files.place(base, name).unlink()
    with pytest.raises(NotFound, match="見つかりません"):
        files.get(base, name)


def test_the_folder_lies_beside_the_database(empty_db: Path) -> None:
    with db.reading() as connection:
        assert files.folder(connection) == files.folder_beside(empty_db) == empty_db.with_name("checklist.db.files")
        assert files.referenced(connection) == frozenset()


def test_what_nothing_needs_is_removed_and_nothing_else(world_db: Path) -> None:
    base = files.folder_beside(world_db)
    gone, stays = files.put(base, b"gone"), files.put(base, b"stays")
    with db.reading() as connection:
        files.remove_unneeded(connection, frozenset({gone}))
    assert [path.name for path in files.stored(base)] == [stays]
