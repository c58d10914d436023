"""The gate before everything: no page, websocket, document or answer without a living session."""

from __future__ import annotations

import re
from urllib.parse import quote

from sqlite_utils import Database
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from checklist.errors import CodeStale, Forbidden, NotFound, NotSignedIn, StillDue
from checklist.model.accounts import Principal
from checklist.store import db
from checklist.store.accounts import people, sessions
from checklist.store.accounts.sessions import Session
from checklist.store.act import ADDRESS_HEADER
from checklist.web import body_time, doing, headers, origin, page_language, paths, screen_messages, turned_away
from checklist.web.lately import Lately
from checklist.web.runtime import Runtime
from checklist.web.uploads import Uploads

_OF_A_PASS = re.compile(
    r"/visit/\d+|/api/visits/\d+(/follow-ups)?|/api/assessments/\d+(/answers|/late-answers|/submission|/photos)?|/api/photos/\d+|/logout"
)
"""All that the session of a visit pass opens; each asks again whether it is this visit's."""
SESSION_HEADER = "x-checklist-session"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def token_of(scope: Scope) -> str | None:
    """The session token in the request's cookies."""
    return cookie_parser(Headers(scope=scope).get("cookie", "")).get(sessions.cookie_name())


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
        self._uploads = Uploads()
        self._lately = Lately()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] in ("http", "websocket"):
            # A dictionary of its own, whatever the server hands in: no request may see who stands behind another.
            scope["state"] = {**scope.get("state", {}), "runtime": self._runtime}
        if scope["type"] == "http":
            await self._http(scope, body_time.limited(receive), headers.added(scope, send))
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, self._telling_refusal(send))

    def _telling_refusal(self, send: Send) -> Send:
        """Say in one sentence why the server does not start, where Starlette would show where in the code it was."""

        async def sending(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed" and self._runtime.refusal:
                message = {**message, "message": self._runtime.refusal}
            await send(message)

        return sending

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._answer(scope)
        if answer is None and page_language.asks_for_page(scope):
            scope, send = page_language.uncompressed(scope), page_language.in_japanese(scope["path"], send)
        if answer is not None:
            await answer(scope, receive, send)
            return
        with self._uploads.counted(scope):
            await self._app(scope, receive, send)

    def _answer(self, scope: Scope) -> ASGIApp | None:
        """What the gate itself answers; None lets the request through."""
        path = scope["path"]
        # Open paths included: a foreign page may not sign anybody in. Streamlit's XSRF token covers none of our routes.
        if scope["method"] not in _SAFE_METHODS and not origin.is_same(scope):
            return self._runtime.foreign_origins.refuse(scope)
        if paths.is_open(path):
            return turned_away.of(scope, self._runtime)
        if paths.is_nothing(path):
            return JSONResponse({"message": NotFound().message}, NotFound.status)
        # In the loop itself: a session is found in 18 µs, while the way to a thread and back alone takes 50.
        if not (session := self._admit(scope)):
            return self._turn_away(scope)
        if not paths.is_normal(path):
            return JSONResponse({"message": NotFound().message}, NotFound.status)
        if (visit := principal_of(scope).visit_scope) is not None and not _OF_A_PASS.fullmatch(path):
            return _keep_to_visit(path, visit)
        if session.due and path not in (session.due.where, "/logout"):
            return _ask_for(session.due, scope)
        if paths.is_everything(path) and not session.is_fresh:
            return _ask_for(CodeStale, scope)
        return self._uploads.refusal(scope)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not (same := origin.is_same(scope)):
            self._runtime.foreign_origins.tell(scope)
        # A pass opens one sheet, which needs no websocket; without a websocket there is no page of Streamlit.
        session = self._admit(scope) if same else None
        if session and session.principal.visit_scope is None and not session.due:
            token = scope["state"]["token"]
            receive, send = screen_messages.guarded(receive, send)
            receive = screen_messages.while_signed_in(receive, lambda: self._lives(token))
            await self._app(_told(scope), doing.watched(receive, lambda: self._note_use(token)), send)
        else:
            # ASGI wants the handshake received before it is answered; closed before it is accepted, it
            # is a 403 for the browser.
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    def _admit(self, scope: Scope) -> Session | None:
        """The living session behind the request, if there is one; notes who it is and that the session was used."""
        token = token_of(scope)
        asks_later = scope["type"] == "http" and scope["method"] == "POST" and paths.is_answers(scope["path"])
        if asks_later and token and (session := self._lately.find(token)):
            scope["state"] |= {"principal": session.principal, "token": token}
            return session
        session = sessions.find(self._connection(), token)
        # Of a pass that has ended, what lies on the tablet is still taken for some days; nothing is read any more.
        if session is None and scope.get("method") == "POST" and paths.is_delivery(scope["path"]):
            session = sessions.find_for_delivery(self._connection(), token)
        if session is None or token is None:
            return None
        scope["state"] |= {"principal": session.principal, "token": token}
        if asks_later and not session.due:
            self._lately.note(token, session)
        # Nobody waits for this, and it is true once a minute at most: a write for each request
        # would queue with the answers.
        if session.is_stale and scope["type"] == "http" and doing.is_doing(scope):
            self._note_use(token)
        return session

    def _lives(self, token: str) -> bool:
        """Whether a session is living at this moment; a websocket outlives it."""
        return sessions.find(self._connection(), token) is not None

    def _note_use(self, token: str) -> None:
        self._runtime.writer.submit(lambda connection: sessions.touch(connection, token))

    def _turn_away(self, scope: Scope) -> Response:
        path = scope["path"]
        if paths.is_for_machines(path):
            return JSONResponse({"message": NotSignedIn().message}, NotSignedIn.status)
        if not people.exist(self._connection()):
            return RedirectResponse("/setup", 303)
        wanted = _address(scope)
        # 303, not 307: whatever was asked for in whatever way, the sign-in page is fetched by GET.
        return RedirectResponse(f"/login?next={quote(wanted, safe='')}" if wanted != "/" else "/login", 303)

    def _connection(self) -> Database:
        """One reading connection, used only by the event loop's thread."""
        if self._reader is None:
            self._reader = db.connect()
        return self._reader


def _told(scope: Scope) -> Scope:
    """The scope with what only the gate knows: from where a screen was opened, and of which session it is.

    Streamlit lets a screen go on only for the session that began it (`server.trustedUserHeaders`): its number alone, which
    stands in addresses of files, would give anybody who is signed in what others have on theirs.
    """
    told = {ADDRESS_HEADER: origin.address(scope), SESSION_HEADER: sessions.token_hash(scope["state"]["token"])}
    own = {name.encode(): value.encode() for name, value in told.items()}
    kept = [pair for pair in scope["headers"] if pair[0].lower() not in own]
    return {**scope, "headers": [*kept, *own.items()]}


def _ask_for(due: type[StillDue], scope: Scope) -> Response:
    """What nobody opens before a password or a code: the page for it comes instead, wherever a browser shows one."""
    path = scope["path"]
    # A document is asked for by a link, which leads to a page as well.
    by_link = due is CodeStale and page_language.asks_for_page(scope)
    if paths.is_for_machines(path) and not by_link:
        return JSONResponse({"message": due().message}, due.status)
    return RedirectResponse(f"{due.where}?next={quote(_address(scope), safe='')}", 303)


def _address(scope: Scope) -> str:
    """Path and query as they were asked for."""
    path, query = str(scope["path"]), scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path


def _keep_to_visit(path: str, visit: int) -> Response:
    """What a visit pass does not open: pages lead back to the sheet, anything else is refused."""
    if paths.is_for_machines(path):
        return JSONResponse({"message": "訪問パスでは、この訪問の点検表のみを開けます。"}, Forbidden.status)
    return RedirectResponse(f"/visit/{visit}", 303)
