"""Every page in Chromium at 1440×900, warm, in regions of two sizes: when its main part stands there.

Run by hand: `python -m tests.benchmarks.page_times [small.db large.db]`; without files it builds regions of 24 and of 300
hospitals (some minutes). The goal is 1.5 s at 300 hospitals. On a shared machine the ratio of both sizes, page by page one
after the other, tells more than the seconds; most is told by what the server's processor did for a load.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from checklist.model.accounts import Role
from checklist.rules.grants import PAGES
from checklist.store import db
from checklist.store.accounts import people, sessions
from tests.benchmarks import bare_chromium, demo_region
from tests.benchmarks.bare_chromium import Browser
from tests.benchmarks.region import percentile, tell
from tests.benchmarks.sign_ins_beside_answers import busy
from tests.server import Server
from tests.world import by

SIZES, LOADS, GOAL = (24, 300), 3, 1.5
MORE = {"comparison": ("?by=hospitals", "?by=tracks")}
"""Other contents of a page."""
STANDS = """() => new Promise((stands) => {
    const part = () => document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"] [data-testid="stMain"]');
    const look = () => part()?.querySelector("h1") && !part().querySelector('[data-testid="stSkeleton"]')
        ? stands(performance.now() / 1000) : requestAnimationFrame(look);
    look();
})"""
"""Resolves in the first frame in which the page's script has ended and no part of the page is a grey bar any more, to the
seconds since its navigation began. Asked in the page: a locator of Playwright looks again after half a second, so that
every time was one of 1.0, 1.5 and 2.0 s."""


def signed_in(browser: Browser, server: Server, role: Role) -> None:
    """Sign in as somebody who has that role alone, or with others."""
    with db.writing(server.database) as connection:
        every = [one for one in people.all_people(by(connection)) if role in one.roles and one.active]
        person = min(every, key=lambda one: (len(one.roles), one.id)).id
        browser.let_in(server.url, sessions.start(connection, person))


def addresses(role: Role) -> list[str]:
    """The pages that a role opens."""
    pages = [page for page, roles in PAGES.items() if role in roles]
    return [f"/{'' if page == 'home' else page}{more}" for page in pages for more in ("", *MORE.get(page, ()))]


def measure(servers: Sequence[Server], role: Role) -> int:
    """Print a line for each page of a role; how many of them take too long in the larger region."""
    slow = 0
    with ExitStack() as opened:
        browsers = [opened.enter_context(bare_chromium.started()) for _ in servers]
        for browser, server in zip(browsers, servers, strict=True):
            signed_in(browser, server, role)
        for address in addresses(role):
            found, worked = list[list[float]](), list[float]()
            for browser, server in zip(browsers, servers, strict=True):
                before = busy(server.pid)
                found.append([browser.seconds(f"{server.url}{address}", STANDS) for _ in range(LOADS + 1)][1:])
                worked.append((busy(server.pid) - before) / (LOADS + 1))
            small, large = (percentile(one, 0.5) for one in found)
            slow += large > GOAL
            tell(
                f"{role:16} {address:28} {small:6.2f} s {large:6.2f} s ×{large / small:5.1f}   "
                f"server's processor {worked[0]:5.2f} s {worked[1]:5.2f} s{' SLOW' * (large > GOAL)}"
            )
    return slow


def main(files: list[Path]) -> int:
    """Serve both regions and load every page of both; 1 if any is too slow."""
    with tempfile.TemporaryDirectory() as folder:
        files = files or [demo_region.build(Path(folder), size) for size in SIZES]
        with Server(files[0], demo_region.TODAY) as small, Server(files[1], demo_region.TODAY) as large:
            return int(sum(measure([small, large], role) for role in Role) > 0)


if __name__ == "__main__":
    sys.exit(main([Path(one) for one in sys.argv[1:]]))
