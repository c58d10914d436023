"""Invented regions of any size, for benchmarks of what is read from them."""

from __future__ import annotations

import os
from pathlib import Path

from checklist.demo import opening
from checklist.demo.region import Wish
from checklist.model.accounts import Principal
from checklist.store import db
from checklist.store.accounts import people
from tests.world import by, principal

TODAY = "2026-11-22"


def build(folder: Path, hospitals: int, years: int = 5) -> Path:
    """A new demo region on a fixed day."""
    os.environ["CHECKLIST_TODAY"] = TODAY
    path = folder / f"demo-{hospitals}.db"
    opening.open_or_build(path, Wish(hospitals, years, seed=7))
    return path


def reader(path: Path, login: str) -> Principal:
    """Somebody of that region as one who acts."""
    with db.reading(path) as connection:
        return principal(people.by_login(by(connection), login))
