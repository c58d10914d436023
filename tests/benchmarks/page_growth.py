"""Statements and HTML of every page in a region of 300 hospitals: `python -m tests.benchmarks.page_growth [folder]`.

Builds the region once (some minutes); fails if a page sends more than it may.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

from checklist.demo import opening
from checklist.demo.region import Wish
from tests.benchmarks.region import tell
from tests.conftest import TODAY
from tests.ui.test_growth import BYTES, LARGEST, SCREENS, costs
from tests.ui.test_reads import in_the_region


def main(folder: Path) -> int:
    """Print one line for each screen and role; 1 if any is too large."""
    os.environ["CHECKLIST_TODAY"] = TODAY
    source, heavy = folder / "region.db", 0
    opening.open_or_build(source, Wish(hospitals=LARGEST, years=5, seed=7))
    copy = folder / "copy"
    copy.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        place = in_the_region(source, copy, patch)
        for screen in SCREENS:
            for role, (statements, size) in costs(screen, place, patch).items():
                heavy += size > BYTES
                tell(f"{screen:32} {role:16} {statements:4} statements {size:9,} bytes{' TOO MUCH' * (size > BYTES)}")
    return int(heavy > 0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else made)))
