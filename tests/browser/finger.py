"""A finger on a sheet with many items: touches as the screen itself sends them, counted, without a wait for each."""

from __future__ import annotations

from playwright.sync_api import Page

# What is touched is in sight and under nothing, after the frame in which it was moved there: else the touch would go
# somewhere else, as on a tablet.
FIND = """
async ([selector, scrolled]) => {
  const panel = document.querySelector('[role="tabpanel"]:not([hidden])');
  const root = panel?.shadowRoot ?? document;
  for (let frame = 0; frame < 300; frame += 1) {
    const found = [...root.querySelectorAll(selector)].find((one) => one.getClientRects().length);
    if (scrolled) found?.scrollIntoView({ block: "center" });
    await new Promise(requestAnimationFrame);
    if (!found) continue;
    const { x, y, width, height } = found.getBoundingClientRect();
    const at = [x + width / 2, y + height / 2], hit = root.elementFromPoint(...at);
    if (hit && (hit === found || found.contains(hit))) return at;
  }
  throw new Error(`${selector} cannot be touched where it is`);
}
"""


class Finger:
    """Touches of one page; `taps` of them so far."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._screen = page.context.new_cdp_session(page)
        self.taps = 0

    def tap(self, selector: str, scrolled: bool = False) -> None:
        """Touch what is in sight, in the sheet that is shown or on the page around it; or `scrolled` there by hand."""
        x, y = self._page.evaluate(FIND, [selector, scrolled])
        for kind, points in (("touchStart", [{"x": x, "y": y}]), ("touchEnd", [])):
            self._screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        self.taps += 1

    def type(self, text: str) -> None:
        """Write where the last touch has put the cursor, as the keyboard of a tablet does."""
        self._screen.send("Input.insertText", {"text": text})
