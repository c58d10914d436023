"""The part that the server drew below the sheet follows the answers: without a reload, without a run for every tap."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from tests.browser.conftest import Tablet
from tests.browser.screen import settled
from tests.browser.sheet import Sheet, stored, wait_until_equal
from tests.world import CODES, World

MANAGER = "manager.h01"
COMPLETE = "すべての項目に回答があります。"


class Runs:
    """Counts what a page asks of Streamlit: one message for each run."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        page.on("websocket", self._follow)

    def _follow(self, socket: WebSocket) -> None:
        if "/_stcore/stream" in socket.url:
            socket.on("framesent", self._sent)

    def _sent(self, _: object) -> None:
        self.count += 1


@pytest.fixture
def runs(tablet: Tablet) -> Runs:
    """The runs of the page on the tablet."""
    return Runs(tablet.page)


@pytest.fixture
def sheet(runs: Runs, tablet: Tablet, world: World) -> Sheet:
    """The host's own sheet, which its manager submits."""
    return Sheet(tablet, world.self_assessment).sign_in(MANAGER)


def reason(sheet: Sheet) -> Locator:
    """The field in the server's part."""
    return sheet.page.get_by_label("未回答またはコメントのない項目を残したまま提出する理由")


def unanswered(sheet: Sheet, count: int) -> Locator:
    """The line of the server's part on so many open items."""
    return sheet.page.get_by_text(f"未回答の項目：{count}項目")


def test_answers_that_were_on_their_way_over_a_reload_are_in_the_servers_part_once_delivered(
    sheet: Sheet, tablet: Tablet, runs: Runs
) -> None:
    tablet.context.route("**/answers", lambda route: route.abort())
    for item in CODES:
        sheet.rate(item, "A")
    sheet.expect_on_device(len(CODES))
    sheet.open()
    expect(unanswered(sheet, len(CODES))).to_be_visible()
    settled(sheet.page)
    before = runs.count
    tablet.context.unroute("**/answers")
    sheet.expect_saved()
    expect(sheet.page.get_by_text(COMPLETE)).to_be_visible()
    assert runs.count - before <= 2


def test_taps_do_not_run_the_page_one_by_one_and_the_last_open_item_does(
    sheet: Sheet, runs: Runs, world: World, world_db: Path
) -> None:
    settled(sheet.page)
    before = runs.count
    for done, item in enumerate(CODES, 1):
        sheet.rate(item, "A")
        sheet.expect_saved()
        wait_until_equal(lambda: len(stored(world_db, world.self_assessment)), done)
    assert runs.count - before <= 1
    expect(sheet.page.get_by_text(COMPLETE)).to_be_visible()
    sheet.page.wait_for_timeout(3000)
    assert runs.count - before <= 2
    assert [sheet.shown(item) for item in CODES] == ["A"] * len(CODES)


def test_nothing_runs_while_somebody_types_in_the_servers_part(sheet: Sheet, tablet: Tablet, runs: Runs) -> None:
    tablet.context.route("**/answers", lambda route: route.abort())
    sheet.rate("1-01", "A")
    sheet.expect_on_device(1)
    sheet.open()
    settled(sheet.page)
    reason(sheet).tap()
    reason(sheet).press_sequentially("残りは")
    before = runs.count
    tablet.context.unroute("**/answers")
    sheet.expect_saved()
    sheet.page.wait_for_timeout(3000)
    sheet.page.keyboard.type("来月に")
    assert runs.count == before
    expect(unanswered(sheet, len(CODES))).to_be_visible()
    sheet.page.evaluate("document.activeElement.blur()")
    expect(unanswered(sheet, len(CODES) - 1)).to_be_visible()
    expect(reason(sheet)).to_have_value("残りは来月に")
    assert runs.count - before <= 2
