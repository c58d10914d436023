"""A visit in a real WebKit, the engine of every browser on an iPad: run by hand, since it needs packages of the system.

`apt-get install webkit2gtk-driver xvfb python3-gi gir1.2-webkit2-4.1`, then `python -m pytest tests/browser/webkit_device.py`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.sheet import expect_answers, stored
from tests.browser.test_device_storage import BROWSER, LEFT_OPEN, NOT_KEPT
from tests.browser.visit_sheet import NOTHING_LEFT, READY, stored_photos
from tests.browser.webkit import WebKit
from tests.pictures import jpeg
from tests.proxy import Proxy
from tests.server import Server
from tests.world import World

MEMBER = "evaluator.h02"


Opened = Callable[..., WebKit]


@pytest.fixture
def opened(proxy: Proxy, tmp_path: Path) -> Iterator[Opened]:
    """Gives a window behind the network that can be taken away."""
    with contextlib.ExitStack() as windows:

        def start(profile: str | None = "webkit", before_pages: str = "") -> WebKit:
            return windows.enter_context(WebKit(proxy.url, tmp_path / profile if profile else None, before_pages))

        yield start


def card(item: str) -> str:
    return f'article.card[data-item="{item}"]'


def rate(webkit: WebKit, item: str, value: str) -> None:
    """Touch a rating and see it at once."""
    webkit.tap(f'{card(item)} button.rate[data-value="{value}"]')
    webkit.wait(
        f"{item} as {value}",
        "return find(args[0])",
        f'{card(item)} button.rate[data-value="{value}"][aria-pressed="true"]',
    )


def photograph(webkit: WebKit, item: str, path: Path) -> None:
    """Choose a picture and keep it; the driver closes every chooser of files, which is therefore not opened."""
    path.write_bytes(jpeg(2400, 1800, "blue"))
    webkit.run("HTMLInputElement.prototype.click = () => {}")
    webkit.tap(f"{card(item)} .take-photo")
    webkit.tap_text("保存済みの写真を選ぶ")
    webkit.type(f"{card(item)} input[type=file]", str(path))
    webkit.tap_text("この写真を保存する")


def prepare(webkit: WebKit, visit: int, ready: str = READY) -> WebKit:
    """Sign in, open the page of the visit, and wait until the device could open it by itself."""
    webkit.sign_in(MEMBER, f"/visit/{visit}")
    webkit.wait("the sheet", "return find('article.card')")
    webkit.expect("#offline", ready)
    return webkit


def test_answers_given_while_the_server_is_away_arrive_exactly_once(
    opened: Opened, server: Server, world: World, world_db: Path, tmp_path: Path
) -> None:
    webkit = prepare(opened(), world.visit)
    server.kill()
    rate(webkit, "1-01", "A")
    rate(webkit, "1-02", "B")
    webkit.type(f"{card('1-02')} textarea", "掲示を確認した")
    photograph(webkit, "1-02", tmp_path / "IMG_0001.JPG")
    webkit.expect("#unsent", "未送信が3件あります（回答2件・写真1枚）。通信できる場所で開いてください")
    webkit.switch_off_and_on()
    webkit.go(f"/visit/{world.visit}")
    webkit.expect("#unsent", "未送信が3件あります（回答2件・写真1枚）")
    rate(webkit, "1-04", "C")
    webkit.reload()
    webkit.expect("#unsent", "未送信が4件あります（回答3件・写真1枚）")
    assert stored(world_db, world.visitor_assessment) == {}
    server.start()
    webkit.expect("#unsent", NOTHING_LEFT)
    values = {"1-01": ("A", ""), "1-02": ("B", "掲示を確認した"), "1-04": ("C", "")}
    expect_answers(world_db, world.visitor_assessment, values)
    webkit.reload()
    webkit.expect("#unsent", NOTHING_LEFT)
    expect_answers(world_db, world.visitor_assessment, values)
    assert stored_photos(world_db, world.visitor_assessment) == {"1-02": ["blue"]}


def test_a_private_window_says_that_it_forgets_and_keeps_photos_until_it_is_closed(
    opened: Opened, proxy: Proxy, world: World, world_db: Path, tmp_path: Path
) -> None:
    webkit = prepare(opened(None), world.visit, "このタブを閉じるまでは、オフラインで開き直せます")
    webkit.expect("#protection", "プライベートブラウズのため、このタブを閉じると、端末内の回答は失われます。")
    proxy.drop()
    rate(webkit, "1-01", "A")
    photograph(webkit, "1-01", tmp_path / "IMG_0001.JPG")
    webkit.expect("#unsent", "未送信が2件あります（回答1件・写真1枚）。通信できる場所で開いてください")
    webkit.reload()
    webkit.expect("#unsent", "未送信が2件あります（回答1件・写真1枚）。通信できる場所で開いてください")
    proxy.restore()
    webkit.expect("#unsent", NOTHING_LEFT)
    expect_answers(world_db, world.visitor_assessment, {"1-01": ("A", "")})
    assert stored_photos(world_db, world.visitor_assessment) == {"1-01": ["blue"]}


def test_storage_that_is_closed_is_opened_again_and_one_that_stays_closed_is_told(
    opened: Opened, proxy: Proxy, world: World, world_db: Path
) -> None:
    webkit = prepare(opened(before_pages=BROWSER), world.visit)
    proxy.drop()
    webkit.run("closeAll(true)")
    rate(webkit, "1-01", "A")
    webkit.expect("#unsent", "未送信が1件あります（回答1件）。通信できる場所で開いてください")
    webkit.reload()
    webkit.expect("#unsent", "未送信が1件あります（回答1件）。通信できる場所で開いてください")
    webkit.run("window.denied = true; closeAll(true)")
    webkit.expect("#offline", NOT_KEPT)
    rate(webkit, "1-02", "A")
    webkit.expect("#unsent", LEFT_OPEN)
    webkit.expect(".save-text", "送信待ち 2件（この画面のみに保持）")
    proxy.restore()
    webkit.expect("#unsent", NOTHING_LEFT)
    expect_answers(world_db, world.visitor_assessment, {"1-01": ("A", ""), "1-02": ("A", "")})


def test_a_browser_that_refuses_storage_says_so_from_the_start(opened: Opened, world: World, world_db: Path) -> None:
    webkit = prepare(opened(before_pages=BROWSER + "window.denied = true;"), world.visit, NOT_KEPT)
    webkit.expect(".answer-sheet", "この端末には回答を保存できません。")
    rate(webkit, "1-01", "A")
    webkit.expect("#unsent", NOTHING_LEFT)
    expect_answers(world_db, world.visitor_assessment, {"1-01": ("A", "")})
