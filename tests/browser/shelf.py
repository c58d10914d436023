"""Browser contexts that are used again, with the scripts that they have fetched and compiled, and nothing else of before.

Each test starts with an empty profile at the address of the test before. In a context of its own, the browser fetched and
compiled 2.5 MB of Streamlit's scripts for each: 2.7 s of a processor until a page stood, and 1.6 s in one that was used.
"""

from __future__ import annotations

import contextlib
import time
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize

PORTRAIT = ViewportSize(width=820, height=1180)
SCREEN: dict[str, Any] = {
    "viewport": PORTRAIT,
    "device_scale_factor": 2,
    "has_touch": True,
    "locale": "ja-JP",
    "timezone_id": "Asia/Tokyo",
}
_A_MOMENT = 60
"""Seconds between a question to a busy browser and its answer."""
_KEPT_BY_SITES = "cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage"


class Shelf:
    """The contexts of one browser, each with one empty page, that no tablet uses at the moment.

    A script that runs before every page cannot be taken back from a context: it belongs to the page, which is closed. Nor
    can a clock that a test has set, which every later page of the context would go by: such a context is closed.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: list[BrowserContext] = []

    def take(self) -> BrowserContext:
        """A context in which nothing is kept."""
        if self._idle:
            return self._idle.pop()
        context = self._browser.new_context(**SCREEN)
        context.new_page()
        return context

    def give_back(self, context: BrowserContext) -> None:
        """Clear a context for the next tablet; one in which anything is out of order is closed."""
        try:
            usable = _clear(context)
        except Error:
            usable = False
        if usable:
            self._idle.append(context)
        else:
            with contextlib.suppress(Error):
                context.close()


def _clear(context: BrowserContext) -> bool:
    """Leave one empty page, and tell whether it goes by the clock of the machine.

    Pages that close may still note something, so that storage comes after them.
    """
    context.unroute_all()
    context.set_offline(False)
    context.clear_permissions()
    used, empty = context.pages, context.new_page()
    for page in used:
        page.close()
    context.clear_cookies()
    wire = context.new_cdp_session(empty)
    wire.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": _KEPT_BY_SITES})
    wire.detach()
    told: float = empty.evaluate("Date.now()")
    return abs(told / 1000 - time.time()) < _A_MOMENT


def kept(page: Page) -> dict[str, Any]:
    """What sites have left in the browser, as the page of one of them sees it."""
    found: dict[str, Any] = page.evaluate(
        """async () => ({
          local: Object.keys(localStorage),
          session: Object.keys(sessionStorage),
          databases: (await indexedDB.databases()).map(({ name }) => name),
          caches: await caches.keys(),
          workers: (await navigator.serviceWorker.getRegistrations()).length,
          cookies: document.cookie,
        })"""
    )
    return found
