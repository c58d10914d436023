"""The region in which hospitals changed their class, for whatever is worked out a second time."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.store import open_file
from tests import built_once
from tests.comparison import moved_region
from tests.conftest import TODAY


@pytest.fixture(scope="session")
def moved_file(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database file of the changed region; nobody changes it further."""

    def make(place: Path) -> None:
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setenv("CHECKLIST_TODAY", TODAY)
            moved_region.rate_infection(moved_region.make(demo_file, place))

    return built_once.folder(tmp_path_factory, "moved", make) / "moved.db"


@pytest.fixture
def moved_db(moved_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The changed region as the database of the program."""
    monkeypatch.setenv("CHECKLIST_DB", str(moved_file))
    monkeypatch.setenv("CHECKLIST_TODAY", TODAY)
    open_file.keep(moved_file)
    return moved_file
