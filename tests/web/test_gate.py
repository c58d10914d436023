"""The gate: no page, script, websocket or answer without a living session, and safe headers on everything."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from checklist.store import db
from checklist.store.accounts import sessions
from checklist.store.visits import passes
from checklist.web.gate import Gate
from checklist.web.runtime import Runtime
from tests.client import MARK, Client
from tests.server import Server
from tests.world import World, by, principal

SignIn = Callable[[str], Client]
Served = tuple[Server, World]

PAGES = [
    "/", "/home", "/assessments", "/visits", "/answer", "/answer?assessment=1", "/comparison", "/hospitals", "/sheets",
    "/accounts", "/settings", "/nothing", "/index.html", "/_stcore/health", "/_stcore/host-config",
    "/_stcore/allowed-message-origins", "/static/js/index.js", "/media/x", "/component/x/y", "/app/static/x",
    "/logout", "//", "/%2e%2e/x", "/LOGIN", "/login/", "/healthz/", "/assetsx/outbox.js",
]  # fmt: skip
MACHINES = ["/api/assessments/1", "/api/nothing", "/api/", "/download/visits/1.xlsx", "/download/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_sees_no_page(served: Served, path: str) -> None:
    answer = httpx2.get(f"{served[0].url}{path}", follow_redirects=False)
    assert answer.status_code == 303, answer.text[:200]
    assert answer.headers["location"].startswith("/login")
    assert answer.content == b""


@pytest.mark.parametrize("path", MACHINES)
def test_a_stranger_gets_no_data(served: Served, path: str) -> None:
    answer = httpx2.get(f"{served[0].url}{path}", follow_redirects=False)
    assert answer.status_code == 401
    assert set(answer.json()) <= {"message", "error"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
def test_a_stranger_can_send_nothing(served: Served, method: str) -> None:
    for path in ("/_stcore/upload_file/x/y", "/visits", "/api/assessments/1/answers", "/download/x", "/logout"):
        answer = httpx2.request(method, f"{served[0].url}{path}", headers=MARK, follow_redirects=False)
        assert answer.status_code in (303, 401), (path, answer.status_code)


@pytest.mark.parametrize(
    "cookie", ["sid=", "sid=x", "sid=' OR 1=1", "sid", 'other=1; sid=""', "sid=" + "A" * 5000, "\xff"]
)
def test_a_made_up_cookie_opens_nothing(served: Served, cookie: str) -> None:
    answer = httpx2.get(served[0].url, headers=[(b"Cookie", cookie.encode("latin-1"))], follow_redirects=False)
    assert answer.status_code == 303


def test_the_way_to_the_page_asked_for_survives_the_sign_in(served: Served) -> None:
    answer = httpx2.get(f"{served[0].url}/answer?assessment=2&item=1-01", follow_redirects=False)
    assert answer.headers["location"] == "/login?next=%2Fanswer%3Fassessment%3D2%26item%3D1-01"
    assert httpx2.get(served[0].url, follow_redirects=False).headers["location"] == "/login"


def test_health_is_open_and_says_nothing_private(served: Served) -> None:
    answer = httpx2.get(f"{served[0].url}/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_whoever_is_signed_in_gets_the_pages_of_streamlit(served: Served) -> None:
    with Client.at(served[0].url).sign_in("evaluator.h02") as member:
        for path in ("/", "/visits", "/answer?assessment=2"):
            answer = member.http.get(path)
            assert answer.status_code == 200
            assert '<div id="root">' in answer.text
        assert member.http.get("/_stcore/health").status_code == 200


def test_streamlit_never_answers_for_a_machine_path(served: Served) -> None:
    with Client.at(served[0].url).sign_in("evaluator.h02") as member:
        for path in ("/api/nothing", "/download/nothing.xlsx", "/api", "/download"):
            answer = member.http.get(path, follow_redirects=True)
            assert answer.status_code == 404, path
            assert answer.headers["content-type"].startswith("application/json")


def handshake(served: Served, cookie: str, origin: str | None) -> int:
    """The status of a websocket handshake with Streamlit; 101 means that it was let in."""
    url = served[0].url.replace("http", "ws") + "/_stcore/stream"
    headers = {"Cookie": cookie} if cookie else {}
    try:
        with connect(url, additional_headers=headers, origin=origin, subprotocols=["streamlit"]):  # type: ignore[arg-type, list-item]
            return 101
    except InvalidStatus as error:
        return error.response.status_code


def test_a_websocket_opens_only_with_a_session_and_from_the_own_origin(served: Served) -> None:
    own = served[0].url
    with Client.at(own).sign_in("evaluator.h02") as member:
        cookie = f"sid={member.http.cookies['sid']}"
        assert handshake(served, cookie, own) == 101
        assert handshake(served, "", own) == 403
        assert handshake(served, "sid=guess", own) == 403
        for origin in ("http://evil.example", "null", "http://127.0.0.1:1", own + ".evil.example"):
            assert handshake(served, cookie, origin) == 403
        member.http.post("/logout")
        assert handshake(served, cookie, own) == 403


async def let_in(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


def test_a_visit_pass_opens_no_websocket_and_so_no_page(world: World) -> None:
    with db.writing() as connection:
        member = world.people["evaluator.h02"].id
        link = passes.issue(by(connection, principal(world.people["secretariat"])), world.visit, member)
        tokens = {"own": sessions.start(connection, member), "pass": passes.open_once(connection, link)[0]}
    behind = Starlette(
        routes=[WebSocketRoute("/_stcore/stream", let_in)], middleware=[Middleware(Gate, runtime=Runtime())]
    )
    opened = {}
    with TestClient(behind) as client:
        for name, token in tokens.items():
            try:
                with client.websocket_connect("/_stcore/stream", headers={"Cookie": f"sid={token}"}):
                    opened[name] = True
            except WebSocketDisconnect:
                opened[name] = False
    assert opened == {"own": True, "pass": False}


async def tell_state(request: Request) -> JSONResponse:
    return JSONResponse(sorted(request.state))


def test_no_request_sees_who_stands_behind_another_even_if_a_server_shares_its_state(world: World) -> None:
    with db.writing() as connection:
        token = sessions.start(connection, world.people["manager.h01"].id)
    behind = Starlette(
        routes=[Route(path, tell_state) for path in ("/healthz", "/visits")],
        middleware=[Middleware(Gate, runtime=Runtime())],
    )
    shared: dict[str, object] = {}

    async def server(scope: Scope, receive: Receive, send: Send) -> None:
        await behind({**scope, "state": shared}, receive, send)

    # Within one event loop, as a server has it: the gate's connection belongs to its thread.
    with TestClient(server) as client:
        for _ in range(2):
            cookie = {"Cookie": f"sid={token}"}
            assert client.get("/visits", headers=cookie).json() == ["principal", "runtime", "token"]
            assert client.get("/healthz").json() == ["runtime"]
    assert shared == {}


@pytest.mark.parametrize("path", ["/login", "/healthz", "/api/nothing", "/visits", "/assets/nothing.js", "/logout"])
def test_every_answer_carries_the_security_headers(served: Served, path: str) -> None:
    with Client.at(served[0].url) as stranger, Client.at(served[0].url).sign_in("evaluator.h02") as member:
        for client in (stranger, member):
            headers = client.http.get(path).headers
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"
            assert headers["referrer-policy"] == "same-origin"
            policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
            assert policy["default-src"] == "'self'"
            assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
            assert policy["base-uri"] == policy["form-action"] == "'self'"
            assert not re.search(r"'unsafe-inline'|'unsafe-eval'|http:|\*", policy["script-src"])


@pytest.mark.parametrize("path", ["/", "/visits", "/login", "/logout", "/api/assessments/1", "/api/x", "/healthz"])
def test_what_is_private_is_kept_by_no_cache(served: Served, path: str) -> None:
    with Client.at(served[0].url).sign_in("manager.h01") as manager:
        kept = manager.http.get(path).headers["cache-control"]
        assert kept in ("no-store", "no-cache") or (path in ("/", "/visits") and "no-cache" in kept)


def test_a_reset_connection_or_a_foreign_method_leaves_the_server_alive(served: Served) -> None:
    for method in ("TRACE", "CONNECT", "PROPFIND"):
        httpx2.request(method, f"{served[0].url}/login", follow_redirects=False)
    assert httpx2.get(f"{served[0].url}/healthz").status_code == 200


def test_the_session_is_noted_as_used_at_most_once_a_minute(signed_in: SignIn, world: World) -> None:
    manager = signed_in("manager.h01")

    def seen() -> str:
        with db.reading() as connection:
            return str(connection.execute("SELECT last_seen_at FROM session").fetchone()[0])

    first = seen()
    manager.read(world.self_assessment)
    assert seen() == first
    with db.writing() as connection:
        connection.execute("UPDATE session SET last_seen_at = '2000-01-01T00:00:00.000000+00:00'")
    assert manager.read(world.self_assessment).status_code == 401


def test_a_foreign_origin_can_change_nothing_anywhere(anyone: TestClient, signed_in: SignIn) -> None:
    manager = signed_in("manager.h01")
    for client in (anyone, manager.http):
        for path in ("/login", "/logout", "/setup", "/api/assessments/1/answers", "/api/x", "/visits"):
            for method in ("POST", "PUT", "PATCH", "DELETE"):
                answer = client.request(method, path, headers=MARK | {"Origin": "http://evil.example"})
                assert (answer.status_code, "message" in answer.json()) == (403, True)


@pytest.mark.parametrize("path", ["/", "/visits", "/comparison"])
def test_every_page_calls_itself_japanese(served: Served, path: str) -> None:
    with Client.at(served[0].url).sign_in("secretariat") as secretariat:
        page = secretariat.http.get(path, headers={"accept": "text/html", "accept-encoding": "gzip"})
        ahead = re.findall(r'<link id="charts" rel="modulepreload" crossorigin href="(/[^"]+)">\s*</head>', page.text)
        assert [secretariat.http.get(one).headers["content-type"].partition(";")[0] for one in ahead] == [
            "text/javascript"
        ] * (path == "/comparison")
    assert page.status_code == 200
    assert '<html lang="ja" translate="no">' in page.text
    assert "<title>医療安全 相互チェック</title>" in page.text
    assert "/assets/japanese.js" in page.text
    assert int(page.headers.get("content-length", len(page.content))) == len(page.content)
