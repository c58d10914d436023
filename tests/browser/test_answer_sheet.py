"""The sheet under the hand of one person: choices, hints, filters, keys, and what it keeps when nothing more is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from checklist.store import db
from checklist.store.assessments import assessments
from tests.browser.conftest import PATIENCE, Tablet
from tests.browser.sheet import Sheet, expect_answers, expect_stored, stored
from tests.proxy import Proxy
from tests.world import CODES, World, by, principal

MEMBER, SECOND = "evaluator.h02", "second.h02"
LONG = PATIENCE * 1000


@pytest.fixture
def visit(world: World) -> int:
    """The visitor assessment that is rated."""
    return world.visitor_assessment


@pytest.fixture
def sheet(tablet: Tablet, visit: int) -> Sheet:
    """The visit's sheet on a tablet; a member is signed in."""
    return Sheet(tablet, visit).sign_in(MEMBER)


def focused(page: Page) -> str:
    """The item and value of the button that has the focus inside the sheet."""
    found: str = page.evaluate(
        """() => { const one = document.querySelector("[data-answer-sheet]").shadowRoot.activeElement;
            return `${one.closest(".card")?.dataset.item} ${one.dataset.value ?? one.tagName}` }"""
    )
    return found


def visible_items(sheet: Sheet) -> list[str]:
    cards = sheet.page.locator("article.card:visible")
    return [cards.nth(index).get_attribute("data-item") or "" for index in range(cards.count())]


def disagree(sheet: Sheet, second_tablet: Tablet, proxy: Proxy, visit: int, database: Path) -> None:
    """Two members rate the same item; the one on `sheet` comes second."""
    proxy.drop()
    sheet.rate("1-01", "C")
    sheet.comment("1-01", "私の所見")
    other = Sheet(second_tablet, visit).sign_in(SECOND)
    other.rate("1-01", "A")
    expect_stored(database, visit, {"1-01": ("A", "", 1)})
    proxy.restore()
    expect(sheet.card("1-01").locator(".conflict")).to_be_visible(timeout=LONG)


def test_while_one_item_waits_for_a_choice_the_others_go_on(
    sheet: Sheet, second_tablet: Tablet, proxy: Proxy, visit: int, world_db: Path
) -> None:
    disagree(sheet, second_tablet, proxy, visit, world_db)
    panel = sheet.card("1-01").locator(".conflict")
    expect(panel).to_contain_text("私の所見")
    expect(sheet.state).to_contain_text("未送信 1件（端末に保存）")
    sheet.rate("1-02", "A")
    expect_stored(world_db, visit, {"1-01": ("A", "", 1), "1-02": ("A", "", 1)})
    sheet.page.get_by_role("button", name="選択待ち 1件").tap()
    panel.get_by_role("button", name="自分の回答にする").tap()
    expect_stored(world_db, visit, {"1-01": ("C", "私の所見", 2), "1-02": ("A", "", 1)})
    sheet.expect_saved()
    expect(panel).to_have_count(0)


def test_what_others_answered_appears_by_itself_and_leaves_typing_alone(
    sheet: Sheet, second_tablet: Tablet, visit: int, world_db: Path
) -> None:
    sheet.comment("1-02", "入力の途中")
    other = Sheet(second_tablet, visit).sign_in(SECOND)
    other.rate("2-01", "NA")
    chosen = sheet.card("2-01").locator('button.rate[data-value="NA"]')
    expect(chosen).to_have_attribute("aria-pressed", "true", timeout=LONG)
    sheet.page.keyboard.type("です")
    expect_answers(world_db, visit, {"1-02": (None, "入力の途中です"), "2-01": ("NA", "")})


def test_what_can_no_longer_be_accepted_stays_on_the_device_and_is_shown(
    sheet: Sheet, proxy: Proxy, world: World, visit: int, world_db: Path
) -> None:
    proxy.drop()
    sheet.rate("1-01", "C")
    sheet.comment("1-01", "間に合わなかった所見")
    with db.writing() as connection:
        assessments.submit(by(connection, principal(world.people[SECOND])), visit, "時間切れのため")
    proxy.restore()
    panel = sheet.page.locator(".undelivered")
    expect(panel).to_be_visible(timeout=LONG)
    expect(panel).to_contain_text("間に合わなかった所見")
    expect(panel).to_contain_text("提出済み")
    sheet.open()
    expect(panel).to_contain_text("間に合わなかった所見")
    expect(sheet.card("1-02").locator("button.rate").first).to_be_disabled()
    panel.get_by_role("button", name="端末から削除").tap()
    panel.get_by_role("button", name="やめる").tap()
    panel.get_by_role("button", name="端末から削除").tap()
    panel.get_by_role("button", name="削除する").tap()
    expect(panel).to_be_hidden()
    sheet.open()
    expect(panel).to_be_hidden()
    assert stored(world_db, visit) == {}


def test_answers_arrive_after_a_submission_was_withdrawn(
    sheet: Sheet, proxy: Proxy, world: World, visit: int, world_db: Path
) -> None:
    member = principal(world.people[SECOND])
    proxy.drop()
    sheet.rate("1-01", "A")
    with db.writing() as connection:
        assessments.submit(by(connection, member), visit, "時間切れのため")
    proxy.restore()
    expect(sheet.page.locator(".undelivered")).to_be_visible(timeout=LONG)
    with db.writing() as connection:
        assessments.withdraw(by(connection, member), visit, "記入漏れのため")
    expect_stored(world_db, visit, {"1-01": ("A", "", 1)})
    expect(sheet.page.locator(".undelivered")).to_be_hidden(timeout=LONG)


@pytest.mark.parametrize("login", [SECOND, "evaluator.h04"])
def test_an_open_sheet_hides_itself_from_the_next_person_who_signs_in(
    sheet: Sheet, tablet: Tablet, proxy: Proxy, visit: int, world_db: Path, login: str
) -> None:
    """Whether that person may read the sheet or not, nothing is sent in their name."""
    proxy.drop()
    sheet.rate("1-01", "C")
    sheet.expect_on_device(1)
    first = tablet.page
    first.evaluate("sessionStorage.clear()")
    tablet.context.clear_cookies()
    proxy.restore()
    response = tablet.context.request.get(f"{tablet.url}/login")
    assert response.ok
    second = tablet.context.new_page()
    second.goto(f"{tablet.url}/login")
    second.get_by_label("ログインID").fill(login)
    second.get_by_label("パスワード").fill("correct horse")
    second.get_by_role("button", name="ログイン").tap()
    second.wait_for_url(lambda url: "/login" not in url)
    expect(first.get_by_text("別の方がログインしています。")).to_be_visible(timeout=LONG)
    expect(first.locator(".card")).to_have_count(0)
    assert stored(world_db, visit) == {}


def test_a_device_without_storage_says_so_and_the_sheet_works(tablet: Tablet, visit: int, world_db: Path) -> None:
    tablet.page.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError'); } });"
    )
    sheet = Sheet(tablet, visit).sign_in(MEMBER)
    expect(sheet.page.get_by_text("この端末には回答を保存できません。")).to_be_visible()
    sheet.rate("1-01", "A")
    expect_stored(world_db, visit, {"1-01": ("A", "", 1)})
    sheet.expect_saved()


def test_a_rerun_of_the_page_leaves_the_sheet_and_the_caret_alone(sheet: Sheet, visit: int, world_db: Path) -> None:
    sheet.comment("1-01", "前半")
    sheet.page.evaluate(
        "document.querySelector('[data-answer-sheet]').shadowRoot.querySelector('.card').dataset.same = 'yes'"
    )
    sheet.page.locator("[data-testid=stExpander] summary").first.dispatch_event("click")
    sheet.page.get_by_role("button", name="提出する").dispatch_event("click")
    expect(sheet.page.get_by_text("理由")).not_to_have_count(0)
    sheet.page.wait_for_timeout(1500)
    assert sheet.card("1-01").get_attribute("data-same") == "yes"
    assert focused(sheet.page) == "1-01 TEXTAREA"
    sheet.page.keyboard.type("後半")
    expect_answers(world_db, visit, {"1-01": (None, "前半後半")})


def test_the_keyboard_walks_and_rates(sheet: Sheet, visit: int, world_db: Path) -> None:
    page = sheet.page
    page.get_by_role("button", name="次の未回答へ").press("Enter")
    assert focused(page) == "1-01 A"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "1-01 C"
    assert sheet.shown("1-01") is None
    page.keyboard.press("Space")
    page.keyboard.press("b")
    assert sheet.shown("1-01") == "B"
    page.get_by_role("button", name="次の未回答へ").press("Enter")
    assert focused(page) == "1-02 A"
    page.keyboard.press("4")
    expect_answers(world_db, visit, {"1-01": ("B", ""), "1-02": ("NA", "")})


def test_ratings_that_need_a_comment_point_it_out_until_it_is_there(sheet: Sheet) -> None:
    hint = sheet.card("1-01").get_by_text("コメントを入力してください。")
    sheet.rate("1-01", "A")
    expect(hint).to_have_count(0)
    for value in ("B", "C", "UNVERIFIED"):
        sheet.rate("1-01", value)
        expect(hint).to_be_visible()
    sheet.comment("1-01", "担当者が不在")
    expect(hint).to_have_count(0)


def told_as(tablet: Tablet, visit: int, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Let the server tell the values of the scale in another way."""

    def answer(route: Route) -> None:
        response = route.fetch()
        body = response.json()
        scale = body["sheet"]["scale"]
        scale["values"] = [change(value) for value in scale["values"]]
        route.fulfill(response=response, json=body)

    tablet.page.route(f"**/api/assessments/{visit}", answer)


def colour(sheet: Sheet, item: str) -> str:
    """The colour at the edge of a card."""
    found: str = sheet.card(item).evaluate("(card) => getComputedStyle(card).borderLeftColor")
    return found


AMBER, VIOLET = "rgb(168, 100, 0)", "rgb(107, 79, 160)"


def test_a_sheet_from_before_values_told_what_they_ask_for_still_asks_and_is_coloured(
    tablet: Tablet, visit: int
) -> None:
    told_as(tablet, visit, lambda value: {key: value[key] for key in ("value", "label", "word")})
    sheet = Sheet(tablet, visit).sign_in(MEMBER)
    sheet.rate("1-01", "B")
    expect(sheet.card("1-01").get_by_text("コメントを入力してください。")).to_be_visible()
    assert colour(sheet, "1-01") == AMBER


def test_what_a_value_asks_for_and_looks_like_is_what_the_server_says(tablet: Tablet, visit: int) -> None:
    told_as(tablet, visit, lambda value: {**value, "needs_comment": value["value"] == "A", "hue": "violet"})
    sheet = Sheet(tablet, visit).sign_in(MEMBER)
    hint = sheet.card("1-01").get_by_text("コメントを入力してください。")
    sheet.rate("1-01", "B")
    expect(hint).to_have_count(0)
    sheet.rate("1-01", "A")
    expect(hint).to_be_visible()
    assert colour(sheet, "1-01") == VIOLET


def test_where_values_are_figures_a_figure_means_the_value_and_not_its_place(tablet: Tablet, visit: int) -> None:
    figures = {"A": "3", "B": "2", "C": "1"}
    told_as(tablet, visit, lambda value: {**value, "value": figures.get(value["value"], value["value"])})
    sheet = Sheet(tablet, visit).sign_in(MEMBER)
    sheet.card("1-01").locator("button.rate").first.focus()
    sheet.page.keyboard.press("1")
    assert sheet.shown("1-01") == "1"


def test_a_comment_that_is_too_long_is_kept_and_sent_once_it_is_short_enough(
    sheet: Sheet, visit: int, world_db: Path
) -> None:
    area = sheet.card("1-01").locator("textarea")
    area.fill("𠮷" * 2001)
    expect(sheet.card("1-01").get_by_text("あと1文字減らしてください。")).to_be_visible()
    sheet.rate("1-02", "A")
    expect_stored(world_db, visit, {"1-02": ("A", "", 1)})
    area.press("End")
    area.press("Backspace")
    expect_answers(world_db, visit, {"1-01": (None, "𠮷" * 2000), "1-02": ("A", "")})


def test_filters_and_search_find_items_whatever_the_width_of_their_letters(sheet: Sheet) -> None:
    page = sheet.page
    assert visible_items(sheet) == list(CODES)
    page.get_by_role("searchbox").fill("１－０２")
    page.get_by_role("searchbox").fill("１-０２")
    assert visible_items(sheet) == ["1-02"]
    page.get_by_role("button", name="絞り込みを解除").tap()
    page.get_by_label("確認場所").select_option("薬剤部")
    assert visible_items(sheet) == ["2-01", "2-03"]
    page.get_by_label("確認場所").select_option("")
    sheet.rate("1-01", "B")
    page.get_by_role("button", name="未回答のみ").tap()
    assert visible_items(sheet) == list(CODES[1:])
    sheet.rate("1-02", "A")
    assert "1-02" in visible_items(sheet)
    page.get_by_role("button", name="未回答のみ").tap()
    page.get_by_role("button", name="要コメント", exact=True).tap()
    assert visible_items(sheet) == ["1-01"]


def test_the_bar_counts_down_to_the_last_item(sheet: Sheet) -> None:
    left = sheet.page.locator(".bar .left p")
    expect(left).to_have_text("残り 6項目 / 6")
    for item in CODES:
        sheet.rate(item, "A")
    expect(left).to_have_text("すべて回答済み / 6")
    expect(sheet.page.get_by_role("button", name="次の未回答へ")).to_be_disabled()


def test_everything_to_touch_is_large_and_all_text_is_readable(sheet: Sheet) -> None:
    sheet.rate("1-01", "C")
    sizes = sheet.page.evaluate(
        """() => { const root = document.querySelector("[data-answer-sheet]").shadowRoot;
            const seen = (one) => one.checkVisibility() && one.getClientRects().length;
            const touched = [...root.querySelectorAll("button, a, input, select, textarea, summary")].filter(seen);
            const box = (one) => one.getBoundingClientRect();
            const rates = touched.filter((one) => one.matches(".rate"));
            const texts = [...root.querySelectorAll("*")].filter((one) => seen(one) && one.textContent.trim());
            return { low: Math.min(...touched.map((one) => box(one).height)),
                rate: [Math.min(...rates.map((one) => box(one).width)), Math.min(...rates.map((one) => box(one).height))],
                font: Math.min(...texts.map((one) => parseFloat(getComputedStyle(one).fontSize))) } }"""
    )
    assert sizes["low"] >= 44
    assert sizes["rate"][0] >= 56
    assert sizes["rate"][1] >= 48
    assert sizes["font"] >= 16
