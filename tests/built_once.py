"""Files that take seconds to make, made by whichever worker needs them first and read by all of them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from checklist.demo import opening
from checklist.demo.region import Wish


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


def region(factory: pytest.TempPathFactory, today: str, hospitals: int, years: int, seed: int = 1) -> Path:
    """The database of an invented region as it stands on a day; whatever changes it works on a copy."""

    def make(place: Path) -> None:
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setenv("CHECKLIST_TODAY", today)
            assert opening.open_or_build(place / "demo.db", Wish(hospitals, years, seed))

    return folder(factory, f"region-{today}-{hospitals}-{years}-{seed}", make) / "demo.db"
