"""A day is found on four phones, and the calendar of one of them follows when the visit is moved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from checklist.model.visits import PollState
from checklist.store import db
from checklist.store.visits import date_polls, visits
from tests import calendars
from tests.browser.conftest import Tablet
from tests.browser.screen import settled, unfold
from tests.browser.shelf import Shelf
from tests.cycle import who
from tests.world import LEADING, SMALL, World, by

PHONE = ViewportSize(width=390, height=844)
ASKED = ("evaluator.h02", "manager.h01", "second.h02", "evaluator.h03")
ANSWERS = {"evaluator.h02": "○○", "manager.h01": "○×", "second.h02": "△○", "evaluator.h03": "○○"}
LEAST = 56
"""Pixels of a button that a thumb finds."""


@pytest.fixture
def phones(shelf: Shelf, entry: str, world: World) -> Iterator[dict[str, Tablet]]:
    """A phone for everybody who is asked: both sides of a visit by two hospitals that has no day yet."""
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        found = visits.get(act, world.visit)
        team = (*found.member_ids, world.people["evaluator.h03"].id)
        sides = (world.hospitals[LEADING], world.hospitals[SMALL])
        visits.change(act, replace(found, evaluator_ids=sides, member_ids=team, visit_date=None))
    with ExitStack() as stack:
        opened = {login: stack.enter_context(Tablet(shelf, entry)) for login in ASKED}
        for phone in opened.values():
            phone.page.set_viewport_size(PHONE)
        yield opened


def offer(page: Page, day: str, part: str, begins: str) -> None:
    page.get_by_label("候補日", exact=True).fill(day)
    page.get_by_label("候補日", exact=True).press("Tab")
    settled(page)
    page.get_by_text(part, exact=True).first.tap()
    page.get_by_label("開始時刻").fill(begins)
    page.get_by_role("button", name="候補に加える").tap()
    expect(page.get_by_text("候補日を加えました。")).to_be_visible()
    settled(page)


def place_of(button: Locator) -> dict[str, float]:
    """Where a button stands once it is in sight, in one breath: the page draws it anew, and what is gone has no size any more."""
    look = (
        "(element) => { element.scrollIntoView({ block: 'center' }); return element.getBoundingClientRect().toJSON(); }"
    )
    for _ in range(50):
        box: dict[str, float] = button.evaluate(look)
        if box["height"]:
            break
        button.page.wait_for_timeout(100)
    return box


def answer(page: Page, said: str) -> None:
    """One tap for each day, on buttons that stand in their full size within the width of the phone."""
    for place, sign in enumerate(said):
        button = page.locator('[data-testid="stButtonGroup"]').nth(place).get_by_role("radio", name=sign)
        box = place_of(button)
        assert min(box["height"], box["width"]) >= LEAST
        assert 0 <= box["x"] <= PHONE["width"] - box["width"]
        button.tap()
        expect(button).to_be_checked()
    expect(page.get_by_text("回答済みです。決まるまで変更できます。")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]


def test_four_people_answer_on_phones_one_fixes_the_day_and_a_calendar_follows(
    phones: dict[str, Tablet], world: World
) -> None:
    path = f"/date_polls?visit={world.visit}"
    leading = settled(phones["evaluator.h02"].sign_in("evaluator.h02", path))
    offer(leading, "2026/12/03", "午後", "13時半")
    unfold(leading, "候補日を追加・取り下げる")
    offer(leading, "令和8年12月6日", "終日", "")
    expect(leading.get_by_text("日曜日です。").first).to_be_visible()
    for login in ASKED[1:]:
        page = settled(phones[login].sign_in(login))
        page.get_by_role("link", name="回答する").first.tap()
        page.wait_for_url(f"**{path}")
        answer(settled(page), ANSWERS[login])
    answer(settled(phones["evaluator.h02"].go(path)), ANSWERS["evaluator.h02"])
    best = leading.locator('[class*="st-key-standing-"]').first
    expect(best).to_contain_text("最もよい日")
    expect(best).to_contain_text("2026年12月3日（木）午後 13:30から")
    expect(best).to_contain_text("全員参加できます")
    best.get_by_role("button", name="この日に決める").tap()
    expect(leading.get_by_text("訪問日は2026年12月3日（木）午後 13:30からに決まりました。")).to_be_visible()
    # The others see it without doing anything.
    other = phones["manager.h01"].page
    expect(other.get_by_text("訪問日は2026年12月3日（木）午後 13:30からに決まりました。")).to_be_visible()
    with db.reading() as connection:
        poll = date_polls.of_visit(by(connection), world.visit)
    assert poll
    assert poll.state is PollState.FIXED
    _calendar_follows(phones["second.h02"], world)


def _calendar_follows(phone: Tablet, world: World) -> None:
    page = settled(phone.go("/notices"))
    page.get_by_role("button", name="カレンダー用のアドレスを作成する").tap()
    address = page.locator("p.hash.whole").inner_text()
    assert address.startswith(phone.url)
    first = calendars.visit(_fetched(address))
    assert str(first.dtstart) == "2026-12-03 13:30:00+09:00"
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        visits.change(act, replace(visits.get(act, world.visit), visit_date=date(2027, 1, 20), begins="14:00"))
    second = calendars.visit(_fetched(address))
    assert (second.uid, str(second.dtstart)) == (first.uid, "2027-01-20 14:00:00+09:00")
    assert (second.sequence or 0) > (first.sequence or 0)
    # Shown once: after a reload only that there is one.
    page = settled(phone.go("/notices"))
    expect(page.get_by_text("に作成されています。")).to_be_visible()
    expect(page.locator("p.hash.whole")).to_have_count(0)


def _fetched(address: str) -> bytes:
    with urlopen(address) as answer:
        content: bytes = answer.read()
    return content
