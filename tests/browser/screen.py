"""An ordinary screen as a person touches it: waiting for its answer, unfolding a part of it, taking from a list."""

from __future__ import annotations

import contextlib

from playwright.sync_api import Page, TimeoutError


def settled(page: Page) -> Page:
    """Wait until the screen has answered the last touch."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    return page


def unfold(page: Page, title: str) -> None:
    """Open a folded part of the page, unless it is open already, and wait until it stands.

    While it opens it hides what overflows, so that what is brought into view scrolls within it, and jumps back at the end: a
    tap at that moment went to a link of another part.
    """
    part = page.locator("details", has=page.locator("summary", has_text=title))
    if part.get_attribute("open") is None:
        part.locator("summary").tap()
    page.wait_for_function("(part) => part.open && !part.style.overflow", arg=part.element_handle())


def choose(page: Page, label: str, option: str, within: str = "body") -> None:
    """Take one of the options of a list; a list whose part of the page is drawn anew under the finger is touched again."""
    wanted = page.get_by_role("option", name=option)
    for _ in range(5):
        page.locator(within).get_by_label(label).tap()
        with contextlib.suppress(TimeoutError):
            wanted.tap(timeout=5_000)
            break
    else:
        raise AssertionError(f"no {option!r} to be taken in {label!r}")
    settled(page)
