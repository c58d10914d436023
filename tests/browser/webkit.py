"""A real WebKit, the engine of Safari, as Debian packs it: driven over its own WebDriver, on a screen that nobody sees."""

from __future__ import annotations

import base64
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import httpx2

from tests.browser.conftest import PATIENCE
from tests.server import free_port
from tests.world import PASSWORD

PRIVATE = ["/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser", "--automation"]
"""Debian's browser, which forgets all once it has been driven, like a private window of Safari."""
LASTING = """
import sys, gi
gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2
profile = sys.argv[1]
kept = WebKit2.WebsiteDataManager(base_data_directory=f"{profile}/data", base_cache_directory=f"{profile}/cache")
context = WebKit2.WebContext.new_with_website_data_manager(kept)
context.get_cookie_manager().set_persistent_storage(f"{profile}/cookies", WebKit2.CookiePersistentStorage.SQLITE)
context.set_automation_allowed(True)
view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
frames, start = WebKit2.UserContentInjectedFrames.ALL_FRAMES, WebKit2.UserScriptInjectionTime.START
view.get_user_content_manager().add_script(WebKit2.UserScript.new(sys.argv[2], frames, start, None, None))
def begin(context, session):
    told = WebKit2.ApplicationInfo()
    told.set_name("lasting")
    told.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    session.set_application_info(told)
    session.connect("create-web-view", lambda *_: view)
context.connect("automation-started", begin)
window = Gtk.Window()
window.add(view)
window.show_all()
Gtk.main()
"""
"""A browser of one window with a profile on disk, for the Python of the system; runs a script before those of every page."""
WIDTH, HEIGHT = 820, 1180
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""What the standard calls a reference to an element."""


class WebKit:
    """One window, which keeps what it keeps in a profile, or as a private one nowhere; `with WebKit(url, profile) as webkit`."""

    def __init__(self, url: str, profile: Path | None = None, before_pages: str = "") -> None:
        self.url = url
        self._profile = profile
        self._command = ["/usr/bin/python3", "-c", LASTING, str(profile), before_pages] if profile else PRIVATE
        self.version = ""
        self._started: list[subprocess.Popen[bytes]] = []
        self._client = httpx2.Client(timeout=60)
        self._session = ""

    def __enter__(self) -> Self:
        try:
            self._open()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(AssertionError):
            self._ask("DELETE", "")
        self._end()

    def switch_off_and_on(self) -> None:
        """End every process of the browser at once, as when the battery is empty; then it is opened anew."""
        mark = str(self._profile).encode()
        for folder in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if folder.name.isdigit() and mark in (folder / "cmdline").read_bytes().split(b"\0"):
                    os.kill(int(folder.name), signal.SIGKILL)
        self._end()
        self._open()

    def _open(self) -> None:
        display, port = f":{os.getpid() % 20_000 + 100}", free_port()
        self._start(["Xvfb", display, "-screen", "0", "1600x1400x24"])
        self._start(["WebKitWebDriver", f"--port={port}"], DISPLAY=display)
        self._session = f"http://127.0.0.1:{port}/session"
        options = {"webkitgtk:browserOptions": {"binary": self._command[0], "args": self._command[1:]}}
        opened = self._patiently(lambda: self._ask("POST", "", {"capabilities": {"alwaysMatch": options}}))
        self.version = opened["capabilities"]["browserVersion"]
        self._session += f"/{opened['sessionId']}"
        self._ask("POST", "/window/rect", {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT})

    def _end(self) -> None:
        while self._started:
            process = self._started.pop()
            process.terminate()
            process.wait(30)
        self._client.close()
        self._client = httpx2.Client(timeout=60)

    def go(self, path: str) -> None:
        """Open a path of the server."""
        self._ask("POST", "/url", {"url": f"{self.url}{path}"})

    def reload(self) -> None:
        """Load the page anew."""
        self._ask("POST", "/refresh", {})

    def run(self, script: str, *values: object) -> Any:
        """What a function body returns, which is awaited; `find`, `all` look through shadows, `root` is the sheet that is seen."""
        return self._ask("POST", "/execute/sync", {"script": _HELPERS + script, "args": list(values)})

    def tap(self, selector: str) -> None:
        """Touch the first that is seen of what a selector finds, once it is there."""
        found = self.wait(f"something to touch: {selector}", "return find(args[0])", selector)
        self._ask("POST", f"/element/{found[_ELEMENT]}/click", {})

    def tap_text(self, text: str) -> None:
        """Touch the button or link with this text."""
        found = self.wait(
            f"a button: {text}", "return all('button, a').find((one) => one.innerText.trim() === args[0])", text
        )
        self._ask("POST", f"/element/{found[_ELEMENT]}/click", {})

    def type(self, selector: str, text: str) -> None:
        """Type into a field; into one for files, the path of a file."""
        found = self.wait(f"a field: {selector}", "return find(args[0], true)", selector)
        self._ask("POST", f"/element/{found[_ELEMENT]}/value", {"text": text})

    def wait(self, what: str, script: str, *values: object) -> Any:
        """What a function body returns once that is something."""
        return self._patiently(lambda: self.run(script, *values) or _missing(what))

    def expect(self, selector: str, text: str) -> None:
        """Wait until what a selector finds says a text."""
        end = time.monotonic() + PATIENCE / 1000
        while text not in (said := self.run("return find(args[0])?.innerText ?? ''", selector)):
            assert time.monotonic() < end, f"{selector} says {said!r} instead of {text!r}"
            time.sleep(0.1)

    def sign_in(self, login: str, path: str) -> None:
        """Sign in with the password that tests give, which the page may ask to replace, and come to a path."""
        self.go(f"/login?next={path}")
        self.type("[name=login]", login)
        self.type("[name=password]", PASSWORD)
        self.tap("form button[type=submit], form button:not([type])")
        self.wait("the page asked for", "return location.pathname === args[0]", path)

    def picture(self, path: Path) -> None:
        """Keep what is seen as a PNG."""
        path.write_bytes(base64.b64decode(self._ask("GET", "/screenshot")))

    def _start(self, command: list[str], **environment: str) -> None:
        quiet = subprocess.DEVNULL
        self._started.append(subprocess.Popen(command, env={**os.environ, **environment}, stdout=quiet, stderr=quiet))

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = self._client.request(method, self._session + path, json=body).json()["value"]
        assert not (isinstance(answer, dict) and "error" in answer), f"{answer['error']}: {answer['message']}"
        return answer

    @staticmethod
    def _patiently(act: Callable[[], Any]) -> Any:
        end = time.monotonic() + PATIENCE / 1000
        while True:
            try:
                return act()
            except (AssertionError, httpx2.TransportError):
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)


def _missing(what: str) -> Any:
    raise AssertionError(f"{what} is not there")


_HELPERS = """
  const args = arguments;
  const root = document.querySelector('[role="tabpanel"]:not([hidden])')?.shadowRoot;
  const seen = (one) => one.getClientRects().length > 0;
  const all = (selector) => [...(root?.querySelectorAll(selector) ?? []), ...document.querySelectorAll(selector)].filter(seen);
  const find = (selector, unseen) => unseen ? root?.querySelector(selector) ?? document.querySelector(selector) : all(selector)[0];
"""
