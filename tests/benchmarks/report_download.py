"""Seconds that a reader waits for the PDF of a sealed report through HTTP: made for the first one, kept for all others.

Run by hand: `python -m tests.benchmarks.report_download`. The goal is 0.1 s for a kept one.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx2

from checklist.store import db
from checklist.store.accounts import sessions
from tests.benchmarks import demo_region
from tests.benchmarks.region import percentile, tell
from tests.server import Server

GOAL, REPORTS, LOADS = 0.1, 6, 5


def timed(work: Callable[[], httpx2.Response]) -> float:
    """Seconds of one download that succeeds."""
    begin = time.perf_counter()
    answer = work()
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"%PDF")
    return time.perf_counter() - begin


def main() -> None:
    """Download some reports several times, and fail where a kept one takes longer than the goal."""
    with tempfile.TemporaryDirectory() as folder:
        path = demo_region.build(Path(folder), 24, 2)
        with db.writing(path) as connection:
            token = sessions.start(connection, demo_region.reader(path, "secretariat").person_id)
            visits = [row[0] for row in connection.execute("SELECT DISTINCT visit_id FROM report LIMIT ?", [REPORTS])]
        with (
            Server(path, demo_region.TODAY) as server,
            httpx2.Client(base_url=server.url, cookies={"sid": token}) as http,
        ):
            made, kept = [], []
            for visit in visits:
                address = f"/download/visits/{visit}/report.pdf"
                made.append(timed(lambda address=address: http.get(address)))  # type: ignore[misc]
                kept += [timed(lambda address=address: http.get(address)) for _ in range(LOADS)]  # type: ignore[misc]
        middle = percentile(kept, 0.5)
        tell(
            f"{len(visits)} reports, one after the other",
            f"made for the first reader  median {percentile(made, 0.5):6.3f} s   slowest {max(made):6.3f} s",
            f"kept for all others        median {middle:6.3f} s   slowest {max(kept):6.3f} s   kept ÷ made "
            f"{middle / percentile(made, 0.5):.2f}",
        )
        if middle > GOAL:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
