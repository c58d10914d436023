"""The gate before everything: no page, websocket, document or answer without a living session."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from sqlite_utils import Database
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from checklist.errors import NotSignedIn
from checklist.model import Principal
from checklist.store import db, people, sessions
from checklist.web import origin
from checklist.web.runtime import Runtime

COOKIE = "sid"
_OPEN_PATHS = frozenset({"/healthz", "/login", "/setup", "/favicon.ico"})
_MACHINE_PREFIXES = ("/api/", "/download/")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def token_of(scope: Scope) -> str | None:
    """The session token in the request's cookies."""
    try:
        morsel = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel else None


def principal_of(scope: Scope) -> Principal:
    """The principal that the gate has let in."""
    found = scope.get("checklist.principal")
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
        if scope["type"] == "http":
            await self._http(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        answer: Response | None = None
        if scope["method"] not in _SAFE_METHODS and not origin.is_same(scope):
            answer = JSONResponse({"message": "別のサイトからの操作は受け付けません。"}, 403)
        elif path in _OPEN_PATHS or path.startswith("/assets/"):
            pass
        elif not self._admit(scope):
            answer = self._turn_away(scope)
        await (answer or self._app)(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if origin.is_same(scope) and self._admit(scope):
            await self._app(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    def _admit(self, scope: Scope) -> bool:
        """Whether a living session stands behind the request; notes who it is and that the session was used."""
        token = token_of(scope)
        session = sessions.find(self._connection(), token)
        if session is None or token is None:
            return False
        scope["checklist.principal"] = session.principal
        scope["checklist.token"] = token
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
        return RedirectResponse(f"/login?next={quote(wanted, safe='')}" if wanted != "/" else "/login", 303)

    def _connection(self) -> Database:
        """One reading connection, used only by the event loop's thread."""
        if self._reader is None:
            self._reader = db.connect()
        return self._reader


def _with_headers(send: Send) -> Send:
    """Wrap `send` so that every answer carries the security headers, and private ones are never kept."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message.setdefault("headers", [])
            headers = MutableHeaders(scope=message)
            for name, value in origin.SECURITY_HEADERS:
                headers[name.decode()] = value.decode()
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sending
