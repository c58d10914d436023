"""The sheet on a tablet as a person touches and reads it, and the database behind it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PATIENCE, Tablet


class Sheet:
    """One assessment on one tablet."""

    def __init__(self, tablet: Tablet, assessment: int) -> None:
        self.tablet = tablet
        self.path = f"/answer?assessment={assessment}"

    @property
    def page(self) -> Page:
        """The page that shows it."""
        return self.tablet.page

    def sign_in(self, login: str) -> Sheet:
        """Sign in and come to the sheet."""
        self.tablet.sign_in(login, self.path.replace("?", "%3F").replace("=", "%3D"))
        return self.wait()

    def open(self) -> Sheet:
        """Open the sheet with the session there is."""
        self.tablet.go(self.path)
        return self.wait()

    def wait(self) -> Sheet:
        """Wait until the items are there to be touched."""
        self.page.locator("article.card").first.wait_for()
        return self

    def card(self, item: str) -> Locator:
        """One item."""
        return self.page.locator(f'article.card[data-item="{item}"]')

    def rate(self, item: str, value: str) -> None:
        """Tap a rating and see it at once."""
        button = self.card(item).locator(f'button.rate[data-value="{value}"]')
        button.tap()
        expect(button).to_have_attribute("aria-pressed", "true")

    def comment(self, item: str, text: str) -> None:
        """Type a comment, and do not leave the field."""
        area = self.card(item).locator("textarea")
        area.tap()
        area.press_sequentially(text)

    def shown(self, item: str) -> str | None:
        """The rating that is shown as chosen."""
        chosen = self.card(item).locator('button.rate[aria-pressed="true"]')
        return chosen.get_attribute("data-value") if chosen.count() else None

    @property
    def state(self) -> Locator:
        """The words about what is saved."""
        return self.page.locator(".save-text")

    def expect_on_device(self, count: int) -> None:
        """The answers wait, and are told to be kept by the device itself."""
        expect(self.state).to_contain_text(f"送信待ち {count}件（端末に保存）")

    def expect_saved(self) -> None:
        """Everything is told to be saved."""
        self.wait_for_words()
        expect(self.state).to_contain_text("保存済み")

    def look_again(self) -> None:
        """Come back to the page, which then asks the server at once instead of in its own time."""
        self.page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')

    def wait_for_words(self) -> None:
        """The words are painted with the next frame: until then they may speak of the answer before the last one."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


Stored = dict[str, tuple[str | None, str, int]]


def stored(database: Path, assessment: int) -> Stored:
    """Item -> value, comment and version in the database; asserts that no operation is there twice."""
    connection = sqlite3.connect(database, timeout=10)
    try:
        rows = connection.execute(
            "SELECT code, value, comment, version FROM rating JOIN item ON item.id = item_id WHERE assessment_id = ?",
            [assessment],
        ).fetchall()
        twice = connection.execute(
            "SELECT count(*) FROM rating_history GROUP BY operation_id HAVING count(*) > 1"
        ).fetchall()
    finally:
        connection.close()
    assert twice == []
    return {code: (value, comment, version) for code, value, comment, version in rows}


def expect_stored(database: Path, assessment: int, expected: Stored) -> None:
    """Wait until exactly this is in the database."""
    wait_until_equal(lambda: stored(database, assessment), expected)


def expect_answers(database: Path, assessment: int, expected: Mapping[str, tuple[str | None, str]]) -> None:
    """Wait until exactly these values and comments are in the database; typing may have taken several versions."""
    wait_until_equal(lambda: {item: row[:2] for item, row in stored(database, assessment).items()}, expected)


def wait_until_equal(what: Callable[[], object], expected: object) -> None:
    """Wait until something has the expected value."""
    end = time.monotonic() + PATIENCE / 1000
    while (found := what()) != expected:
        assert time.monotonic() < end, f"{found} instead of {expected}"
        time.sleep(0.1)
