"""Files that take seconds to make, made by whichever worker needs them first and read by all of them."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from checklist.demo import opening
from checklist.demo.region import Wish
from checklist.store import db
from tests import world as worlds


def folder(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of a name in which `make` has put its files, once in the whole run; nobody may change them."""
    base = factory.getbasetemp()
    # Each worker has a folder of its own in the one of the run.
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    found = root / f"once-{name}"
    with (root / f"once-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.exists():
            begun = root / f"once-{name}.begun"
            begun.mkdir(exist_ok=True)
            make(begun)
            begun.rename(found)
    return found


def empty(factory: pytest.TempPathFactory) -> Path:
    """A migrated database with nothing in it."""

    def make(place: Path) -> None:
        db.migrate(place / "empty.db")
        worlds.settle(place / "empty.db")

    return folder(factory, "empty", make) / "empty.db"


def invented(factory: pytest.TempPathFactory, path: Path, wish: Wish) -> None:
    """Build an invented region at the path, on a copy of the empty database.

    All steps of the migrations take a second of a processor, as long as the story of a small region, and give the same file
    each time; whoever builds by `opening.open_or_build` alone goes all of them.
    """
    shutil.copy(empty(factory), path.with_name(f"{path.name}.building-{os.getpid()}"))
    assert opening.open_or_build(path, wish)


def region(factory: pytest.TempPathFactory, today: str, hospitals: int, years: int, seed: int = 1) -> Path:
    """The database of an invented region as it stands on a day; whatever changes it works on a copy."""

    def make(place: Path) -> None:
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setenv("CHECKLIST_TODAY", today)
            invented(factory, place / "demo.db", Wish(hospitals, years, seed))

    return folder(factory, f"region-{today}-{hospitals}-{years}-{seed}", make) / "demo.db"


def twice(factory: pytest.TempPathFactory, today: str, hospitals: int, years: int, seed: int) -> tuple[Path, Path]:
    """The databases of two regions of one wish; the second went through all steps of the migrations itself."""

    def make(place: Path) -> None:
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setenv("CHECKLIST_TODAY", today)
            assert opening.open_or_build(place / "demo.db", Wish(hospitals, years, seed))

    again = folder(factory, f"again-{today}-{hospitals}-{years}-{seed}", make) / "demo.db"
    return region(factory, today, hospitals, years, seed), again
