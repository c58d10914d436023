"""Fixtures that every test may use; each test has a database of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from checklist.store import db
from tests import world as worlds
from tests.world import World

settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, World | None]]:
    """An empty migrated database and one with the small world, built once and copied for each test."""
    folder = tmp_path_factory.mktemp("templates")
    empty, full = folder / "empty.db", folder / "world.db"
    for path in (empty, full):
        db.migrate(path)
    with db.writing(full) as connection:
        world = worlds.build(connection)
    for path in (empty, full):
        connection = db.connect(path)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    return {"empty": (empty, None), "world": (full, world)}


def _copy(source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    target = folder / "checklist.db"
    shutil.copy(source, target)
    monkeypatch.setenv("CHECKLIST_DB", str(target))
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-11-22")
    return target


@pytest.fixture
def empty_db(templates: dict[str, tuple[Path, World | None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of a migrated database with nothing in it; it is also `CHECKLIST_DB`."""
    return _copy(templates["empty"][0], tmp_path, monkeypatch)


@pytest.fixture
def world_db(templates: dict[str, tuple[Path, World | None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of a database that holds the small world; it is also `CHECKLIST_DB`."""
    return _copy(templates["world"][0], tmp_path, monkeypatch)


@pytest.fixture
def world(templates: dict[str, tuple[Path, World | None]], world_db: Path) -> World:
    """The ids of the small world in `world_db`."""
    found = templates["world"][1]
    assert found is not None
    return found
