"""The worker keeps what is ours and nothing else, mends its store, and the page promises only what it could do now."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tablet
from tests.browser.visit_sheet import READY, VisitSheet, kept_by_worker
from tests.hospital_network import Asked, Gateway, pass_all
from tests.world import World

MEMBER = "evaluator.h02"
POISON = """async (paths) => {
    const [name] = await caches.keys();
    const cache = await caches.open(name);
    for (const path of paths) {
      const headers = { "Content-Type": path === "/visit/" ? "text/html" : "text/javascript" };
      await cache.put(path, new Response("<!doctype html><h1>Guest Wi-Fi: please agree</h1>", { headers }));
    }
}"""
"""What an earlier worker may have left behind."""


@pytest.fixture
def entry(gateway: Gateway) -> str:
    """The tablet stands behind the hospital's gateway."""
    return gateway.url


def assert_only_ours_is_kept(sheet: VisitSheet) -> None:
    kept = kept_by_worker(sheet.page)
    assert len(kept) > 15
    assert [path for path, text in kept.items() if "Guest Wi-Fi" in text] == []


def looked_at_again(sheet: VisitSheet) -> None:
    """The person turns to the page again."""
    sheet.look_again()


def test_a_portal_that_comes_up_while_the_store_is_filled_leaves_nothing_in_it(
    tablet: Tablet, gateway: Gateway, world: World
) -> None:
    sheet = VisitSheet(tablet, world.visit)
    seen: list[str] = []

    def portal(asked: Asked) -> int | None:
        """Up as soon as the worker has been handed out, for its first thirty requests."""
        fetched = "/sw.js" in seen
        seen.append(asked.path)
        return 200 if fetched and len(seen) - seen.index("/sw.js") < 30 else None

    gateway.rule = portal
    sheet.sign_in(MEMBER)
    expect(sheet.offline).to_have_text(READY)
    assert_only_ours_is_kept(sheet)
    gateway.rule = lambda _: 200
    sheet.open()
    expect(sheet.page.locator("#host")).to_have_text("架空中央病院")
    assert "Guest Wi-Fi" not in sheet.page.content()


def test_a_store_that_holds_a_foreign_page_mends_itself_when_it_is_used(tablet: Tablet, world: World) -> None:
    sheet = VisitSheet(tablet, world.visit).prepare(MEMBER)
    sheet.page.evaluate(POISON, ["/visit/", "/assets/visit_page.js", "/assets/card.js"])
    sheet.open()
    sheet.expect_nothing_left()
    expect(sheet.offline).to_have_text(READY)
    assert_only_ours_is_kept(sheet)


def test_a_foreign_page_in_the_store_takes_back_the_promise_until_it_is_replaced(
    tablet: Tablet, gateway: Gateway, world: World
) -> None:
    sheet = VisitSheet(tablet, world.visit).prepare(MEMBER)
    gateway.rule = lambda _: 200
    sheet.page.evaluate(POISON, ["/visit/"])
    looked_at_again(sheet)
    expect(sheet.offline).to_have_text("オフラインの準備をしています")
    gateway.rule = pass_all
    looked_at_again(sheet)
    expect(sheet.offline).to_have_text(READY)
    assert_only_ours_is_kept(sheet)


def test_a_store_and_a_worker_that_the_browser_cleared_are_made_again(
    tablet: Tablet, gateway: Gateway, world: World
) -> None:
    sheet = VisitSheet(tablet, world.visit).prepare(MEMBER)
    gateway.rule = lambda _: 502
    browser = sheet.page.context.new_cdp_session(sheet.page)
    kinds = "service_workers,cache_storage"
    browser.send("Storage.clearDataForOrigin", {"origin": sheet.tablet.url, "storageTypes": kinds})
    looked_at_again(sheet)
    expect(sheet.offline).to_have_text("オフラインの準備をしています")
    gateway.rule = pass_all
    looked_at_again(sheet)
    expect(sheet.offline).to_have_text(READY)
    gateway.rule = lambda _: 502
    sheet.open()
    expect(sheet.page.locator("#host")).to_have_text("架空中央病院")
