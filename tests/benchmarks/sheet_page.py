"""The sheet page in Chromium at 820×1180: tap to paint and to saved, taps per item, websocket bytes, first load, warm.

What is saved is told as a multiple of the same browser's bare request to the same server.

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

TAPS, LOADS, ITEMS = 100, 8, 40

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


WATCH_SAVED = """
() => {
  window.saved = [];
  addEventListener("click", (event) => {
    const button = event.composedPath().find((node) => node.matches?.("button.rate"));
    const card = button?.closest("article.card");
    if (!card) return;
    const watch = new MutationObserver(() => {
      if (card.hasAttribute("data-pending")) return;
      watch.disconnect();
      window.saved.push(performance.now() - event.timeStamp);
    });
    watch.observe(card, { attributes: true, attributeFilter: ["data-pending"] });
  }, true);
}
"""
BARE = """
async (times) => {
  const found = [];
  for (let at = 0; at < times; at += 1) {
    const start = performance.now();
    await (await fetch("/healthz", { cache: "no-store" })).text();
    found.push(performance.now() - start);
  }
  return found;
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


def walk(sheet: Sheet) -> tuple[float, float]:
    """Answer items in the way of the hand: taps per item, and p95 from tap to saved in bare requests."""
    page, taps = sheet.page, 0
    bare = page.evaluate(BARE, ITEMS)
    page.evaluate(WATCH_SAVED)
    done = page.locator('button.rate[aria-pressed="true"]')
    before = done.count()
    for number in range(ITEMS):
        page.locator(".bar .next").tap()
        page.locator("article.card:focus-within button.rate").nth(number % 2).tap()
        taps += 2
        while page.evaluate("window.saved.length") <= number:
            page.wait_for_timeout(20)
    answered = done.count() - before
    return taps / answered, region.percentile(page.evaluate("window.saved"), 0.95) / region.percentile(bare, 0.5)


def main() -> None:
    """Measure on the real sheet and print."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        bench = region.build(Path(name))
        with Server(bench.database) as server:
            tablet = OwnTablet(playwright, Path(name) / "tablet", server.url)
            tablet.switch_on()
            sheet = Sheet(tablet, bench.assessment).sign_in("bench.0")
            loads = first_loads(sheet)
            traffic = Traffic(tablet.page)
            sheet.open()
            tablet.page.wait_for_timeout(2000)
            before = (traffic.sent, traffic.received)
            taps_per_item, saved = walk(sheet)
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
        f"taps per item           : {taps_per_item:.2f}",
        f"tap to saved            : p95 {saved:.1f} × a bare request",
        f"first load, warm        : p50 {region.percentile(loads, 0.5):.2f} s, max {max(loads):.2f} s",
    )


if __name__ == "__main__":
    main()
