"""A network that lets no WebSocket through: words instead of grey bars, and the way to what works without one."""

from __future__ import annotations

import re
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Behind, Tablet
from tests.browser.sheet import Sheet, expect_stored
from tests.gateways import BARE_NGINX, Gateway
from tests.proxy import Proxy
from tests.server import Server
from tests.world import World

MEMBER = "evaluator.h02"
REFUSING = BARE_NGINX.replace("location / {", "location / { if ($http_upgrade) { return 403; }")
WORKING = BARE_NGINX.replace(
    "location / {",
    "location / { proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;",
)


@pytest.fixture
def silent() -> Iterator[str]:
    """A gateway that answers no handshake at all."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = f"location /_stcore/stream {{ proxy_pass http://127.0.0.1:{listener.getsockname()[1]}; }}"
        yield BARE_NGINX.replace("location / {", f"{place} location / {{")


def notice(page: Page, state: str) -> str:
    """The words about the connection, once they are there."""
    place = page.locator(f'#connection[data-state="{state}"]')
    expect(place).to_be_visible()
    return place.inner_text()


@pytest.mark.parametrize("way", ["refused", "no upgrade", "silent"])
def test_a_network_without_websocket_is_told_and_leads_to_the_sheet(
    way: str,
    outer_address: None,
    server: Server,
    behind: Behind,
    silent: str,
    world: World,
    world_db: Path,
    tmp_path: Path,
) -> None:
    site = {"refused": REFUSING, "no upgrade": BARE_NGINX, "silent": silent}[way]
    with Gateway.nginx(site, server.port, tmp_path) as gateway:
        tablet = behind(gateway)
        page = tablet.sign_in(MEMBER)
        told = notice(page, "blocked")
        assert "WebSocket" in told
        assert "anzen.example.jp へのWebSocketの通信を許可してください" in told
        page.get_by_role("link", name=re.compile(r"^架空中央病院（\d+年\d+月\d+日）の点検表を開く$")).tap()
        page.wait_for_url(f"**/visit/{world.visit}")
        sheet = Sheet(tablet, 0).wait()
        sheet.rate("1-01", "A")
        expect_stored(world_db, world.visitor_assessment, {"1-01": ("A", "", 1)})


def test_whoever_has_no_open_visit_is_offered_none(
    outer_address: None, server: Server, behind: Behind, tmp_path: Path
) -> None:
    with Gateway.nginx(REFUSING, server.port, tmp_path) as gateway:
        page = behind(gateway).sign_in("admin")
        assert "点検表" not in notice(page, "blocked")
        expect(page.locator("#connection").get_by_role("link")).to_have_count(0)


def test_nothing_is_told_where_the_websocket_comes_through(
    outer_address: None, server: Server, behind: Behind, tmp_path: Path
) -> None:
    with Gateway.nginx(WORKING, server.port, tmp_path) as gateway:
        page = behind(gateway).sign_in("manager.h01", "/records")
        expect(page.get_by_role("heading", name="記録", exact=True)).to_be_visible()
        page.wait_for_timeout(6000)
        expect(page.locator("#connection")).to_have_count(0)


def test_a_session_that_ended_while_the_server_was_away_leads_back_to_the_same_page(
    tablet: Tablet, server: Server, world_db: Path
) -> None:
    page = tablet.sign_in("manager.h01", "/records%3Fkind%3Dsafety_round")
    expect(page.get_by_role("heading", name="記録", exact=True)).to_be_visible()
    # The page brings the year that it shows into its address.
    page.wait_for_url("**/records?kind=safety_round&year=*")
    address = page.url
    with sqlite3.connect(world_db, timeout=10) as connection:
        connection.execute("DELETE FROM session")
    connection.close()
    server.restart()
    notice(page, "ended")
    page.get_by_role("link", name="ログインの画面へ").tap()
    page.wait_for_url("**/login?*")
    tablet.fill_in("manager.h01")
    page.wait_for_url(address)


def test_a_server_that_is_away_is_told_and_the_page_comes_by_itself(tablet: Tablet, proxy: Proxy) -> None:
    page = tablet.sign_in("manager.h01")
    page.locator(".who").wait_for()

    # The page comes, and then the network is gone before its socket opens.
    def cut(route: Route) -> None:
        proxy.drop()
        route.abort()

    page.route("**/_stcore/health", cut)
    page.reload()
    assert "接続が戻ると" in notice(page, "away")
    page.unroute("**/_stcore/health")
    proxy.restore()
    expect(page.locator("#connection")).to_have_count(0)
    page.locator(".who").wait_for()
