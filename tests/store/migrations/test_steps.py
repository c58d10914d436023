"""Each step stands alone: it knows neither the living model nor the steps before it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.store.migrations import STEPS, migrations
from tests.test_house import ROOT, imports_of

PLACE = "checklist.store.migrations."
BLOCKS = {f"{PLACE}rebuilding", f"{PLACE}keeping"}
"""What steps are built with. What a landed step takes from here may not change: schema.sql would tell."""


FILES = sorted((ROOT / "checklist" / "store" / "migrations").glob("m*.py"))


@pytest.mark.parametrize("path", FILES[8:], ids=lambda path: path.stem)
def test_a_step_imports_nothing_that_lives_on(path: Path) -> None:
    """The first eight lean on each other and have landed."""
    ours = {found.rpartition(".")[0] for found in imports_of(path) if found.startswith("checklist")}
    assert ours <= BLOCKS


def test_every_step_is_in_the_list() -> None:
    # In the order in which they landed: a number may have been given out before and used after another.
    assert [path.stem for path in FILES] == sorted(step.__name__.removeprefix(PLACE) for step in STEPS)


@pytest.mark.parametrize("on", [0, 1])
def test_steps_run_with_foreign_keys_off_and_leave_them_as_they_were(on: int) -> None:
    db = Database(memory=True)
    db.conn.execute(f"PRAGMA foreign_keys = {on}")
    migrations.apply(db)
    assert migrations.pending(db) == []
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == on
    db.close()
