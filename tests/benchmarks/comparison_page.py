"""The comparison page in Chromium at 1440×900, warm, in regions of two sizes over five years: when what can be read.

Run by hand: `python -m tests.benchmarks.comparison_page`. The goal is 1.5 s at 300 hospitals. All figures are seconds
from asking for the page: the browser's own first paint, the first table of the comparison, and its picture.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

from checklist.store import db
from checklist.store.accounts import sessions
from tests.benchmarks import demo_region
from tests.benchmarks.region import percentile, tell
from tests.browser.conftest import FLAGS, chromium
from tests.server import Server

SIZES = (24, 300)
LOADS = 7
CASES = (
    ("classes, secretariat", "secretariat", "/comparison"),
    ("classes, manager", "manager.h001", "/comparison"),
    ("hospitals, secretariat", "secretariat", "/comparison?by=hospitals"),
    ("self and visitor, secretariat", "secretariat", "/comparison?by=tracks"),
)
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
PICTURE, TABLE = ".js-plotly-plot .main-svg", "table"


def load(page: Page, url: str, pictured: bool) -> tuple[float, float, float]:
    """Seconds until the browser painted anything, the first table stood there, and the picture was drawn."""
    started = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator(TABLE).first.wait_for()
    table = time.perf_counter() - started
    if pictured:
        page.locator(PICTURE).first.wait_for()
    picture = time.perf_counter() - started
    return page.evaluate(FIRST_PAINT) / 1000, table, picture


def measure(playwright: Playwright, server: Server, login: str, path: str) -> list[tuple[float, float, float]]:
    """Several loads of one page in a browser that has seen it twice."""
    with db.writing(server.database) as connection:
        token = sessions.start(connection, demo_region.reader(server.database, login).person_id)
    browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ja-JP", timezone_id="Asia/Tokyo")
    context.add_cookies([{"name": "sid", "value": token, "url": server.url}])
    page = context.new_page()
    found = [load(page, f"{server.url}{path}", path == "/comparison") for _ in range(LOADS + 2)]
    browser.close()
    return found[2:]


def line(name: str, found: list[tuple[float, float, float]]) -> str:
    """Median and slowest of the three moments."""
    parts = [f"{percentile(list(one), 0.5):.2f} (max {max(one):.2f})" for one in zip(*found, strict=True)]
    return f"{name:32}" + "".join(f"{part:>20}" for part in parts)


def main() -> None:
    """Build both regions and load each page."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        for size in SIZES:
            path = demo_region.build(Path(folder), size)
            tell(f"{size} hospitals × 5 years", f"{'':32}{'first paint':>20}{'first table':>20}{'picture':>20}")
            with Server(path, demo_region.TODAY) as server:
                for name, login, address in CASES:
                    tell(line(name, measure(playwright, server, login, address)))


if __name__ == "__main__":
    main()
