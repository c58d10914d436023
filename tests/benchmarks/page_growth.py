"""Statements and HTML of every page in regions of 24 and of 300 hospitals: `python -m tests.benchmarks.page_growth [folder]`.

Builds the regions once (some minutes); fails if a page asks more than 1.2 times what it asks in the small one, or sends more
than it may. What a page asks depends on what its reader has to do, so the most of several readers counts.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checklist.demo import opening
from checklist.demo.region import Wish
from checklist.model.accounts import Role
from tests.benchmarks.region import tell
from tests.conftest import TODAY
from tests.ui.test_growth import BYTES, FEW, GROWTH, LARGE, LARGEST, SCREENS, costs
from tests.ui.test_reads import Place, in_the_region

READERS = 8
Most = dict[tuple[str, Role], tuple[int, int]]
"""Screen and role -> the most statements and bytes of HTML of any reader."""


def main(folder: Path) -> int:
    """Print one line for each screen and role; 1 if any asks or sends too much."""
    os.environ["CHECKLIST_TODAY"] = TODAY
    small, large = (most(folder, hospitals) for hospitals in (LARGE, LARGEST))
    wrong = 0
    for (screen, role), (statements, size) in large.items():
        before = small[screen, role][0]
        faults = ["TOO MUCH"] * (size > BYTES) + ["GROWS"] * (statements > GROWTH * max(before, FEW))
        wrong += len(faults)
        told = f"{before:4} → {statements:4} statements {size:9,} bytes"
        tell(f"{screen:32} {role:16} {told} {' '.join(faults)}".rstrip())
    return int(wrong > 0)


def most(folder: Path, hospitals: int) -> Most:
    """What every screen costs in a region of so many hospitals."""
    source, copy, found = folder / f"region-{hospitals}.db", folder / f"copy-{hospitals}", Most()
    opening.open_or_build(source, Wish(hospitals=hospitals, years=5, seed=7))
    copy.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        place = in_the_region(source, copy, patch)
        for reader in readers(place):
            for screen in SCREENS:
                for role, cost in costs(screen, reader, patch).items():
                    known = found.get((screen, role), (0, 0))
                    found[screen, role] = (max(known[0], cost.statements), max(known[1], cost.size))
    return found


def readers(place: Place) -> Iterator[Place]:
    """The place, and the same with the next people of each role."""
    yield place
    for turn in range(1, READERS):
        yield replace(place, people={role: known[turn % len(known)] for role, known in place.others.items()})


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else made)))
