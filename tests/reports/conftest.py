"""One invented region of 24 hospitals and five years for all tests of reports that only read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checklist.reports.demo import opening
from checklist.reports.demo.region import Wish
from checklist.store import db

TODAY = "2026-11-22"


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database file of the region; whatever changes it works on a copy."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    before = os.environ.get("CHECKLIST_TODAY")
    os.environ["CHECKLIST_TODAY"] = TODAY
    try:
        opening.open_or_build(path, Wish(hospitals=24, years=5, seed=7))
    finally:
        os.environ.pop("CHECKLIST_TODAY")
        if before is not None:
            os.environ["CHECKLIST_TODAY"] = before
    with db.writing(path) as connection:
        # Three hospitals of four let the support centre see their numbers.
        connection.execute("UPDATE hospital SET shares_with_center = id % 4 <> 0")
    return path


@pytest.fixture
def demo_db(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The region as the database of the program."""
    monkeypatch.setenv("CHECKLIST_DB", str(demo_file))
    monkeypatch.setenv("CHECKLIST_TODAY", TODAY)
    return demo_file
