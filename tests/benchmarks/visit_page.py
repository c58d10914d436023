"""The visit page in Chromium at 820×1180: bytes over the network until it works by itself, and how soon it is ready.

Run by hand: `python -m tests.benchmarks.visit_page`.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from checklist.store import db
from checklist.store.assessments import assessment_rows
from tests.benchmarks import region
from tests.browser.conftest import OwnTablet
from tests.browser.visit_sheet import READY, VisitSheet
from tests.proxy import Proxy
from tests.server import Server

LOADS = 8


def warm_loads(sheet: VisitSheet) -> list[float]:
    """Seconds from asking for the page until items can be touched, opened before."""
    found = []
    for _ in range(LOADS + 1):
        started = time.perf_counter()
        sheet.open()
        found.append(time.perf_counter() - started)
    return found[1:]


def line(name: str, loads: list[float]) -> str:
    """One way of opening."""
    return f"{name}: p50 {region.percentile(loads, 0.5):.2f} s, max {max(loads):.2f} s"


def main() -> None:
    """Measure on the real sheet and print."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        bench = region.build(Path(name))
        with db.reading(bench.database) as connection:
            visit = assessment_rows.get(connection, bench.assessment).visit_id
        assert visit is not None
        with Server(bench.database) as server, Proxy(server.port) as proxy:
            tablet = OwnTablet(playwright, Path(name) / "tablet", proxy.url)
            tablet.switch_on()
            sheet = VisitSheet(tablet, visit)
            tablet.sign_in("bench.0", "/logout")
            before, started = proxy.bytes_forwarded, time.perf_counter()
            sheet.open()
            first = time.perf_counter() - started
            expect(sheet.offline).to_have_text(READY)
            transferred = proxy.bytes_forwarded - before
            connected = warm_loads(sheet)
            again = proxy.bytes_forwarded
            sheet.open()
            again = proxy.bytes_forwarded - again
            proxy.drop()
            alone = warm_loads(sheet)
            tablet.switch_off()
    region.tell(
        f"{len(bench.codes)} items, no photos",
        f"first opening, until it works by itself: {transferred / 1000:.0f} kB in both directions, {first:.2f} s to ready",
        f"opened again: {again / 1000:.0f} kB",
        line("ready, warm, with a network   ", connected),
        line("ready, warm, without a network", alone),
    )


if __name__ == "__main__":
    main()
