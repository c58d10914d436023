"""The sheet page in Chromium at 820×1180: tap to paint, websocket bytes of a tap, and its first load, warm.

Run by hand: `python -m tests.benchmarks.sheet_page`.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, WebSocket, sync_playwright

from tests.benchmarks import region
from tests.browser.conftest import OwnTablet
from tests.browser.sheet import Sheet
from tests.server import Server

TAPS, LOADS = 100, 8

WATCH = """
() => {
  window.paints = [];
  addEventListener("click", (event) => {
    const button = event.composedPath().find((node) => node.matches?.("button.rate"));
    if (!button) return;
    const look = () => requestAnimationFrame((frame) => {
      if (button.getAttribute("aria-pressed") !== "true") return look();
      // The frame after the change is the one that shows it.
      requestAnimationFrame(() => window.paints.push(performance.now() - event.timeStamp));
    });
    look();
  }, true);
}
"""


class Traffic:
    """Counts the bytes of a page's websocket frames."""

    def __init__(self, page: Page) -> None:
        self.sent = self.received = 0
        page.on("websocket", self._watch)

    def _watch(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda payload: self._count("sent", payload))
        socket.on("framereceived", lambda payload: self._count("received", payload))

    def _count(self, way: str, payload: str | bytes) -> None:
        setattr(self, way, getattr(self, way) + len(payload))


def first_loads(sheet: Sheet) -> list[float]:
    """Seconds from asking for the page until items can be touched; server and browser cache warm."""
    found = []
    for _ in range(LOADS + 1):
        started = time.perf_counter()
        sheet.open()
        found.append(time.perf_counter() - started)
    return found[1:]


def main() -> None:
    """Measure on the real sheet and print."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        bench = region.build(Path(name))
        with Server(bench.database) as server:
            tablet = OwnTablet(playwright, Path(name) / "tablet", server.url)
            tablet.switch_on()
            sheet = Sheet(tablet, bench.assessment).sign_in("evaluator.h02")
            loads = first_loads(sheet)
            traffic = Traffic(tablet.page)
            sheet.open()
            tablet.page.wait_for_timeout(2000)
            before = (traffic.sent, traffic.received)
            tablet.page.evaluate(WATCH)
            for number in range(TAPS):
                sheet.rate(bench.codes[number % len(bench.codes)], "AB"[number // len(bench.codes)])
            sheet.expect_saved()
            paints = tablet.page.evaluate("window.paints")
            tablet.switch_off()
    region.tell(
        f"{len(bench.codes)} items, {TAPS} taps",
        f"tap to paint            : p50 {region.percentile(paints, 0.5):.0f} ms, "
        f"p95 {region.percentile(paints, 0.95):.0f} ms, {len(paints)} seen",
        f"websocket bytes per tap : {(traffic.sent - before[0]) / TAPS:.1f} out, "
        f"{(traffic.received - before[1]) / TAPS:.1f} in",
        f"first load, warm        : p50 {region.percentile(loads, 0.5):.2f} s, max {max(loads):.2f} s",
    )


if __name__ == "__main__":
    main()
