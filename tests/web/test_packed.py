"""Streamlit's scripts and styles come compressed, and are what they were when they are unpacked."""

from __future__ import annotations

import gzip

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from checklist.web import streamlit_side
from checklist.web.packed import Packed
from tests.server import Server
from tests.world import World

SCRIPT, STYLE = (next(streamlit_side.files().glob(f"static/{kind}/index*.{kind}")) for kind in ("js", "css"))
ADDRESS = f"/static/js/{SCRIPT.name}"


async def beyond(request: Request) -> Response:
    """What would have answered without it."""
    return PlainTextResponse("beyond")


@pytest.fixture(scope="module")
def client() -> TestClient:
    everything = Starlette(routes=[Route("/{path:path}", beyond, methods=["GET", "POST"])])
    return TestClient(Packed(everything))


@pytest.mark.parametrize(
    ("path", "kind"), [(SCRIPT, "text/javascript; charset=utf-8"), (STYLE, "text/css; charset=utf-8")]
)
def test_a_file_is_the_same_once_it_is_unpacked(client: TestClient, path: object, kind: str) -> None:
    address = f"/{SCRIPT.relative_to(streamlit_side.files())}" if path == SCRIPT else f"/static/css/{STYLE.name}"
    answer = client.get(address, headers={"accept-encoding": "gzip, br"})
    original = SCRIPT.read_bytes() if path == SCRIPT else STYLE.read_bytes()
    assert answer.content == original
    assert int(answer.headers["content-length"]) == len(gzip.compress(original, 9)) < len(original) / 2
    told = {name: answer.headers[name] for name in ("content-encoding", "content-type", "vary")}
    assert told == {"content-encoding": "gzip", "content-type": kind, "vary": "Accept-Encoding"}
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0"])
def test_whoever_takes_no_gzip_gets_the_file_as_it_is(client: TestClient, accepted: str) -> None:
    assert client.get(ADDRESS, headers={"accept-encoding": accepted}).text == "beyond"


@pytest.mark.parametrize("accepted", ["gzip", "GZIP;q=0.5", "br, gzip", "*"])
def test_whoever_takes_it_in_any_spelling_gets_it(client: TestClient, accepted: str) -> None:
    assert client.get(ADDRESS, headers={"accept-encoding": accepted}).headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    "path",
    ["/", "/visits", "/static/js/none.js", "/static/../index.html", "/static/js/", "/index.html", "/favicon.png"],
)
def test_everything_else_is_let_through(client: TestClient, path: str) -> None:
    assert client.get(path, headers={"accept-encoding": "gzip"}).text == "beyond"
    assert client.post(ADDRESS).text == "beyond"


def test_a_head_is_answered_without_a_body(client: TestClient) -> None:
    answer = client.head(ADDRESS, headers={"accept-encoding": "gzip"})
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_stranger_gets_no_file(served: tuple[Server, World]) -> None:
    server, _ = served
    assert httpx2.get(server.url + ADDRESS, headers={"accept-encoding": "gzip"}).status_code == 303
