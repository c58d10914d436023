"""How long the chain of records of a whole region takes: computed anew from its beginning, and made for an old file.

Run by hand: `python -m tests.benchmarks.chain [hospitals] [years]`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from checklist.store import db, links
from tests.benchmarks import demo_region, region

LIMIT = 60.0
"""Seconds that the verification of 300 hospitals over ten years may take."""


def main(hospitals: int = 300, years: int = 10) -> None:
    """Build the region, verify its chain, then make the chain again as the migration of an old file does."""
    with tempfile.TemporaryDirectory() as name:
        path = demo_region.build(Path(name), hospitals, years)
        with db.reading(path) as connection:
            started = time.perf_counter()
            found = links.verify(connection)
            verified = time.perf_counter() - started
            size = connection.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%chain%'").fetchone()[0]
        assert found.broken is None
        with db.writing(path) as connection:
            connection.execute("DROP TRIGGER chain_delete_kept")
            connection.execute("DELETE FROM chain")
            started = time.perf_counter()
            links.append(connection)
            made = time.perf_counter() - started
        region.tell(
            f"{hospitals} hospitals, {years} years: {found.count:,} links, {size / 1e6:.0f} MB of {path.stat().st_size / 1e6:.0f} MB",
            f"verified from the beginning: {verified:6.1f} s (at most {LIMIT:.0f} s)   {1e6 * verified / found.count:.1f} µs for each link",
            f"made for an old file       : {made:6.1f} s                  {1e6 * made / found.count:.1f} µs for each link",
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
