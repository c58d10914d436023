"""A hall of phones before a questionnaire: each a browser context of its own, filled in by touch, all sending at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

from checklist.model.center.questionnaires import Answer

PHONE: dict[str, Any] = {"width": 390, "height": 844}
USEFUL = "断り方の言い回し"
CHOSEN = "意識の向上"


def opened(page: Page, address: str) -> Page:
    """The questionnaire on a phone, ready to be answered."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(address)
    expect(page.locator("main")).to_have_attribute("data-ready", "1")
    return page


def step(page: Page, number: int, value: int) -> Locator:
    """One of the five steps of a question."""
    return page.locator(f'input[name="q{number}"][value="{value}"]')


def fill_in(page: Page, value: int = 4, told: str = USEFUL) -> dict[str, Answer]:
    """Answer three questions by touch; what will be kept of it."""
    step(page, 1, value).tap()
    page.get_by_label("今後の業務の参考になる").fill(told)
    page.locator(f'input[name="q3"][value="{CHOSEN}"]').tap()
    return {"1": value, "2": told, "3": CHOSEN}


def send_at_once(pages: Sequence[Page], wait: float) -> None:
    """Let every phone send at the same moment, so many seconds from now: one after the other they would be no hall."""
    moment = pages[0].evaluate("Date.now()") + 1000 * wait
    for page in pages:
        page.evaluate("at => void setTimeout(() => document.getElementById('send').click(), at - Date.now())", moment)


def all_thanked(pages: Sequence[Page]) -> None:
    """Wait until each of them says that its answer is there."""
    for page in pages:
        expect(page.get_by_role("heading", name="回答を受け付けました")).to_be_visible()
