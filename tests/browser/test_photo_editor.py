"""A photo is looked at before it is kept: what is blackened on the tablet never leaves it, nor does what was taken first."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Request, expect

from checklist.store.files import files
from tests.browser.conftest import Tablet
from tests.browser.visit_sheet import VisitSheet
from tests.pictures import jpeg
from tests.proxy import Proxy
from tests.world import World

Point = tuple[float, float]
KEPT_PIXEL = """async ([x, y]) => {
  const database = await new Promise((resolve) => {
    const request = indexedDB.open("checklist");
    request.onsuccess = () => resolve(request.result);
  });
  const kept = await new Promise((resolve) => {
    const request = database.transaction("photos").objectStore("photos").getAll();
    request.onsuccess = () => resolve(request.result);
  });
  database.close();
  const blobs = kept.flatMap((one) => Object.values(one)).filter((one) => one instanceof ArrayBuffer).map((one) => new Blob([one]));
  const picture = await createImageBitmap(blobs[0]);
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return [blobs.length, ...canvas.getContext("2d").getImageData(x, y, 1, 1).data.slice(0, 3)];
}"""


@pytest.fixture
def sheet(tablet: Tablet, world: World) -> VisitSheet:
    """The visit's page on a tablet behind the proxy."""
    return VisitSheet(tablet, world.visit).prepare("evaluator.h02")


def draw(page: Page, canvas: Locator, start: Point, end: Point) -> None:
    """One stroke with a finger, from and to parts of the picture's width and height."""
    box = canvas.bounding_box()
    assert box is not None
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    finger = page.context.new_cdp_session(page)
    for kind, points in (("touchStart", at[:1]), ("touchMove", at[1:]), ("touchEnd", [])):
        sent = {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        finger.send("Input.dispatchTouchEvent", sent)
    finger.detach()


def pixel(content: bytes, x: int, y: int) -> tuple[int, ...]:
    with Image.open(io.BytesIO(content)) as picture:
        found = picture.convert("RGB").getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def arrived(database: Path) -> list[tuple[str, bytes]]:
    """Caption and picture of every photo that the server holds."""
    connection = sqlite3.connect(database, timeout=10)
    rows = connection.execute("SELECT caption, sha256 FROM photo ORDER BY id").fetchall()
    connection.close()
    folder = files.folder_beside(database)
    assert len(list(files.stored(folder))) == len(rows)
    return [(caption, files.place(folder, sha256).read_bytes()) for caption, sha256 in rows]


def test_a_blackened_name_is_nowhere_but_in_the_camera(sheet: VisitSheet, proxy: Proxy, world_db: Path) -> None:
    page, editor, sent = sheet.page, sheet.editor, list[Request]()
    page.on("request", lambda one: sent.append(one))
    proxy.drop()
    sheet.photograph("1-01", jpeg(2400, 1800, "yellow"))
    expect(editor).to_contain_text("患者の顔や氏名")
    expect(editor.get_by_role("button", name="黒塗り")).to_have_attribute("aria-pressed", "true")
    expect(sheet.page.locator(".save-text")).to_contain_text("写真を準備しています（まだ保存していません）")
    canvas = editor.locator("canvas")
    draw(page, canvas, (0.7, 0.75), (0.2, 0.25))
    editor.get_by_role("button", name="矢印").tap()
    draw(page, canvas, (0.05, 0.05), (0.05, 0.6))
    editor.get_by_role("button", name="丸").tap()
    draw(page, canvas, (0.1, 0.8), (0.9, 0.95))
    editor.get_by_role("button", name="一つ戻す").tap()
    editor.get_by_label("説明").fill("点滴台の札")
    sheet.keep()
    photo = sheet.photos("1-01", "waiting")
    expect(photo).to_contain_text("点滴台の札")
    count, *colour = page.evaluate(KEPT_PIXEL, [720, 600])
    assert (count, max(colour) < 30) == (1, True)
    proxy.restore()
    sheet.expect_nothing_left()
    expect(sheet.photos("1-01", "held")).to_contain_text("点滴台の札")
    ((caption, content),) = arrived(world_db)
    assert caption == "点滴台の札"
    assert max(pixel(content, 720, 600)) < 30
    assert pixel(content, 80, 500)[1] < 100, "the arrow is red"
    assert min(pixel(content, 1300, 200)[:2]) > 200, "the rest is as it was taken"
    assert min(pixel(content, 800, 1140)[:2]) > 200, "the circle was taken back"
    bodies = [one.post_data_buffer or b"" for one in sent if one.method == "POST"]
    assert not any(b"SECRET" in body for body in bodies)
    with Image.open(io.BytesIO(content)) as picture:
        assert not picture.getexif()


def test_a_photo_is_taken_again_or_not_kept_at_all(sheet: VisitSheet, proxy: Proxy, world_db: Path) -> None:
    page, editor = sheet.page, sheet.editor
    sheet.photograph("1-01", jpeg(2400, 1800, "red"))
    draw(page, editor.locator("canvas"), (0.2, 0.2), (0.8, 0.8))
    with page.expect_file_chooser() as chooser:
        editor.get_by_role("button", name="撮り直す").tap()
    chooser.value.set_files({"name": "2.jpg", "mimeType": "image/jpeg", "buffer": jpeg(2400, 1800, "blue")})
    expect(editor.get_by_role("button", name="一つ戻す")).to_be_disabled()
    # By keyboard: a bar moved to the left and made taller, and another one thought better of.
    editor.get_by_role("button", name="一つ戻す").focus()
    editor.locator("canvas").focus()
    for key in ("ArrowLeft",) * 11 + (
        "Shift+ArrowDown",
        "Enter",
        "ArrowRight",
        "Escape",
        "ArrowDown",
        "Enter",
        "Backspace",
    ):
        page.keyboard.press(key)
    expect(editor.get_by_role("button", name="一つ戻す")).to_be_enabled()
    sheet.keep()
    sheet.expect_nothing_left()
    ((_, content),) = arrived(world_db)
    assert (max(pixel(content, 480, 730)) < 60, pixel(content, 800, 600)[2] > 200) == (True, True)
    sheet.photograph("1-01", jpeg(2400, 1800, "lime"))
    editor.get_by_role("button", name="やめる").tap()
    editor.get_by_role("button", name="写真に戻る").tap()
    page.keyboard.press("Escape")
    editor.get_by_role("button", name="保存せずに閉じる").tap()
    expect(editor).to_have_count(0)
    expect(sheet.card("1-01").locator("li[data-photo]")).to_have_count(1)
    expect(sheet.page.locator(".save-text")).not_to_contain_text("準備")


def test_whoever_took_a_photo_erases_it_at_the_item(sheet: VisitSheet, proxy: Proxy, world_db: Path) -> None:
    sheet.take("1-01", "red")
    sheet.expect_nothing_left()
    held = sheet.photos("1-01", "held")
    proxy.drop()
    held.get_by_role("button", name="写真を消去").tap()
    held.get_by_role("button", name="消去する", exact=True).tap()
    expect(held).to_contain_text("通信できないため、まだ消去していません。")
    assert len(arrived(world_db)) == 1
    proxy.restore()
    held.get_by_label("消去する理由").fill("名札が読める")
    held.get_by_role("button", name="消去する", exact=True).tap()
    expect(held).to_have_count(0)
    connection = sqlite3.connect(world_db, timeout=10)
    assert connection.execute("SELECT erase_reason FROM photo").fetchall() == [("名札が読める",)]
    connection.close()
    assert not list(files.stored(files.folder_beside(world_db)))
