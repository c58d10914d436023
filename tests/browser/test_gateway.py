"""A gateway that refuses with pages of its own: told in words, never taken for success, and never flooded."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from checklist.model.improvements import Sequel
from tests import cycle
from tests.browser.conftest import Tablet
from tests.browser.sheet import Stored, expect_stored, stored, wait_until_equal
from tests.browser.visit_sheet import VisitSheet, stored_photos
from tests.hospital_network import Asked, Gateway, Rule, pass_all
from tests.world import World

MEMBER = "evaluator.h02"
FIREWALL_LIMIT = 131_072
"""Bytes; the usual limit of web firewalls for bodies that are no form."""
WATCHED = 6
"""Seconds of which the requests are counted."""
MOST = 6
"""Requests of one kind that these may bring."""


@pytest.fixture
def entry(gateway: Gateway) -> str:
    """The tablet stands behind the hospital's gateway."""
    return gateway.url


@pytest.fixture
def sheet(tablet: Tablet, world: World) -> VisitSheet:
    """The visit's page, kept by the tablet."""
    return VisitSheet(tablet, world.visit).prepare(MEMBER)


def refusing(part: str, status: int) -> Rule:
    """Answer whatever is posted to such a path with a page of the gateway's own."""
    return lambda asked: status if asked.method == "POST" and part in asked.path else None


def paper_page() -> bytes:
    """A photo with so much in it that it stays large."""
    target = io.BytesIO()
    Image.frombytes("RGB", (1600, 1200), os.urandom(1600 * 1200 * 3)).save(target, "JPEG", quality=90)
    return target.getvalue()


def other_network(sheet: VisitSheet) -> None:
    """What the browser tells a page once there is another network."""
    sheet.page.evaluate('dispatchEvent(new Event("online"))')


def test_a_photo_above_the_gateways_limit_is_told_and_lets_the_next_one_go_first(
    sheet: VisitSheet, gateway: Gateway, world: World, world_db: Path
) -> None:
    gateway.rule = lambda asked: 413 if len(asked.body) > FIREWALL_LIMIT else None
    start = time.monotonic()
    sheet.photograph("1-01", paper_page())
    sheet.keep()
    reason = "途中の機器（プロキシ等）が写真を拒否しました（413 大きすぎる）。"
    expect(sheet.photos("1-01", "stuck")).to_contain_text(reason)
    expect(sheet.page.get_by_role("button", name="送信できなかった写真 1枚")).to_be_visible()
    sheet.take("1-02", "blue")
    expect(sheet.photos("1-02", "held")).to_have_count(1)
    assert stored_photos(world_db, world.visitor_assessment) == {"1-02": ["blue"]}
    sheet.page.wait_for_timeout(max(0, start + WATCHED - time.monotonic()) * 1000)
    assert gateway.count("POST", "/photos", start, WATCHED) <= MOST
    start = time.monotonic()
    sheet.page.reload()
    sheet.wait()
    expect(sheet.photos("1-01", "stuck")).to_contain_text(reason)
    sheet.page.wait_for_timeout(max(0, start + WATCHED - time.monotonic()) * 1000)
    assert gateway.count("POST", "/photos", start, WATCHED) <= MOST
    gateway.rule = pass_all
    other_network(sheet)
    sheet.expect_nothing_left()
    assert set(stored_photos(world_db, world.visitor_assessment)) == {"1-01", "1-02"}


def test_a_page_instead_of_an_answer_is_no_success_for_a_photo_and_floods_nothing(
    sheet: VisitSheet, gateway: Gateway, world: World, world_db: Path
) -> None:
    arrived: dict[str, list[str]] = {}
    for version, (status, value) in enumerate(zip((200, 403, 404, 415, 422, 502), "ABABAB", strict=True), start=1):
        gateway.rule = refusing("/photos", status)
        start = time.monotonic()
        for item, colour in (("1-01", "red"), ("1-02", "blue"), ("1-04", "lime")):
            sheet.take(item, colour)
        expect(sheet.photos("1-01", "stuck"), f"{status}").to_contain_text("途中の機器（プロキシ等）")
        sheet.page.wait_for_timeout(max(0, start + WATCHED - time.monotonic()) * 1000)
        assert gateway.count("POST", "/photos", start, WATCHED) <= MOST, status
        assert stored_photos(world_db, world.visitor_assessment) == arrived, status
        sheet.rate("1-01", value)
        expect_stored(world_db, world.visitor_assessment, {"1-01": (value, "", version)})
        gateway.rule = pass_all
        other_network(sheet)
        sheet.expect_nothing_left()
        for item, colour in (("1-01", "red"), ("1-02", "blue"), ("1-04", "lime")):
            arrived.setdefault(item, []).append(colour)
        assert stored_photos(world_db, world.visitor_assessment) == arrived, status


def test_a_page_instead_of_an_answer_saves_no_rating_and_floods_nothing(
    sheet: VisitSheet, gateway: Gateway, world: World, world_db: Path
) -> None:
    arrived: Stored = {}
    for version, (status, value) in enumerate(zip((200, 403, 413, 422, 502), "ABABA", strict=True), start=1):
        gateway.rule = refusing("/answers", status)
        start = time.monotonic()
        sheet.rate("1-01", value)
        sheet.rate("1-02", value)
        blamed = "サーバーで問題" if status == 502 else "途中の機器に止められています"
        expect(sheet.state, f"{status}").to_contain_text(blamed)
        sheet.page.wait_for_timeout(max(0, start + WATCHED - time.monotonic()) * 1000)
        assert gateway.count("POST", "/answers", start, WATCHED) <= MOST, status
        assert gateway.count("GET", "/api/", start, WATCHED) <= MOST, status
        expect(sheet.unsent, f"{status}").to_contain_text("回答2件")
        assert stored(world_db, world.visitor_assessment) == arrived, status
        gateway.rule = pass_all
        other_network(sheet)
        sheet.expect_nothing_left()
        arrived = {"1-01": (value, "", version), "1-02": (value, "", version)}
        expect_stored(world_db, world.visitor_assessment, arrived)


def test_one_text_that_the_gateway_takes_for_an_attack_does_not_hold_up_the_others(
    sheet: VisitSheet, gateway: Gateway, world: World, world_db: Path
) -> None:
    def firewall(asked: Asked) -> int | None:
        return 403 if asked.method == "POST" and b"DROP TABLE" in asked.body else None

    gateway.rule = firewall
    sheet.card("1-01").locator("textarea").fill("DROP TABLE と書かれた掲示")
    sheet.rate("1-02", "A")
    sheet.rate("1-04", "A")
    expect_stored(world_db, world.visitor_assessment, {"1-02": ("A", "", 1), "1-04": ("A", "", 1)})
    kept = sheet.page.locator('[data-undelivered="1-01"]')
    expect(kept).to_contain_text("途中の機器（プロキシ等）が回答を拒否しました（403 禁止）。")
    expect(sheet.page.get_by_role("button", name="送信できなかった回答 1件")).to_be_visible()
    sheet.page.reload()
    sheet.wait()
    expect(kept).to_contain_text("途中の機器（プロキシ等）が回答を拒否しました（403 禁止）。")
    sheet.card("1-01").locator("textarea").fill("表を削除と書かれた掲示")
    sheet.card("1-02").locator("textarea").tap()
    sheet.expect_nothing_left()
    assert stored(world_db, world.visitor_assessment)["1-01"] == (None, "表を削除と書かれた掲示", 1)


def test_a_page_instead_of_an_answer_marks_no_finding_and_floods_nothing(
    tablet: Tablet, gateway: Gateway, world: World
) -> None:
    cycle.sealed(world)
    sheet = VisitSheet(tablet, cycle.next_year(world)).prepare(MEMBER)
    card = sheet.card("1-05")
    for status, mark in ((200, Sequel.RECURRED), (415, Sequel.RESOLVED)):
        gateway.rule = refusing("/follow-ups", status)
        start = time.monotonic()
        card.locator(f'button[data-mark="{mark}"]').tap()
        told = "送信できていません。途中の機器（プロキシ等）が判定を"
        expect(card.locator(".mark-trace"), f"{status}").to_contain_text(told)
        sheet.page.wait_for_timeout(max(0, start + WATCHED - time.monotonic()) * 1000)
        assert gateway.count("POST", "/follow-ups", start, WATCHED) <= MOST, status
        gateway.rule = pass_all
        other_network(sheet)
        sheet.expect_nothing_left()
        expect(card.locator(".mark-trace"), f"{status}").not_to_contain_text("送信できていません")


def test_a_portal_that_answers_everything_leaves_the_kept_sheet_and_says_what_is_in_the_way(
    sheet: VisitSheet, gateway: Gateway, world: World, world_db: Path
) -> None:
    gateway.rule = lambda _: 200
    sheet.page.reload()
    sheet.wait()
    sheet.rate("1-01", "A")
    expect(sheet.page.get_by_text("Wi-Fiの利用手続きが必要なときは").first).to_be_visible()
    sheet.page.get_by_role("link", name="ログアウト").tap()
    expect(sheet.page.locator("#message")).to_contain_text("現在はログアウトできません")
    gateway.rule = pass_all
    sheet.expect_nothing_left()
    wait_until_equal(lambda: stored(world_db, world.visitor_assessment), {"1-01": ("A", "", 1)})
