"""A tablet whose disk is full to the last byte: run by hand, since only root may make a small disk.

`python -m pytest tests/browser/full_device.py`. The profile of a real Chromium lies on a file system of its own, which is
filled up while the tablet has no network; nothing of the browser is replaced.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.conftest import OwnTablet
from tests.browser.sheet import stored
from tests.browser.visit_sheet import READY, VisitSheet, stored_photos
from tests.pictures import noise
from tests.proxy import Proxy
from tests.world import World

MEMBER = "evaluator.h02"
SIZE = "120m"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """An empty disk that is soon full."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def tablet(playwright: Playwright, proxy: Proxy, disk: Path) -> Iterator[OwnTablet]:
    """A tablet with nothing else on its disk than the browser's profile."""
    with OwnTablet(playwright, disk / "profile", proxy.url) as started:
        yield started


def fill(disk: Path) -> Path:
    """Leave not a byte; gives the file that takes the room."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as target:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    target.write(bytes(size))
            except OSError:
                continue
    return ballast


def test_what_is_entered_on_a_full_disk_is_told_to_be_in_this_page_alone_and_arrives(
    tablet: OwnTablet, disk: Path, proxy: Proxy, world: World, world_db: Path
) -> None:
    sheet = VisitSheet(tablet, world.visit).prepare(MEMBER)
    sheet.rate("1-01", "A")
    sheet.expect_nothing_left()
    proxy.drop()
    ballast = fill(disk)
    for number, item in enumerate(("1-02", "1-04", "1-05", "2-01", "2-03")):
        sheet.rate(item, "A")
        sheet.card(item).locator("textarea").fill(f"所見{number} " * 200)
    sheet.photograph("1-02", noise(1600, 1200))
    sheet.editor.get_by_role("button", name="この写真を保存する").tap()
    expect(sheet.state).to_contain_text("送信待ち 5件（この画面のみに保持）")
    expect(sheet.unsent).to_contain_text(
        "未送信が6件あります（回答5件・写真1枚）。この端末に保存できないため、閉じると失われます。"
    )
    expect(sheet.offline).to_contain_text("この端末に保存できないため")
    ballast.unlink()
    expect(sheet.unsent).to_have_text("未送信が6件あります（回答5件・写真1枚）。通信できる場所で開いてください")
    expect(sheet.state).to_contain_text("送信待ち 5件（端末に保存）")
    expect(sheet.offline).to_have_text(READY)
    assert stored_photos(world_db, world.visitor_assessment) == {}
    sheet.page.reload()
    sheet.wait()
    assert sheet.shown("2-03") == "A"
    proxy.restore()
    sheet.expect_nothing_left()
    assert len(stored(world_db, world.visitor_assessment)) == 6
    assert list(stored_photos(world_db, world.visitor_assessment)) == ["1-02"]
