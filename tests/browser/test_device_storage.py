"""Whatever the browser does to the storage of the device: what was entered stays, or the screen says at once that it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tablet
from tests.browser.sheet import Sheet, expect_stored, stored
from tests.browser.visit_sheet import READY, VisitSheet, stored_photos
from tests.pictures import jpeg
from tests.proxy import Proxy
from tests.world import World

MEMBER = "evaluator.h02"
UNSENT_ONE = "未送信が1件あります（回答1件）。通信できる場所で開いてください"
LEFT_OPEN = "閉じると失われます。画面を閉じずに、通信できる場所へ移動してください"
NOT_KEPT = "この端末に保存できないため、オフラインで開き直すことはできません"

BROWSER = """
    const open = IDBFactory.prototype.open, put = IDBObjectStore.prototype.put;
    window.opened = [];
    window.denied = window.full = window.picky = false;
    IDBFactory.prototype.open = function (...asked) {
      if (window.denied) throw new DOMException("denied", "SecurityError");
      const request = open.apply(this, asked);
      request.addEventListener("success", () => window.opened.push(request.result));
      return request;
    };
    IDBObjectStore.prototype.put = function (...asked) {
      if (window.full) throw new DOMException("full", "QuotaExceededError");
      if (window.picky && asked[0]?.bytes) throw new DOMException("Error preparing Blob/File data", "UnknownError");
      return put.apply(this, asked);
    };
    window.closeAll = (told) => {
      for (const one of window.opened.splice(0)) {
        one.close();
        if (told) one.dispatchEvent(new Event("close"));
      }
    };
"""
"""A browser that closes the connections it gave, refuses new ones, has no more room or no liking for photos, once told so."""


@pytest.fixture
def sheet(tablet: Tablet, world: World, world_db: Path) -> VisitSheet:
    """The visit's page in a browser that can be told to misbehave; kept, and the first answer delivered."""
    tablet.page.add_init_script(BROWSER)
    sheet = VisitSheet(tablet, world.visit).prepare(MEMBER)
    sheet.rate("1-01", "A")
    expect_stored(world_db, world.visitor_assessment, {"1-01": ("A", "", 1)})
    sheet.expect_nothing_left()
    return sheet


def expect_after_reload(sheet: VisitSheet, proxy: Proxy, database: Path, world: World, values: dict[str, str]) -> None:
    """Opened again by the device alone, the sheet shows all answers; with the network back they arrive once."""
    sheet.page.reload()
    sheet.wait()
    assert {item: sheet.shown(item) for item in values} == values
    proxy.restore()
    sheet.expect_nothing_left()
    found = stored(database, world.visitor_assessment)
    assert {item: row[0] for item, row in found.items()} == values


@pytest.mark.parametrize("told", [True, False], ids=["told", "silently"])
def test_a_connection_that_the_browser_closes_is_opened_again(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path, told: bool
) -> None:
    proxy.drop()
    sheet.page.evaluate("(told) => closeAll(told)", told)
    sheet.rate("1-02", "A")
    sheet.take("1-02", "red")
    expect(sheet.state).to_contain_text("送信待ち 1件（端末に保存）")
    expect(sheet.unsent).to_have_text("未送信が2件あります（回答1件・写真1枚）。通信できる場所で開いてください")
    expect(sheet.offline).to_have_text(READY)
    expect_after_reload(sheet, proxy, world_db, world, {"1-01": "A", "1-02": "A"})
    assert stored_photos(world_db, world.visitor_assessment) == {"1-02": ["red"]}


def test_storage_that_a_newer_page_has_taken_over_is_opened_as_it_is(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path
) -> None:
    newer = """() => new Promise((resolve, reject) => {
      const request = indexedDB.open("checklist", 4);
      request.onupgradeneeded = () => request.result.createObjectStore("newer");
      request.onsuccess = () => resolve(request.result.close());
      request.onerror = () => reject(request.error);
    })"""
    proxy.drop()
    sheet.page.evaluate(newer)
    sheet.rate("1-02", "A")
    expect(sheet.state).to_contain_text("送信待ち 1件（端末に保存）")
    expect_after_reload(sheet, proxy, world_db, world, {"1-01": "A", "1-02": "A"})


def test_storage_that_the_browser_clears_is_filled_again(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path
) -> None:
    """Chromium itself clears it: with an answer and a photo that nobody else has."""
    proxy.drop()
    sheet.rate("1-02", "A")
    sheet.take("1-02", "red")
    expect(sheet.state).to_contain_text("送信待ち 1件（端末に保存）")
    browser = sheet.page.context.new_cdp_session(sheet.page)
    browser.send("Storage.clearDataForOrigin", {"origin": sheet.tablet.url, "storageTypes": "indexeddb"})
    sheet.rate("1-04", "A")
    expect(sheet.state).to_contain_text("送信待ち 2件（端末に保存）")
    expect_after_reload(sheet, proxy, world_db, world, {"1-01": "A", "1-02": "A", "1-04": "A"})
    assert stored_photos(world_db, world.visitor_assessment) == {"1-02": ["red"]}


def test_storage_that_stays_closed_is_told_before_anything_more_is_entered(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path
) -> None:
    proxy.drop()
    sheet.rate("1-02", "A")
    expect(sheet.unsent).to_have_text(UNSENT_ONE)
    sheet.page.evaluate("() => { denied = true; closeAll(true); }")
    expect(sheet.page.get_by_text("この端末には回答を保存できません。")).to_be_visible()
    expect(sheet.offline).to_have_text(NOT_KEPT)
    expect(sheet.unsent).to_contain_text(LEFT_OPEN)
    sheet.rate("1-04", "A")
    sheet.take("1-04", "blue")
    expect(sheet.state).to_contain_text("送信待ち 2件（この画面のみに保持）")
    assert "端末の空き容量" not in sheet.page.locator("main").inner_text()
    assert stored_photos(world_db, world.visitor_assessment) == {}
    proxy.restore()
    sheet.expect_nothing_left()
    assert set(stored(world_db, world.visitor_assessment)) == {"1-01", "1-02", "1-04"}
    assert stored_photos(world_db, world.visitor_assessment) == {"1-04": ["blue"]}


def test_storage_that_opens_again_later_takes_in_what_was_entered_meanwhile(
    sheet: VisitSheet, proxy: Proxy, world: World, world_db: Path
) -> None:
    proxy.drop()
    sheet.page.evaluate("() => { denied = true; closeAll(true); }")
    expect(sheet.offline).to_have_text(NOT_KEPT)
    sheet.rate("1-02", "A")
    expect(sheet.state).to_contain_text("この画面のみに保持")
    sheet.page.evaluate("() => { denied = false; }")
    expect(sheet.state).to_contain_text("送信待ち 1件（端末に保存）")
    expect(sheet.offline).to_have_text(READY)
    expect(sheet.page.get_by_text("この端末には回答を保存できません。")).to_be_hidden()
    expect_after_reload(sheet, proxy, world_db, world, {"1-01": "A", "1-02": "A"})


def test_a_full_device_says_so_for_photos_and_for_answers(sheet: VisitSheet, proxy: Proxy) -> None:
    proxy.drop()
    sheet.page.evaluate("() => { picky = true; }")
    sheet.photograph("1-02", jpeg(2400, 1800, "red"))
    sheet.editor.get_by_role("button", name="この写真を保存する").tap()
    expect(sheet.editor).to_contain_text("この端末に写真を保存できませんでした（UnknownError）。")
    # What the device does not take is the photo: the answers stay in its storage.
    expect(sheet.offline).to_have_text(READY)
    sheet.page.evaluate("() => { picky = false; full = true; }")
    sheet.editor.get_by_role("button", name="この写真を保存する").tap()
    expect(sheet.editor).to_contain_text("端末の空き容量が足りないため、写真を保存できません。")
    sheet.editor.get_by_role("button", name="やめる").tap()
    sheet.editor.get_by_role("button", name="保存せずに閉じる").tap()
    expect(sheet.offline).to_have_text(READY)
    sheet.rate("1-04", "A")
    expect(sheet.page.get_by_text("端末の空き容量が足りないため、この端末には回答を保存できません。")).to_be_visible()
    expect(sheet.offline).to_have_text(NOT_KEPT)
    expect(sheet.unsent).to_contain_text(LEFT_OPEN)
    sheet.page.evaluate("() => { full = false; }")
    expect(sheet.unsent).to_have_text(UNSENT_ONE)
    expect(sheet.offline).to_have_text(READY)


def test_a_browser_that_gives_no_storage_at_all_says_so_from_the_start(
    tablet: Tablet, proxy: Proxy, world: World, world_db: Path
) -> None:
    tablet.page.add_init_script(BROWSER + "window.denied = true;")
    sheet = Sheet(tablet, world.visitor_assessment).sign_in(MEMBER)
    expect(sheet.page.get_by_text("この端末には回答を保存できません。")).to_be_visible()
    visit = VisitSheet(tablet, world.visit)
    visit.open()
    expect(visit.offline).to_have_text(NOT_KEPT)
    visit.rate("1-01", "A")
    visit.expect_nothing_left()


@pytest.mark.parametrize(
    ("granted", "told"), [("true", "自動消去の対象外です"), ("false", "消されることがあります。早めに送信してください")]
)
def test_what_the_browser_answers_on_keeping_the_data_is_shown(
    tablet: Tablet, world: World, granted: str, told: str
) -> None:
    answer = f"StorageManager.prototype.persist = async () => {granted};"
    tablet.page.add_init_script(answer + "StorageManager.prototype.persisted = async () => false;")
    sheet = VisitSheet(tablet, world.visit)
    sheet.sign_in(MEMBER)
    expect(sheet.page.locator("#protection")).to_contain_text(told)
    own = Sheet(tablet, world.visitor_assessment).open()
    expect(own.page.locator(".protection")).to_contain_text(told)


PRIVATE_WINDOW = """async () => {
  const { DeviceStorage } = await import("/device_storage.js");
  const { protection, reopens } = await import("/words.js");
  const put = IDBObjectStore.prototype.put;
  const refuse = () => { throw new DOMException("Error preparing Blob/File data", "UnknownError"); };
  const device = new DeviceStorage(), found = [await device.isPassing()];
  Object.defineProperty(navigator, "vendor", { value: "Apple Computer, Inc.", configurable: true });
  try {
    found.push(await device.isPassing(), (await device.readAll("device", ["probe"])).length);
    IDBObjectStore.prototype.put = refuse;
    found.push(await device.isPassing());
  } finally {
    IDBObjectStore.prototype.put = put;
    delete navigator.vendor;
    (await device.connect()).close();
  }
  const outbox = { durable: true, protection: true };
  return [found, [false, true].map((passing) => reopens({ passing }) + protection({ ...outbox, passing }))];
}"""


def test_a_window_that_keeps_no_blob_is_told_to_forget_all_when_it_is_closed(module_page: Page) -> None:
    found, told = module_page.evaluate(PRIVATE_WINDOW)
    # Asked of Safari alone, and the question leaves nothing behind.
    assert found == [False, False, 0, True]
    assert told[0].startswith("オフラインで開き直せます")
    assert told[1].startswith("このタブを閉じるまでは、オフラインで開き直せます")
    assert "このタブを閉じると、端末内の回答は失われます" in told[1]
