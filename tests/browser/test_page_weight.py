"""How much a browser fetches for a page that it opens for the first time: deterministic, so it may be asserted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from checklist.formats.pairs_picture import NARROW, WIDE
from tests import cycle
from tests.browser import real_sheet
from tests.browser.conftest import Tablet
from tests.browser.screen import settled
from tests.browser.shelf import PORTRAIT
from tests.server import Server
from tests.world import World

PAGE, RESULT, SHEET = 2_500_000, 1_500_000, 800_000
"""Bytes as they come over the network, for the page of a visit, its result by its own address, and its sheet."""
STREAMLIT = ("health", "host-config")
PICTURES = "/static/js/PlotlyChart"


class Scales:
    """Weighs what a page fetches, however it is sent: `with` nothing kept from before."""

    def __init__(self, page: Page) -> None:
        self.total, self.addresses, self.packed = 0, list[str](), dict[str, str]()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", self._answered)
        wire.on("Network.loadingFinished", self._finished)
        wire.on("Network.webSocketFrameReceived", self._told)

    def _answered(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        self.addresses.append(answer["url"])
        self.packed[answer["url"]] = headers.get("content-encoding", "")

    def _finished(self, event: dict[str, Any]) -> None:
        self.total += int(event["encodedDataLength"])

    def _told(self, event: dict[str, Any]) -> None:
        self.total += len(event["response"]["payloadData"])


@pytest.fixture
def weighed(tablet: Tablet, browser: Browser) -> Callable[[str, str], tuple[Scales, Page]]:
    """Signs somebody in and weighs a page in a browser that holds nothing but the cookie."""

    def weigh(login: str, path: str) -> tuple[Scales, Page]:
        tablet.let_in(login)
        cookies: Any = tablet.context.cookies()
        context = browser.new_context(viewport=PORTRAIT)
        context.add_cookies(cookies)
        page = context.new_page()
        scales = Scales(page)
        page.goto(tablet.url + path)
        return scales, page

    return weigh


def test_the_page_of_a_visit_fetches_no_pictures_before_they_are_seen(
    weighed: Callable[[str, str], tuple[Scales, Page]], server: Server, world: World
) -> None:
    cycle.sealed(world)
    scales, page = weighed("manager.h01", f"/visits?visit={world.visit}")
    page.get_by_role("heading", name="点検表").wait_for()
    settled(page)
    page.wait_for_load_state("networkidle")
    assert 300_000 < scales.total <= PAGE
    assert not [one for one in scales.addresses if PICTURES in one]
    # Streamlit is told where its server is: it asks no folder of the address in vain.
    assert {urlsplit(one).path for one in scales.addresses if "_stcore" in one} <= {
        f"/_stcore/{one}" for one in STREAMLIT
    }
    scripts = [one for one in scales.addresses if "/static/" in one and one.endswith((".js", ".css"))]
    assert len(scripts) > 10
    assert {scales.packed[one] for one in scripts} == {"gzip"}
    # Where everybody gets a chart, what draws it has begun by itself, before the first of them asks for it.
    page.goto(f"{server.url}/comparison")
    expect(page.locator(f'head script[src*="{PICTURES}"]')).to_have_count(1)
    expect(page.locator("#charts")).to_have_count(0)
    page.context.close()


def test_the_result_of_a_visit_is_light_by_its_own_address(
    weighed: Callable[[str, str], tuple[Scales, Page]], world: World
) -> None:
    cycle.sealed(world)
    scales, page = weighed("manager.h01", f"/visits?visit={world.visit}&part=result")
    picture = page.locator("img.pairs:visible")
    picture.wait_for()
    settled(page)
    page.wait_for_load_state("networkidle")
    assert picture.evaluate("async (one) => (await one.decode(), one.naturalWidth)") == WIDE.width
    size = page.viewport_size or {"width": 0, "height": 0}
    page.set_viewport_size({"width": 390, "height": size["height"]})
    assert picture.evaluate("async (one) => (await one.decode(), one.naturalWidth)") == NARROW.width
    assert not [one for one in scales.addresses if PICTURES in one]
    assert 300_000 < scales.total <= RESULT
    page.context.close()


def test_the_sheet_of_a_visit_is_light(weighed: Callable[[str, str], tuple[Scales, Page]], world: World) -> None:
    """The sheet that hospitals use, with a sentence of the host at every item."""
    task = real_sheet.begin(world)
    own = {code: ("A", f"{code}：手順書に定め、毎月の会議で実施の状況を確かめている。") for code in task.needed}
    real_sheet.submit(world, real_sheet.MANAGER, task.self_assessment, own)
    scales, page = weighed(real_sheet.MEMBER, f"/visit/{task.visit}")
    page.locator(".card").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert page.locator("article.card").count() == len(task.codes) > 119
    assert 200_000 < scales.total <= SHEET
    page.context.close()
