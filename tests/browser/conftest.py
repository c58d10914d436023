"""Fixtures for a real Chromium before the real server, with a network that can be taken away."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    Route,
    expect,
    sync_playwright,
)

import checklist.ui
from checklist.store import outer
from tests import hospital_network
from tests.browser.shelf import SCREEN, Shelf
from tests.gateways import ADDRESS, NAME, Gateway
from tests.proxy import Proxy
from tests.server import Server, lasting_port
from tests.world import PASSWORD, World

HERE = Path(__file__).parent
MODULES = Path(checklist.ui.__file__).parent / "answer_sheet"
OWN_PASSWORD = "雨の日は紙の地図をひらく"
PATIENCE = 30_000
"""Milliseconds within which a screen must show what a test expects, however busy the machine is."""

expect.set_options(timeout=PATIENCE)

STRANGE_HOST = "sogo.hospital.test"
"""A host name that leads to this machine but is not localhost, so that browsers call plain http insecure."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {STRANGE_HOST} 127.0.0.1",
    # No page of a test lives long enough for what optimised code would give back: of the 4.4 s of a processor of a sign-in and
    # three pages it took 0.8, and of what axe-core does a fifth.
    "--js-flags=--no-opt,--no-maglev",
)


LONGEST = (
    "test_cycle",
    "test_from_nothing",
    "test_gateway",
    "test_whole_sheet",
    "test_accessibility",
    "test_typed_text",
    "test_plain_names",
    "test_visit_page",
)
"""Files whose tests take longest, up to 43 s of a processor: begun last, they would keep one worker while others idle."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; all others in their order."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem if item.path.parent == HERE else "", len(places)))


def chromium() -> str:
    """The path of a Chromium; a machine without one fails the run instead of skipping it."""
    names = ("chromium", "google-chrome", "chromium-browser")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert found, "no Chromium: `bash tests/run` finds or installs one, or set CHROMIUM to its path"
    return found


class Tablet:
    """A touch screen of 820×1180 with storage of its own; `with Tablet(shelf, url) as tablet`."""

    def __init__(self, shelf: Shelf | None, url: str) -> None:
        self.url = url
        self._shelf = shelf
        self._context: BrowserContext | None = None
        self.passwords: dict[str, str] = {}
        """Of those who have replaced theirs."""

    def __enter__(self) -> Self:
        self.switch_on()
        return self

    def __exit__(self, *_: object) -> None:
        self.switch_off()

    @property
    def context(self) -> BrowserContext:
        """The browser context of the running browser."""
        assert self._context is not None
        return self._context

    @property
    def page(self) -> Page:
        """The page that is in use."""
        return self.context.pages[0]

    def switch_on(self) -> None:
        """Open the page that is used from now on."""
        self._context = self._open()
        self.context.set_default_timeout(PATIENCE)

    def switch_off(self) -> None:
        """Close the browser in good order."""
        if self._context:
            self._close(self._context)
            self._context = None

    def _open(self) -> BrowserContext:
        assert self._shelf is not None
        return self._shelf.take()

    def _close(self, context: BrowserContext) -> None:
        assert self._shelf is not None
        self._shelf.give_back(context)

    def go(self, path: str) -> Page:
        """Open a path of the server."""
        for _ in range(5):
            try:
                self.page.goto(f"{self.url}{path}")
            except Error as error:
                # The browser's own page about the last failure, or its own next try, is still arriving.
                if "interrupted by another navigation" not in error.message:
                    raise
                self.page.wait_for_timeout(200)
            else:
                break
        return self.page

    def let_in(self, login: str) -> None:
        """Sign in at the server's own door, and leave the page as it is: most tests are about what comes behind it."""
        form: dict[str, str | float | bool] = {"login": login, "password": self.passwords.get(login, PASSWORD)}
        # A connection that was kept may have been cut by the test's network since.
        answer = self.context.request.post(f"{self.url}/login", form=form, max_redirects=0, max_retries=2)
        assert answer.status == 303, answer.text()

    def sign_in(self, login: str, path: str = "/") -> Page:
        """Sign in, and open a path as it stands behind `/login?next=`: by hand on a tablet that somebody has used before."""
        if self.page.url != "about:blank" or not self.url.startswith("http://127.0.0.1:"):
            # What lies on it meets the next person; and a name of its own is known to the browser alone.
            return self.sign_in_by_hand(login, path)
        self.let_in(login)
        query, mark, place = path.partition("#")
        return self.go(unquote(query) + mark + place)

    def sign_in_by_hand(self, login: str, path: str = "/") -> Page:
        """Sign in on the page that asks for it, and wait until it has led on."""
        self.go(f"/login?next={path}")
        return self.fill_in(login)

    def fill_in(self, login: str) -> Page:
        """Sign in on the form that is shown; a password that somebody else chose is replaced as it asks for."""
        page, password = self.page, self.passwords.get(login, PASSWORD)
        page.get_by_label("ログインID").fill(login)
        page.get_by_label("パスワード").fill(password)
        page.get_by_role("button", name="ログイン").tap()
        page.wait_for_url(lambda url: "/login" not in url)
        if "/password" in page.url:
            self.replace_password(login, password, f"{OWN_PASSWORD} {login}")
        return page

    def replace_password(self, login: str, old: str, new: str) -> None:
        """Put an own password in place of the present one, and wait until the page has led on."""
        page = self.page
        for label, typed in (("現在のパスワード", old), ("新しいパスワード 12文字以上", new), ("（もう一度）", new)):
            page.get_by_label(label).fill(typed)
        page.get_by_role("button", name="パスワードを変更する").tap()
        page.wait_for_url(lambda url: "/password" not in url)
        self.passwords[login] = new

    def sign_out(self) -> None:
        """Sign out on this tablet."""
        page = self.go("/logout")
        page.get_by_role("button", name="ログアウトする").tap()
        page.wait_for_url("**/login")


class OwnTablet(Tablet):
    """A tablet whose browser is its own, with a profile on disk: it can be switched off hard and on again."""

    def __init__(self, playwright: Playwright, profile: Path, url: str, flags: Sequence[str] = ()) -> None:
        super().__init__(None, url)
        self._flags = [*FLAGS, *flags]
        self._playwright = playwright
        self._profile = profile

    def kill(self) -> None:
        """End every process of the browser at once with SIGKILL, as when the battery is empty."""
        for pid in self._pids():
            os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + 10
        while self._pids() and time.monotonic() < end:
            time.sleep(0.02)
        with contextlib.suppress(Error):
            self.context.close()
        self._context = None

    def wait_for_cookie(self, name: str) -> None:
        """Browsers write cookies to disk half a minute late, or once 512 of them have changed, as these do here."""
        lasting: dict[str, Any] = {"name": "many", "value": "1", "expires": time.time() + 3600}
        self.context.add_cookies([{**lasting, "url": f"http://other-{number}.test/"} for number in range(600)])  # type: ignore[typeddict-item]
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if any(name.encode() in path.read_bytes() for path in self._profile.glob("Default/**/Cookies*")):
                return
            time.sleep(0.2)
        raise AssertionError("the browser has not written its cookies")

    def _open(self) -> BrowserContext:
        return self._playwright.chromium.launch_persistent_context(
            self._profile, executable_path=chromium(), args=self._flags, **SCREEN
        )

    def _close(self, context: BrowserContext) -> None:
        context.close()

    def _pids(self) -> list[int]:
        mark = f"--user-data-dir={self._profile}".encode()
        found = []
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                dead = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[0] == "Z"
            except OSError:
                continue
            if mark in words and not dead:
                found.append(int(folder.name))
        return found


Behind = Callable[[Gateway], Tablet]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, started once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium, started once for all tablets that need none of their own: each has storage of its own in it."""
    started = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
    yield started
    started.close()


@pytest.fixture(scope="session")
def shelf(browser: Browser) -> Shelf:
    """Where the tablets of that Chromium come from."""
    return Shelf(browser)


@pytest.fixture(scope="session")
def ports() -> Iterator[tuple[int, int]]:
    """Where each server and each network of this process is found: scripts are known by their address."""
    with lasting_port() as server, lasting_port() as network:
        yield server, network


def serve_module(route: Route) -> None:
    """Answer for a server that holds nothing but the modules of the sheet."""
    name = route.request.url.rpartition("/")[2]
    if not name:
        route.fulfill(content_type="text/html", body="<!doctype html><title>modules</title>")
        return
    folder = Path(__file__).parent if name == "protocol_page.js" else MODULES
    route.fulfill(content_type="text/javascript", body=(folder / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def module_page(browser: Browser) -> Iterator[Page]:
    """An empty page on plain http under a strange host name, where browsers hide half of `crypto`; no server."""
    page = browser.new_page()
    page.route("http://sheet.hospital.test/**", serve_module)
    page.goto("http://sheet.hospital.test/")
    yield page
    page.close()


@pytest.fixture(scope="session")
def templates(templates: dict[str, tuple[Path, World | None]]) -> dict[str, tuple[Path, World | None]]:
    """With the small world as a server leaves it at its first start, when it reads in the sheets that are shipped."""
    return {**templates, "world": templates["started"]}


@pytest.fixture
def server(world: World, world_db: Path, ports: tuple[int, int]) -> Iterator[Server]:
    """The real server on the small world."""
    with Server(world_db, warm=True, port=ports[0]) as started:
        yield started


@pytest.fixture
def proxy(server: Server, ports: tuple[int, int]) -> Iterator[Proxy]:
    """The network between tablet and server."""
    with Proxy(server.port, ports[1]) as started:
        yield started


@pytest.fixture
def gateway(server: Server) -> Iterator[hospital_network.Gateway]:
    """The hospital's gateway before the server; it lets everything through until it is told otherwise."""
    with hospital_network.Gateway(server.port) as started:
        yield started


@pytest.fixture
def entry(proxy: Proxy) -> str:
    """The address at which the tablet finds the server; a file of tests may put something else before it."""
    return proxy.url


@pytest.fixture
def tablet(shelf: Shelf, entry: str) -> Iterator[Tablet]:
    """A tablet in a fresh profile, nobody signed in."""
    with Tablet(shelf, entry) as started:
        yield started


@pytest.fixture
def own_tablet(playwright: Playwright, proxy: Proxy, tmp_path: Path) -> Iterator[OwnTablet]:
    """The same with a browser and a profile of its own."""
    with OwnTablet(playwright, tmp_path / "tablet", proxy.url) as started:
        yield started


@pytest.fixture
def second_tablet(shelf: Shelf, server: Server) -> Iterator[Tablet]:
    """Another tablet whose network is always good."""
    with Tablet(shelf, server.url) as started:
        yield started


@pytest.fixture
def outer_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is told where browsers open it."""
    monkeypatch.setenv(outer.SETTING, ADDRESS)


@pytest.fixture
def behind(playwright: Playwright, tmp_path: Path) -> Iterator[Behind]:
    """Gives a tablet that finds a reverse proxy under the name in README, at the usual port."""
    with contextlib.ExitStack() as started:

        def start(gateway: Gateway) -> Tablet:
            flags = ("--ignore-certificate-errors", f"--host-resolver-rules=MAP {NAME} 127.0.0.1:{gateway.port}")
            return started.enter_context(OwnTablet(playwright, tmp_path / "behind", ADDRESS, flags))

        yield start
