"""What every answer tells the browser, and that a broken or silent sender holds nothing."""

from __future__ import annotations

import asyncio
import json
import logging
import tomllib
from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message

from checklist.store.db import ROOT
from checklist.web import body_time, headers
from checklist.web.exception_handlers import EXCEPTION_HANDLERS
from checklist.web.gate import Gate
from checklist.web.passwords import Passwords
from checklist.web.runtime import Runtime
from tests.client import Client
from tests.world import PASSWORD, World

SignIn = Callable[[str], Client]


@pytest.mark.parametrize(
    ("told", "secure"),
    [
        ({"X-Forwarded-Proto": "https"}, True),
        ({"X-Forwarded-Proto": "HTTPS"}, True),
        ({"X-Forwarded-Proto": "https, http"}, True),
        ({"X-Forwarded-Proto": "http, https"}, False),
        ({"X-Forwarded-Proto": "httpsx"}, False),
        ({"Forwarded": "for=192.0.2.1;proto=https;by=x"}, True),
        ({"Forwarded": 'Proto="HTTPS", proto=http'}, True),
        ({"Forwarded": "for=x;proto=http, proto=https"}, False),
        ({"Forwarded": "notproto=https"}, False),
        ({}, False),
    ],
)
def test_whether_the_browser_came_by_tls_is_told_by_the_outermost_proxy(
    anyone: TestClient, told: dict[str, str], secure: bool
) -> None:
    answer = anyone.post("/login", data={"login": "manager.h01", "password": PASSWORD}, headers=told)
    assert answer.status_code == 303
    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 3
    assert {"; secure" in cookie.lower() for cookie in cookies} == {secure}
    assert ("strict-transport-security" in answer.headers) == secure


def test_by_tls_itself_it_is_secure_without_any_proxy(app: Starlette, anyone: TestClient) -> None:
    client = TestClient(app, base_url="https://sogo.example", follow_redirects=False)
    client.portal = anyone.portal
    assert client.get("/login").headers["strict-transport-security"] == "max-age=31536000"


def test_no_other_site_holds_the_window_or_is_talked_to(anyone: TestClient) -> None:
    told = anyone.get("/login").headers
    assert told["cross-origin-opener-policy"] == "same-origin"
    policy = dict(part.split(" ", 1) for part in told["content-security-policy"].split("; "))
    assert policy["connect-src"] == "'self'"


def test_an_answer_may_add_a_stricter_policy_and_opens_itself_to_no_other_site(world: World) -> None:
    async def odd(request: Request) -> Response:
        own = {"content-security-policy": "sandbox", "x-frame-options": "ALLOWALL", "referrer-policy": "unsafe-url"}
        return Response("x", headers=own | {"Access-Control-Allow-Origin": "*", "access-control-max-age": "9"})

    runtime = Runtime()
    server = Starlette(routes=[Route("/healthz", odd)], middleware=[Middleware(Gate, runtime=runtime)])
    told = TestClient(server).get("/healthz").headers
    assert told.get_list("content-security-policy") == ["sandbox", headers.CONTENT_SECURITY_POLICY]
    assert told.get_list("x-frame-options") == ["DENY"]
    assert told.get_list("referrer-policy") == ["same-origin"]
    assert not [name for name in told if name.startswith("access-control")]


def test_streamlit_takes_messages_from_no_other_site() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["client"]["allowedOrigins"] == []


ODD = ["/api/x%0ay", "/download/x%0ay", "/api/assessments/1%0a", "/api//x", "/api/%2e%2e/visits", "/visits/%2e", "/a%00b",
       "/x%5cy", "/api/" + "x" * 2000]  # fmt: skip


@pytest.mark.parametrize("path", ODD)
def test_a_path_that_is_written_in_an_odd_way_leads_nowhere(signed_in: SignIn, path: str) -> None:
    answer = signed_in("manager.h01").http.get(f"http://sogo.example{path}", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert json.loads(answer.content) == {"message": "指定されたものは見つかりません。"}


@pytest.mark.parametrize("path", ["/assets/x/y", "/pass/x/y", "/pass/", "/assets/", "/pass/x%0ay"])
def test_beside_what_is_open_to_all_there_is_nothing(anyone: TestClient, path: str) -> None:
    assert anyone.get(path).status_code == 404


def told_in(app: Starlette, *messages: Message) -> list[Message]:
    """What the app says to a sign-in whose body comes as these messages."""
    sent: list[Message] = []
    waiting = list(messages)
    scope = {"type": "http", "method": "POST", "path": "/login", "query_string": b"", "root_path": "", "scheme": "http",
             "headers": [(b"host", b"sogo.example")], "client": ("x", 1), "server": ("x", 1),
             "http_version": "1.1"}  # fmt: skip

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


def server_with_a_queue() -> Starlette:
    """The gate of a server that judges passwords, without anything else of a start; nobody gets as far as a thread."""
    runtime = Runtime()
    runtime._passwords = Passwords()
    return Starlette(
        routes=_routes(), middleware=[Middleware(Gate, runtime=runtime)], exception_handlers=EXCEPTION_HANDLERS
    )


PIECE: Message = {"type": "http.request", "body": b"login=x", "more_body": True}


def test_a_body_that_is_broken_off_is_no_fault_of_the_server(world: World, caplog: pytest.LogCaptureFixture) -> None:
    server = server_with_a_queue()
    with caplog.at_level(logging.WARNING):
        sent = told_in(server, PIECE, {"type": "http.disconnect"})
    assert sent[0]["status"] == 408
    assert caplog.records == []


def test_a_body_that_stops_coming_is_let_go(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_time, "PATIENCE", 0.05)
    server = server_with_a_queue()
    sent = told_in(server, PIECE, PIECE)
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]


def test_after_its_body_a_request_may_take_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_time, "PATIENCE", 0.01)
    whole: Message = {"type": "http.request", "body": b"", "more_body": False}
    messages = [whole, {"type": "http.disconnect"}]

    async def receive() -> Message:
        if len(messages) == 1:
            await asyncio.sleep(0.05)
        return messages.pop(0)

    async def listen() -> list[str]:
        limited = body_time.limited(receive)
        return [(await limited())["type"] for _ in range(2)]

    assert asyncio.run(listen()) == ["http.request", "http.disconnect"]


def _routes() -> list[Route]:
    async def read(request: Request) -> Response:
        await request.body()
        return Response("whole")

    return [Route("/login", read, methods=["POST"])]
