"""A tablet finds nothing of the one before it, though both are the same context of the same browser."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from checklist.store import clock
from tests.browser.conftest import Tablet
from tests.browser.shelf import Shelf, kept
from tests.browser.test_typed_text import open_records, type_text
from tests.browser.visit_sheet import VisitSheet
from tests.server import Server
from tests.world import World

NOTHING = {"local": [], "session": [], "databases": [], "caches": [], "workers": 0, "cookies": ""}


def test_what_sites_kept_is_gone_when_the_next_tablet_is_taken(shelf: Shelf, server: Server, world: World) -> None:
    with Tablet(shelf, server.url) as first:
        used = first.context
        VisitSheet(first, world.visit).prepare("evaluator.h02").rate("1-01", "A")
        first.sign_out()
        first.let_in("manager.h01")
        type_text(open_records(first))
        page = first.go("/login")
        page.evaluate("localStorage.setItem('mark', 'first'); document.cookie = 'mark=first'; sessionStorage.mark = 1")
        before = kept(page)
        assert all(before.values()), before
        first.context.route("**/login", lambda route: route.abort())
        first.context.set_offline(True)
    with Tablet(shelf, server.url) as second:
        assert second.context is used
        page = second.go("/records")
        expect(page.get_by_label("ログインID")).to_be_visible()
        assert kept(page) == NOTHING


def test_a_clock_that_a_test_has_set_is_of_its_own_tablet_alone(shelf: Shelf, server: Server) -> None:
    with Tablet(shelf, server.url) as first:
        first.go("/login")
        first.page.clock.set_system_time(clock.now() + timedelta(days=9))
        assert first.page.evaluate("Date.now()") > (clock.now() + timedelta(days=8)).timestamp() * 1000
    with Tablet(shelf, server.url) as second:
        second.go("/login")
        assert second.page.evaluate("Date.now()") < (clock.now() + timedelta(days=1)).timestamp() * 1000
