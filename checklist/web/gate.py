"""The gate before everything: no page, websocket, document or answer without a living session."""

from __future__ import annotations

import re
from urllib.parse import quote

from sqlite_utils import Database
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from checklist.errors import Forbidden, NotFound, NotSignedIn
from checklist.model.accounts import Principal
from checklist.store import db
from checklist.store.accounts import people, sessions
from checklist.web import origin, page_language
from checklist.web.runtime import Runtime

COOKIE = "sid"
# /visit/ and /sw.js among them: a tablet that begins at its home screen may be offline, and the shell names nobody.
_OPEN_PATHS = frozenset({"/healthz", "/login", "/setup", "/favicon.ico", "/visit/", "/sw.js"})
_LONGEST_PATH = 1_000
"""No path of ours is longer; beyond it the router would choke on numbers of thousands of digits."""
_MACHINE_PREFIXES = ("/api/", "/download/")
_OPEN_PREFIXES = ("/assets/", "/pass/")
_OF_A_PASS = re.compile(
    r"/visit/\d+|/api/visits/\d+(/follow-ups)?|/api/assessments/\d+(/answers|/late-answers|/photos)?|/api/photos/\d+|/logout"
)
"""All that the session of a visit pass opens; each asks again whether it is this visit's."""
_DELIVERIES = re.compile(r"/api/assessments/\d+/(answers|late-answers|photos)|/api/visits/\d+/follow-ups")
_SECURITY_NAMES = frozenset(name for name, _ in origin.SECURITY_HEADERS)
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def token_of(scope: Scope) -> str | None:
    """The session token in the request's cookies."""
    return cookie_parser(Headers(scope=scope).get("cookie", "")).get(COOKIE)


def principal_of(scope: Scope) -> Principal:
    """The principal that the gate has let in."""
    found = scope["state"].get("principal")
    if not isinstance(found, Principal):
        raise NotSignedIn
    return found


class Gate:
    """ASGI middleware around the whole app, websockets included."""

    def __init__(self, app: ASGIApp, runtime: Runtime) -> None:
        self._app = app
        self._runtime = runtime
        self._reader: Database | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] in ("http", "websocket"):
            # A dictionary of its own, whatever the server hands in: no request may see who stands behind another.
            scope["state"] = {**scope.get("state", {}), "runtime": self._runtime}
        if scope["type"] == "http":
            await self._http(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        answer: Response | None = None
        if len(path) > _LONGEST_PATH:
            answer = JSONResponse({"message": NotFound().message}, NotFound.status)
        # Open paths included: a foreign page may not sign anybody in. Streamlit's XSRF token covers none of our routes.
        elif scope["method"] not in _SAFE_METHODS and not origin.is_same(scope):
            answer = self._runtime.foreign_origins.refuse(scope)
        elif path in _OPEN_PATHS or path.startswith(_OPEN_PREFIXES):
            pass
        # In the loop itself: a session is found in 18 µs, while the way to a thread and back alone takes 50.
        elif not self._admit(scope):
            answer = self._turn_away(scope)
        elif (visit := principal_of(scope).visit_scope) is not None and not _OF_A_PASS.fullmatch(path):
            answer = _keep_to_visit(path, visit)
        if answer is None and page_language.asks_for_page(scope):
            scope, send = page_language.uncompressed(scope), page_language.in_japanese(send)
        await (answer or self._app)(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not (same := origin.is_same(scope)):
            self._runtime.foreign_origins.tell(scope)
        # A pass opens one sheet, which needs no websocket; without a websocket there is no page of Streamlit.
        if same and self._admit(scope) and principal_of(scope).visit_scope is None:
            await self._app(scope, receive, send)
        else:
            # ASGI wants the handshake received before it is answered; closed before it is accepted, it
            # is a 403 for the browser.
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    def _admit(self, scope: Scope) -> bool:
        """Whether a living session stands behind the request; notes who it is and that the session was used."""
        token = token_of(scope)
        session = sessions.find(self._connection(), token)
        # Of a pass that has ended, what lies on the tablet is still taken for some days; nothing is read any more.
        if session is None and scope.get("method") == "POST" and _DELIVERIES.fullmatch(scope["path"]):
            session = sessions.find_for_delivery(self._connection(), token)
        if session is None or token is None:
            return False
        scope["state"] |= {"principal": session.principal, "token": token}
        # Nobody waits for this, and it is true once a minute at most: a write for each request
        # would queue with the answers.
        if session.is_stale:
            self._runtime.writer.submit(lambda connection: sessions.touch(connection, token))
        return True

    def _turn_away(self, scope: Scope) -> Response:
        path = scope["path"]
        if path.startswith(_MACHINE_PREFIXES):
            return JSONResponse({"message": NotSignedIn().message}, NotSignedIn.status)
        if not people.exist(self._connection()):
            return RedirectResponse("/setup", 303)
        query = scope["query_string"].decode("latin-1")
        wanted = path + (f"?{query}" if query else "")
        # 303, not 307: whatever was asked for in whatever way, the sign-in page is fetched by GET.
        return RedirectResponse(f"/login?next={quote(wanted, safe='')}" if wanted != "/" else "/login", 303)

    def _connection(self) -> Database:
        """One reading connection, used only by the event loop's thread."""
        if self._reader is None:
            self._reader = db.connect()
        return self._reader


def _keep_to_visit(path: str, visit: int) -> Response:
    """What a visit pass does not open: pages lead back to the sheet, anything else is refused."""
    if path.startswith(_MACHINE_PREFIXES):
        return JSONResponse({"message": "訪問パスでは、この訪問の点検表だけを開けます。"}, Forbidden.status)
    return RedirectResponse(f"/visit/{visit}", 303)


def _with_headers(send: Send) -> Send:
    """Wrap `send` so that every answer carries the security headers, and private ones are never kept."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [header for header in message.get("headers", ()) if header[0] not in _SECURITY_NAMES]
            if all(name != b"cache-control" for name, _ in own):
                own.append((b"cache-control", b"no-store"))
            message["headers"] = own + origin.SECURITY_HEADERS
        await send(message)

    return sending
