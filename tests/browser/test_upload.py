"""A file chosen in a real browser passes the gate, is read apart, and arrives; another sign-in cannot send to that screen."""

from __future__ import annotations

import re

import httpx2
from playwright.sync_api import FilePayload, Page, Request, expect

from checklist.model.records import Conference
from checklist.store import db
from checklist.store.accounts import sessions
from checklist.store.records import records
from tests.browser.conftest import Tablet
from tests.formats import heavy_books, odd_books
from tests.imports import test_sheet_mapping
from tests.world import HOST, World, by, principal

ROWS = [("開催日", "出席者数", "うち委員会の構成員", "議題と検討内容"), ("2026-11-11", "8", "3", "転倒事例の検討")]


def workbook() -> bytes:
    """A table of one conference, as Excel keeps it."""
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>" for row in ROWS
    )
    found = heavy_books.parts()
    before, _, rest = found[heavy_books.SHEET].partition(b"<sheetData>")
    _, _, after = rest.partition(b"</sheetData>")
    found[heavy_books.SHEET] = before + b"<sheetData>" + cells.encode() + b"</sheetData>" + after
    return heavy_books.packed(found)


def test_a_table_is_taken_in_through_the_screen(tablet: Tablet, world: World) -> None:
    tablet.let_in("manager.h01")
    page = tablet.go("/records")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if "/upload_file/" in request.url else None)
    page.get_by_text("取り込む", exact=False).first.click()
    table = FilePayload(name="記録.xlsx", mimeType="application/octet-stream", buffer=workbook())
    page.locator('input[type="file"]').first.set_input_files(files=[table])
    # The file comes to the page with a run of its own; nobody presses before its name is there.
    page.get_by_role("button", name="記録.xlsxを外す").wait_for()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    page.get_by_role("button", name="記録を取り込む").click()
    page.get_by_role("button", name="この内容で取り込む").click()
    expect(page.get_by_text("1件の記録を取り込みました")).to_be_visible()
    with db.reading() as connection:
        who = principal(world.people["manager.h01"])
        found = records.of_hospital(by(connection, who), world.hospitals[HOST], Conference)
    assert [one.participants for one in found] == [8]
    with db.writing() as connection:
        token = sessions.start(connection, world.people["manager.h02"].id)
    url = re.sub(r"/[^/]+$", "/another", sent[0].url)
    stranger = httpx2.put(url, content=b"x", cookies={"sid": token})
    assert stranger.status_code == 403


def test_the_rows_of_a_sheet_are_tapped_right_and_known_of_the_next_one(tablet: Tablet, world: World) -> None:
    """On a tablet held upright: the row stands beside what it was taken for, 48 pixels to tap, the result at once."""
    first, following = (test_sheet_mapping.beyond_rules(texts) for texts in (test_sheet_mapping.FIRST,) * 2)
    tablet.let_in("secretariat")
    page = _read_sheet(tablet, first.sheets)
    expect(page.get_by_text("項目の列の文").first).to_be_visible()
    row = page.locator('[class*="st-key-mapping-row-"]').nth(1)
    expect(row).to_contain_text("病棟")
    for button in row.get_by_role("radio").all():
        box = button.bounding_box()
        assert box
        assert (box["height"] >= 48, box["width"] >= 48, box["x"] + box["width"] <= 820) == (True, True, True)
    row.get_by_role("radio", name="章", exact=True).tap()
    expect(row).to_contain_text("指定した役割")
    expect(row).to_contain_text("→ 章：病棟")
    offer = row.get_by_role("button", name="同じ形のほかの8行も「章」にする")
    expect(offer).to_be_visible()
    for line in (5, 9):
        one = page.locator('[class*="st-key-mapping-row-"]').nth(line - 1)
        one.get_by_role("radio", name="使わない", exact=True).tap()
        expect(one).to_contain_text("→ 取り込みません")
    page.get_by_role("button", name="この内容で確定する").tap()
    expect(page.get_by_text("この割り当てを使います。", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="様式に転記した点検表（Excel）を保存")).to_be_visible()
    page = _read_sheet(tablet, following.sheets)
    expect(page.get_by_text("前回の割り当てを使いました", exact=False)).to_be_visible()
    expect(page.locator('[class*="st-key-mapping-row-"]').nth(1)).to_contain_text("→ 章：病棟")


def _read_sheet(tablet: Tablet, sheets: dict[str, list[list[str]]]) -> Page:
    page = tablet.go("/sheets")
    page.get_by_text("点検表をファイルから登録する").tap()
    page.get_by_text("ほかの様式の点検表から作成する").tap()
    expect(page.locator('input[type="file"]')).to_have_count(2)
    table = FilePayload(name="点検表.xlsx", mimeType="application/octet-stream", buffer=odd_books.xlsx(sheets))
    page.locator('input[type="file"]').nth(1).set_input_files(files=[table])
    page.get_by_role("button", name="点検表.xlsxを外す").wait_for()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    page.get_by_role("button", name="項目を読み込む").tap()
    page.locator('[class*="st-key-mapping-row-"]').first.wait_for()
    return page
