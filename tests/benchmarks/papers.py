"""How long one visit takes as PDF, Excel and CSV, the first time in a process and warm, each time another visit.

Run by hand: `python -m tests.benchmarks.papers`. The goals are 0.5 s for a warm PDF and 0.3 s for Excel.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from checklist.formats import files
from checklist.papers.visits import visit_document
from checklist.store import db
from tests.benchmarks import demo_region
from tests.benchmarks.region import percentile, tell
from tests.world import by

GOALS = {"pdf": 0.5, "xlsx": 0.3, "csv": 0.1}


def main() -> None:
    """Build a region and hand over every finished visit of two years."""
    with tempfile.TemporaryDirectory() as folder:
        path = demo_region.build(Path(folder), 24)
        who = demo_region.reader(path, "secretariat")
        with db.reading(path) as connection:
            rows = connection.execute(
                """SELECT visit_id FROM visit_sheet s JOIN assessment a ON a.visit_sheet_id = s.id
                   WHERE a.state <> 'open' AND a.fiscal_year IN (2024, 2025)"""
            ).fetchall()
            tell(f"{'':6}{'first':>10}{'median':>10}{'p95':>10}{'goal':>10}{'p95 ÷ goal':>12}")
            for kind, goal in GOALS.items():
                taken = []
                for row in rows:
                    begin = time.perf_counter()
                    files.render(visit_document.visit_document(by(connection, who), row[0]), kind)
                    taken.append(time.perf_counter() - begin)
                first, *warm = taken
                middle, late = percentile(warm, 0.5), percentile(warm, 0.95)
                tell(f"{kind:6}{first:>8.2f} s{middle:>8.2f} s{late:>8.2f} s{goal:>8.1f} s{late / goal:>12.2f}")


if __name__ == "__main__":
    main()
