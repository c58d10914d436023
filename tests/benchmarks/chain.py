"""How long the chain of records of a whole region takes: computed anew from its beginning, and made for an old file.

Run by hand: `python -m tests.benchmarks.chain [hospitals] [years]`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from checklist.store import db, links
from tests.benchmarks import demo_region, region

T = TypeVar("T")
LIMIT = 60.0
"""Seconds that the verification of 300 hospitals over ten years may take."""


def main(hospitals: int = 300, years: int = 10) -> None:
    """Build the region, verify its chain, then make the chain again as the migration of an old file does."""
    with tempfile.TemporaryDirectory() as name:
        path = demo_region.build(Path(name), hospitals, years)
        with db.reading(path) as connection:
            found, verified = timed(lambda: links.verify(connection))
            size = connection.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%chain%'").fetchone()[0]
        assert found.broken is None
        with db.writing(path) as connection:
            connection.execute("DROP TRIGGER chain_delete_kept")
            connection.execute("DELETE FROM chain")
            _, made = timed(lambda: links.append(connection))
        region.tell(
            f"{hospitals} hospitals, {years} years: {found.count:,} links, {size / 1e6:.0f} MB of {path.stat().st_size / 1e6:.0f} MB",
            f"verified from the beginning: {told(verified, found.count)}   (at most {LIMIT:.0f} s)",
            f"made for an old file       : {told(made, found.count)}",
        )


def timed(do: Callable[[], T]) -> tuple[T, tuple[float, float]]:
    """What something gives, and the seconds that it took: by the clock, and of processor time."""
    started, worked = time.perf_counter(), time.process_time()
    found = do()
    return found, (time.perf_counter() - started, time.process_time() - worked)


def told(seconds: tuple[float, float], links_: int) -> str:
    """Both numbers, the second for each link as well: it is hardly changed by what else the machine does."""
    return (
        f"{seconds[0]:6.1f} s, {seconds[1]:6.1f} s of processor time, {1e6 * seconds[1] / links_:.1f} µs for each link"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
