"""Chromium as people have it: with a profile on disk, and nobody who listens to what its pages do.

Playwright has Chromium tell every page's words and errors (`Runtime.enable`); for that V8 looks up lines of source again,
which made Plotly's script take 0.6 s instead of 0.25 s. A private window keeps no compiled scripts: 0.2 s for every page.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.browser.conftest import FLAGS, chromium

AS_ON_A_SCREEN = (
    "--headless", "--window-size=1440,900", "--lang=ja", "--disable-extensions", "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--remote-debugging-port=0",
)  # fmt: skip
"""A tab in the foreground; without them Chromium lets hidden ones wait."""


class Browser:
    """A Chromium that runs, spoken to in the words of its DevTools protocol."""

    def __init__(self, wire: ClientConnection) -> None:
        self._wire, self._asked = wire, 0

    def let_in(self, url: str, session: str) -> None:
        """Be signed in at a server."""
        self._ask("Storage.setCookies", cookies=[{"name": "sid", "value": session, "url": url}])

    def seconds(self, url: str, stands: str) -> float:
        """What `stands`, a function of JavaScript, resolves to in a new tab that opens an address."""
        tab = self._ask("Target.createTarget", url="about:blank")["targetId"]
        session = self._ask("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        self._ask("Page.navigate", session, url=url)
        found = self._ask("Runtime.evaluate", session, expression=f"({stands})()", awaitPromise=True)
        self._ask("Target.closeTarget", targetId=tab)
        return float(found["result"]["value"])

    def _ask(self, method: str, session: str = "", **given: object) -> dict[str, Any]:
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": given}
        self._wire.send(json.dumps(message | ({"sessionId": session} if session else {})))
        # What else it tells in between is no answer.
        answer = next(one for one in map(json.loads, self._wire) if one.get("id") == self._asked)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])


@contextmanager
def started() -> Iterator[Browser]:
    """A Chromium with a profile of its own, which ends with the block."""
    with ExitStack() as opened:
        profile = opened.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        command = [chromium(), *FLAGS, *AS_ON_A_SCREEN, f"--user-data-dir={profile}"]
        running = opened.enter_context(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))
        opened.callback(running.kill)
        assert running.stderr
        told = next(line for line in running.stderr if line.startswith("DevTools listening on "))
        yield Browser(opened.enter_context(connect(told.split()[-1], max_size=None)))
