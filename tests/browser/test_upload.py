"""A file chosen in a real browser passes the gate, is read apart, and arrives; another sign-in cannot send to that screen."""

from __future__ import annotations

import re

import httpx2
from playwright.sync_api import FilePayload, Request, expect

from checklist.model.records import Conference
from checklist.store import db
from checklist.store.accounts import sessions
from checklist.store.records import records
from tests.browser.conftest import Tablet
from tests.formats import heavy_books
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
    tablet.sign_in("manager.h01")
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
