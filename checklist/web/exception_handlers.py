"""The one place where errors become answers: JSON with a Japanese message for machines, a page for people."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from checklist import words
from checklist.errors import Busy, CannotSave, ChecklistError, Forbidden, NotFound, TooFast
from checklist.store import troubles
from checklist.web import headers, noting, plain_pages

TROUBLE = "サーバーで問題が起きました。時間をおいてもう一度お試しください。"
# With re.S, for a path may hold an encoded line end, at which a machine would be told its error as a page.
_FOR_MACHINES = re.compile(r"/(api|download|assets|calendar)(/.*)?|/healthz|/sw\.js", re.S)
RETRY_AFTER = 10
_OTHER_METHOD = "この方法では呼び出せません。"


def _is_for_machines(request: Request) -> bool:
    return _FOR_MACHINES.fullmatch(request.scope["path"]) is not None


async def _refuse(request: Request, error: ChecklistError) -> Response:
    """One of the product's errors, with its status."""
    if isinstance(error, Forbidden):
        await noting.refused(request)
    later = {"retry-after": str(RETRY_AFTER)} if isinstance(error, Busy | TooFast) else None
    if _is_for_machines(request):
        return JSONResponse({"message": error.message, "error": type(error).__name__}, error.status, later)
    if isinstance(error, CannotSave):
        return plain_pages.without_database(error.message, error.status)
    # Every page reads the region's name for its head, so none is made in the loop.
    page = await run_in_threadpool(plain_pages.render, request, "refused", error.status, message=error.message)
    page.headers.update(later or {})
    return page


async def _refuse_number(request: Request, error: OverflowError) -> Response:
    """A number that no row can have; any other overflow is a fault of ours."""
    # Python's own words for it are "int too large to convert to SQLite INTEGER", before any statement runs.
    if "SQLite" not in str(error):
        raise error
    return await _refuse(request, NotFound())


async def _refuse_request(request: Request, error: HTTPException) -> Response:
    """What Starlette itself refuses: in Japanese below our own paths, in Streamlit's own words below the others."""
    if not _is_for_machines(request):
        return PlainTextResponse(error.detail, error.status_code, error.headers)
    message = {404: NotFound().message, 405: _OTHER_METHOD}.get(error.status_code, ChecklistError().message)
    return JSONResponse({"message": message}, error.status_code, error.headers)


async def _tell_trouble(request: Request, error: Exception) -> Response:
    """Anything else: one sentence, no trace of the code. The server logs the error, which Starlette raises again."""
    trouble = troubles.of(error)
    message, status = (words.TROUBLES[trouble], CannotSave.status) if trouble else (TROUBLE, 500)
    if _is_for_machines(request):
        found: Response = JSONResponse({"message": message}, status)
    else:
        found = plain_pages.without_database(message, status)
    # Starlette sends this from outside of every middleware, so past the gate, which sets the headers of all others.
    # The server closes the connection after an error; a browser that is not told so would lose its next answer to it.
    found.raw_headers += [*headers.of(request.scope), (b"cache-control", b"no-store"), (b"connection", b"close")]
    return found


async def _note_gone(request: Request, error: ClientDisconnect) -> Response:
    """Whoever broke off their own body hears nothing of it; whoever fell silent does, and is let go."""
    return JSONResponse({"message": "送信が途中で止まりました。もう一度お試しください。"}, 408, {"connection": "close"})


EXCEPTION_HANDLERS: dict[Any, Callable[[Any, Any], Any]] = {
    ChecklistError: _refuse,
    OverflowError: _refuse_number,
    HTTPException: _refuse_request,
    ClientDisconnect: _note_gone,
    Exception: _tell_trouble,
}
