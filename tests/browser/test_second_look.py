"""What an evaluator does besides answering: by place, marks to come back, undo, phrases, one line per item, notes."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from checklist.model.assessments import Operation
from checklist.store import db
from checklist.store.act import acting
from checklist.store.assessments import answers
from checklist.store.sheets import phrases
from checklist.store.visits import member_chapters
from tests.browser.conftest import Tablet
from tests.browser.sheet import expect_answers, stored, wait_until_equal
from tests.browser.shelf import PORTRAIT
from tests.browser.visit_sheet import VisitSheet, kept_on_device
from tests.proxy import Proxy
from tests.world import CODES, World, principal

MEMBER, SECOND = "evaluator.h02", "second.h02"


@pytest.fixture
def sheet(tablet: Tablet, world: World) -> VisitSheet:
    """The visit's page on a tablet behind the proxy."""
    return VisitSheet(tablet, world.visit).prepare(MEMBER)


def visible(page: Page) -> list[str]:
    """The codes of the items in view."""
    return [str(card.get_attribute("data-item")) for card in page.locator("article.card:visible").all()]


def test_the_round_goes_place_by_place(sheet: VisitSheet) -> None:
    page, bar = sheet.page, sheet.page.locator(".bar")
    page.get_by_role("button", name="場所別に見る").tap()
    pharmacy = page.get_by_role("button", name="薬剤部 2項目中0項目回答済み")
    pharmacy.tap()
    assert visible(page) == ["2-01", "2-03"]
    expect(bar.locator(".left p")).to_have_text("薬剤部 残り 2全体 残り 6項目 / 6")
    sheet.rate("2-01", "A")
    bar.get_by_role("button", name="次の未回答へ").tap()
    sheet.rate("2-03", "A")
    expect(bar.locator("strong")).to_have_text("薬剤部は終わりました")
    bar.get_by_role("button", name="次：医療安全管理部門 4項目").tap()
    assert visible(page) == ["1-01", "1-02", "1-04", "1-05"]
    expect(bar.locator("strong")).to_have_text("医療安全管理部門 残り 4")
    # The code on the door of another place, read with the same tablet.
    page.evaluate("location.hash = '#place=' + encodeURIComponent('薬剤部')")
    expect(bar.locator("strong")).to_have_text("薬剤部は終わりました")
    assert visible(page) == ["2-01", "2-03"]
    sheet.tablet.go(f"{sheet.path}#place=%E5%8C%BB%E7%99%82%E5%AE%89%E5%85%A8%E7%AE%A1%E7%90%86%E9%83%A8%E9%96%80")
    page.reload()
    sheet.wait()
    expect(bar.locator("strong")).to_have_text("医療安全管理部門 残り 4")
    page.evaluate("history.replaceState(null, '', location.pathname)")
    # The way of looking stays on this device; back at the chapters nothing is narrowed any more.
    page.reload()
    sheet.wait()
    page.get_by_role("button", name="章別に見る").tap()
    assert len(visible(page)) == 6


def test_the_code_at_a_door_leads_to_its_place_also_through_the_sign_in(tablet: Tablet, world: World) -> None:
    sheet = VisitSheet(tablet, world.visit)
    tablet.go(f"{sheet.path}#place=%E8%96%AC%E5%89%A4%E9%83%A8")
    tablet.fill_in(MEMBER)
    expect(sheet.page.locator(".bar strong")).to_have_text("薬剤部 残り 2")
    assert visible(sheet.page) == ["2-01", "2-03"]


def expect_on_device(sheet: VisitSheet, text: str) -> None:
    """What is sent to nobody is with the device a moment after the tap."""
    wait_until_equal(lambda: text in json.dumps(kept_on_device(sheet.page)["device"], ensure_ascii=False), True)


def test_an_item_is_marked_for_later_and_found_again_without_a_network(sheet: VisitSheet, proxy: Proxy) -> None:
    proxy.drop()
    sheet.card("1-04").get_by_role("button", name="あとで確認").tap()
    expect_on_device(sheet, "1-04")
    sheet.page.reload()
    sheet.wait()
    chip = sheet.page.locator(".bar").get_by_role("button", name="あとで確認 1件")
    expect(sheet.page.locator(".submit-hint")).to_contain_text("「あとで確認」の印が1件残っています。")
    sheet.page.locator('[data-filter="later"]').tap()
    assert visible(sheet.page) == ["1-04"]
    chip.tap()
    sheet.card("1-04").get_by_role("button", name="あとで確認").tap()
    expect(chip).to_be_hidden()
    expect(sheet.page.locator(".submit-hint")).to_be_hidden()


def test_a_tap_is_taken_back_who_was_overruled_is_told_and_how_a_value_came_to_be_is_shown(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path
) -> None:
    sheet.rate("1-01", "A")
    sheet.rate("1-01", "C")
    undo = sheet.card("1-01").get_by_role("button", name="元に戻す（A）")
    undo.tap()
    expect(undo).to_be_hidden()
    assert sheet.shown("1-01") == "A"
    sheet.expect_nothing_left()
    expect_answers(world_db, world.visitor_assessment, {"1-01": ("A", "")})

    # Somebody else overrules; it is told until it has been seen.
    sheet.rate("1-02", "A")
    sheet.expect_nothing_left()
    with acting(principal(world.people[SECOND])) as act:
        for version, value in ((1, "B"), (2, "C")):
            answers.record(act, world.visitor_assessment, [Operation(str(uuid.uuid4()), "1-02", version, value, "")])
    sheet.look_again()
    card = sheet.card("1-02")
    told = card.locator(".replaced")
    expect(told).to_contain_text(f"{SECOND} さんが A → C に変更しました")
    sheet.page.reload()
    sheet.wait()
    expect(told).to_be_visible()
    told.get_by_role("button", name="確認しました").tap()
    expect(told).to_be_hidden()

    # How it came to be is shown on tap, also without a network.
    expect(card.locator(".trace")).to_contain_text(SECOND)
    lines = card.locator(".history-list li")
    card.locator(".trace").tap()
    expect(lines).to_have_text(
        [re.compile(f"{SECOND}.*B → C"), re.compile(f"{SECOND}.*A → B"), re.compile("未回答 → A")]
    )
    sheet.page.reload()
    sheet.wait()
    expect(card.locator(".trace")).to_contain_text(SECOND)
    proxy.drop()
    card.locator(".trace").tap()
    expect(lines).to_have_count(3)
    expect(card.get_by_text("通信できないため、この端末にある履歴を表示しています。")).to_be_visible()


def test_a_chapter_is_handed_over_and_its_new_rater_told(sheet: VisitSheet, world: World, proxy: Proxy) -> None:
    page = sheet.page
    with acting(principal(world.people[MEMBER])) as act:
        member_chapters.assign(act, world.visit, world.people[MEMBER].id, "mini-2", ["1", "2"])
        answers.record(act, world.visitor_assessment, [Operation(str(uuid.uuid4()), "2-01", 0, "A", "")])
    page.reload()
    sheet.wait()
    page.locator('[data-filter="own"]').tap()
    expect(page.locator(".bar .left p")).to_contain_text("自分の担当 残り 5")
    page.locator(".team summary").tap()
    page.get_by_role("button", name="「2 医薬品安全」を引き継ぐ").tap()
    proxy.drop()
    page.get_by_role("button", name=f"{SECOND} さんに引き継ぐ").tap()
    expect(page.locator(".team .hint")).to_contain_text("通信できないため、引き継げません。")
    proxy.restore()
    page.get_by_role("button", name=f"{SECOND} さんに引き継ぐ").tap()
    expect(page.locator(".team-rows li", has_text=SECOND)).to_contain_text("2 医薬品安全")
    # At once, not with the next answer of the server.
    proxy.drop()
    expect(page.locator(".bar .left p")).to_contain_text("自分の担当 残り 4")
    proxy.restore()
    sheet.tablet.sign_out()
    VisitSheet(sheet.tablet, world.visit).prepare(SECOND)
    expect(page.locator('.chapter[data-chapter="2"]')).to_have_attribute(
        "aria-label", re.compile(f"{MEMBER} さんが回答中")
    )
    page.get_by_role("button", name="引き継いだ章 1件").tap()
    told = page.locator(".handed")
    expect(told).to_contain_text(f"{MEMBER} さんから「2 医薬品安全」を引き継ぎました")
    told.get_by_role("button", name="確認しました").tap()
    expect(page.locator('[data-chip="handed"]')).to_be_hidden()


def test_phrases_are_added_and_nothing_typed_is_lost(sheet: VisitSheet, world: World, world_db: Path) -> None:
    with acting(principal(world.people["secretariat"])) as act:
        phrases.choose(act, "mini-2", "", "当直日誌で確認した。")
        phrases.choose(act, "mini-2", "1-02", "配置表で確認した。")
    sheet.page.reload()
    sheet.wait()
    sheet.rate("1-01", "A")
    sheet.comment("1-01", "記録は電子カルテ")
    sheet.card("1-02").get_by_role("button", name="定型文").tap()
    offered = sheet.card("1-02").get_by_role("group", name="地域の定型文").get_by_role("button")
    expect(offered).to_have_text(["配置表で確認した。", "当直日誌で確認した。"])
    sheet.card("1-02").locator("textarea").fill("当直日誌。")
    sheet.card("1-02").get_by_role("button", name="記録は電子カルテ").tap()
    expect(sheet.card("1-02").locator("textarea")).to_have_value("当直日誌。\n記録は電子カルテ")
    expect_answers(
        world_db,
        world.visitor_assessment,
        {"1-01": ("A", "記録は電子カルテ"), "1-02": (None, "当直日誌。\n記録は電子カルテ")},
    )


def test_one_line_for_an_item_is_opened_by_tap(sheet: VisitSheet) -> None:
    page = sheet.page
    page.get_by_role("button", name="一覧で見る").tap()
    boxes = [card.bounding_box() for card in page.locator("article.card").all()]
    assert all(box and box["y"] + box["height"] <= PORTRAIT["height"] for box in boxes)
    assert len(boxes) == 6
    expect(sheet.card("1-02").locator(".ratings")).to_be_hidden()
    sheet.card("1-02").locator(".opener").tap()
    sheet.rate("1-02", "B")
    sheet.card("1-02").locator(".opener").tap()
    expect(sheet.card("1-02").locator(".card-badge")).to_have_text("B")
    page.reload()
    sheet.wait()
    expect(sheet.card("1-02").locator(".ratings")).to_be_hidden()


def test_notes_stay_on_the_device_of_their_writer_alone(sheet: VisitSheet, proxy: Proxy, world: World) -> None:
    page = sheet.page
    page.locator(".memo summary").tap()
    page.get_by_label("メモ").fill("看護部長に当直表を頼んだ")
    proxy.drop()
    expect_on_device(sheet, "看護部長に当直表を頼んだ")
    page.reload()
    sheet.wait()
    expect(page.locator(".memo")).to_have_attribute("data-filled", "")
    expect(page.get_by_label("メモ")).to_have_value("看護部長に当直表を頼んだ")
    proxy.restore()
    sheet.tablet.sign_out()
    second = VisitSheet(sheet.tablet, world.visit).prepare(SECOND)
    expect(second.page.get_by_label("メモ")).to_have_value("")


def test_the_sheet_is_submitted_where_it_was_filled_in_also_without_a_network(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path
) -> None:
    page, part = sheet.page, sheet.page.get_by_role("region", name="「小さな点検表 第2版」の訪問評価を提出する")
    proxy.drop()
    for code in CODES[:-1]:
        sheet.rate(code, "A")
    part.get_by_role("button", name="「小さな点検表 第2版」の訪問評価を提出する").tap()
    expect(part).to_contain_text(
        "架空中央病院の「小さな点検表 第2版」の訪問評価を提出します。未回答 1項目を残しています。"
    )
    part.get_by_role("button", name="「小さな点検表 第2版」を提出する").tap()
    expect(part).to_contain_text("理由を入力してください。")
    part.get_by_label("残したまま提出する理由").fill("病棟を閉鎖中")
    part.get_by_role("button", name="「小さな点検表 第2版」を提出する").tap()
    expect(part.get_by_text("まだ提出されていません")).to_be_visible()
    page.reload()
    sheet.wait()
    expect(part.get_by_text("まだ提出されていません")).to_be_visible()
    assert stored(world_db, world.visitor_assessment) == {}
    proxy.restore()
    expect(page.locator(".notice").first).to_contain_text("この評価は提出済みのため、変更できません。")
    with db.reading(world_db) as connection:
        row = connection.execute("SELECT state FROM assessment WHERE id = ?", [world.visitor_assessment]).fetchone()
    assert row["state"] == "submitted"
    assert len(stored(world_db, world.visitor_assessment)) == len(CODES) - 1


def test_whatever_is_opened_without_a_network_leads_back_to_the_sheet(
    sheet: VisitSheet, proxy: Proxy, world: World
) -> None:
    page = sheet.page
    proxy.drop()
    for address in (f"/visits?visit={world.visit}", "/", "/records"):
        sheet.tablet.go(address)
        expect(page.locator("#message")).to_contain_text("通信できないため、この画面を開けません。")
        assert "架空中央病院" not in page.content()
    page.get_by_role("link", name="この端末にある訪問の点検表を開く").tap()
    sheet.wait()
    sheet.rate("1-01", "A")
    proxy.restore()
    sheet.expect_nothing_left()
    sheet.tablet.go("/records")
    expect(page.locator(".who")).to_be_visible()
