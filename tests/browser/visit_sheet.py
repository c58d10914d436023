"""The visit page on a tablet as a person touches and reads it, camera included, and the photos that arrived."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from checklist.store.files import files
from tests.browser.conftest import Tablet
from tests.browser.sheet import Sheet
from tests.pictures import jpeg

NOTHING_LEFT = "未送信の回答・写真はありません"
READY = "オフラインで開き直せます"
COLOURS = {
    "red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0), "cyan": (0, 255, 255),
    "magenta": (255, 0, 255), "black": (0, 0, 0), "white": (255, 255, 255),
}  # fmt: skip
"""Colours far enough apart to be known again after two compressions."""


class VisitSheet(Sheet):
    """The sheets of one visit on one tablet."""

    def __init__(self, tablet: Tablet, visit: int) -> None:
        super().__init__(tablet, 0)
        self.path = f"/visit/{visit}"

    @property
    def unsent(self) -> Locator:
        """The line that is read before leaving the building."""
        return self.page.locator("#unsent")

    @property
    def offline(self) -> Locator:
        """The line on whether the page can be opened again without a network."""
        return self.page.locator("#offline")

    def prepare(self, login: str) -> VisitSheet:
        """Sign in, open the page, and wait until the device could open it by itself."""
        self.sign_in(login)
        expect(self.offline).to_have_text(READY)
        return self

    def expect_nothing_left(self) -> None:
        """Everything is told to have been sent."""
        self.wait_for_words()
        expect(self.unsent).to_have_text(NOTHING_LEFT)

    def photos(self, item: str, state: str) -> Locator:
        """The photos of an item that are `held` by the server, `waiting`, or `stuck`."""
        return self.card(item).locator(f'li[data-photo="{state}"]')

    @property
    def editor(self) -> Locator:
        """Where a photo is looked at before it is kept."""
        return self.page.locator("dialog.photo-editor")

    def photograph(self, item: str, content: bytes, kind: str = "image/jpeg") -> None:
        """Take a photo, which is then looked at."""
        self.card(item).get_by_role("button", name="写真を追加").tap()
        with self.page.expect_file_chooser() as chooser:
            self.card(item).get_by_role("button", name="撮影する", exact=True).tap()
        chooser.value.set_files({"name": "IMG_0001.JPG", "mimeType": kind, "buffer": content})

    def keep(self) -> None:
        """Keep the photo that is looked at."""
        self.editor.get_by_role("button", name="この写真を保存する").tap()
        expect(self.editor).to_have_count(0)

    def take(self, item: str, colour: str) -> None:
        """Take a photo of one colour and see it kept."""
        before = self.card(item).locator("li[data-photo]").count()
        self.photograph(item, jpeg(2400, 1800, colour))
        self.keep()
        expect(self.card(item).locator("li[data-photo]")).to_have_count(before + 1)


def stored_photos(database: Path, assessment: int) -> dict[str, list[str]]:
    """Item -> colours of its photos as they lie in the files, whose names must be their hashes."""
    connection = sqlite3.connect(database, timeout=10)
    rows = connection.execute(
        "SELECT code, sha256, operation_id FROM photo JOIN item ON item.id = item_id WHERE assessment_id = ?"
        " ORDER BY photo.id",
        [assessment],
    ).fetchall()
    connection.close()
    assert len({operation for _, _, operation in rows}) == len(rows)
    found: dict[str, list[str]] = {}
    for code, sha256, _ in rows:
        content = files.place(files.folder_beside(database), sha256).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256
        found.setdefault(code, []).append(colour_of(content))
    assert len(list(files.stored(files.folder_beside(database)))) == len({sha256 for _, sha256, _ in rows})
    return found


def colour_of(content: bytes) -> str:
    """The colour of a photo, which must be small and free of what the camera wrote into it."""
    assert b"SECRET" not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert max(picture.size) == 1600
        assert not picture.getexif()
        seen = picture.convert("RGB").getpixel((800, 600))
    assert isinstance(seen, tuple)
    return min(COLOURS, key=lambda name: sum(abs(a - b) for a, b in zip(COLOURS[name], seen, strict=True)))


def kept_by_worker(page: Page) -> dict[str, str]:
    """Path -> text of everything in the caches of this browser."""
    found: dict[str, str] = page.evaluate(
        """async () => {
          const found = {};
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              found[new URL(request.url).pathname] = await (await cache.match(request)).text();
            }
          }
          return found;
        }"""
    )
    return found


def kept_on_device(page: Page) -> dict[str, list[Any]]:
    """Store -> values of everything in the storage of this device."""
    found: str = page.evaluate(
        """() => new Promise((resolve) => {
          const request = indexedDB.open("checklist");
          request.onsuccess = () => {
            const database = request.result, names = [...database.objectStoreNames], found = {};
            const transaction = database.transaction(names);
            for (const name of names) transaction.objectStore(name).getAll().onsuccess = (event) => (found[name] = event.target.result);
            transaction.oncomplete = () => (database.close(), resolve(JSON.stringify(found)));
          };
        })"""
    )
    kept: dict[str, list[Any]] = json.loads(found)
    return kept
