"""Small things of the day that cost movements or trust: on a phone, after a restart, before and after handing in."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from checklist.store import db
from checklist.store.assessments import assessment_rows
from tests import cycle
from tests.browser.conftest import Tablet
from tests.browser.sheet import stored, wait_until_equal
from tests.browser.visit_sheet import NOTHING_LEFT, VisitSheet
from tests.proxy import Proxy
from tests.world import CODES, World

MEMBER = "evaluator.h02"
WITH_HISTORY = "1-05"


def wraps(page: Page) -> list[str]:
    """The rating buttons whose word stands in more than one line."""
    found: list[str] = page.locator(".rate .letter:visible").evaluate_all(
        "all => all.filter((one) => one.getClientRects().length > 1 || one.scrollWidth > one.parentElement.clientWidth)"
        ".map((one) => one.textContent)"
    )
    return found


@pytest.fixture
def sheet(tablet: Tablet, world: World) -> VisitSheet:
    """Next year's visit on a phone, with a finding of last year."""
    cycle.sealed(world)
    tablet.page.set_viewport_size({"width": 390, "height": 844})
    return VisitSheet(tablet, cycle.next_year(world)).prepare(MEMBER)


def test_on_a_phone_an_item_is_rated_where_one_lands_and_told_truly_until_it_is_handed_in(
    sheet: VisitSheet, proxy: Proxy, world_db: Path
) -> None:
    page, bar = sheet.page, sheet.page.locator(".bar")
    assert wraps(page) == []
    # The first item stands on the first screen, whatever can be done above it.
    expect(sheet.card(CODES[0]).locator("h3")).to_be_in_viewport(ratio=1)
    for code in CODES[: CODES.index(WITH_HISTORY)]:
        sheet.rate(code, "A")
    bar.get_by_role("button", name="次の未回答へ").tap()
    card = sheet.card(WITH_HISTORY)
    expect(card.locator(".ratings")).to_be_in_viewport(ratio=1)
    expect(card.locator("h3")).to_be_in_viewport(ratio=1)
    expect(card.locator(".earlier")).to_contain_text("院長の出席が記録されていない")

    # A mark on an earlier finding is saved as an answer is.
    card.locator('button[data-mark="resolved"]').tap()
    sheet.expect_nothing_left()
    expect(sheet.state).to_contain_text("保存済み")

    # Answered is not done as long as the comment is missing.
    chapter = page.locator('.chapter[data-chapter="1"]')
    sheet.rate(WITH_HISTORY, "C")
    expect(chapter.locator(".chapter-count")).to_have_text("要コメント 1")
    expect(chapter).to_have_accessible_name("第1章 医療安全管理体制 4項目中4項目回答済み、要コメント1項目")
    card.locator("textarea").fill("議事録に出席の記録がない")
    expect(chapter.locator(".chapter-count")).to_have_text("✓")

    # Without a network nobody can sign out; with one, nothing says so any more.
    sheet.expect_nothing_left()
    proxy.drop()
    page.get_by_role("link", name="ログアウト").tap()
    expect(page.locator("#message")).to_contain_text("現在はログアウトできません")
    proxy.restore()
    expect(page.locator("#message")).to_be_hidden(timeout=30_000)

    # The page opens where one was.
    page.reload()
    sheet.wait()
    expect(sheet.card(WITH_HISTORY)).to_be_in_viewport()
    assert page.evaluate("scrollY") > 0

    for code in CODES[CODES.index(WITH_HISTORY) + 1 :]:
        sheet.rate(code, "A")
    sheet.expect_nothing_left()
    expect(page.get_by_role("link", name="訪問のページへ")).to_be_attached()
    part = page.locator(".submission")
    part.get_by_role("button", name="訪問評価を提出する").tap()
    part.get_by_role("button", name="を提出する", exact=False).last.tap()
    # It is closed at once, and what comes next is pointed to.
    expect(page.locator(".notice").first).to_have_text("この評価は提出済みのため、変更できません。", timeout=20_000)
    expect(page.locator(".rate:visible:not([aria-pressed='true'])")).to_have_count(0)
    page.get_by_role("link", name="次の手順（講評会）へ").tap()
    page.get_by_role("heading", name="への訪問").wait_for()


def test_whoever_signs_out_too_early_is_led_to_what_waits_and_it_is_sent(
    tablet: Tablet, proxy: Proxy, world: World, world_db: Path
) -> None:
    sheet = VisitSheet(tablet, world.visit).prepare(MEMBER)
    proxy.drop()
    sheet.rate("1-01", "A")
    expect(sheet.unsent).to_contain_text("未送信が1件あります")
    sheet.page.goto("about:blank")
    proxy.restore()
    page = tablet.go("/logout")
    expect(page.locator("#unsent")).to_contain_text("回答が1件")
    page.get_by_role("link", name="点検表を開いて送信する").tap()
    expect(sheet.unsent).to_have_text(NOTHING_LEFT, timeout=20_000)
    with db.reading(world_db) as connection:
        assessment = next(one.id for one in assessment_rows.of_visit(connection, world.visit) if one.visit_id)
    wait_until_equal(lambda: stored(world_db, assessment), {"1-01": ("A", "", 1)})
    tablet.go("/logout")
    expect(page.get_by_role("button", name="ログアウトする")).to_be_visible()
    expect(page.get_by_role("link", name="点検表を開いて送信する")).to_have_count(0)
