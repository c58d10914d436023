"""The second step of signing in: the page that asks for a code of the authenticator, and again before everything is taken away."""

from __future__ import annotations

import asyncio
import hmac

from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from checklist.errors import ChecklistError, CodeDue, NotSignedIn
from checklist.model.accounts import Principal, SignInWay
from checklist.store import db
from checklist.store.accounts import sessions
from checklist.store.act import Whence
from checklist.web import codes, origin, paths, plain_pages, reader_cookie, request_body, sign_in
from checklist.web.gate import principal_of
from checklist.web.login import form_token, safe_next, with_cookie
from checklist.web.request_state import State

LATE = "画面の有効期限が切れました。もう一度お試しください。"


def whence_of(request: Request[State], confirmed: bool = False) -> Whence:
    """From where a request comes, as the audit writes it down."""
    return Whence(origin.address(request.scope), request.headers.get("user-agent", ""), confirmed)


def is_own_form(request: Request[State], form: dict[str, str]) -> bool:
    """Whether a form was made for this session."""
    # As bytes: of two texts compare_digest takes ASCII only, and a form may hold anything.
    return hmac.compare_digest(form.get("token", "").encode(), form_token(request.state["token"]).encode())


async def show(request: Request[State]) -> Response:
    """`GET /login/code`: after the password, or before a document for which the code is asked again."""
    principal, after = principal_of(request.scope), safe_next(request.query_params.get("next", "/"))
    if not principal.second_factor:
        return RedirectResponse(after, 303)
    return await _page(request, principal, after)


async def _page(
    request: Request[State], principal: Principal, after: str, message: str = "", status: int = 200
) -> Response:
    return plain_pages.render(
        request, "code", status, message=message, next=after, name=principal.name,
        half=await run_in_threadpool(_is_half, request.state["token"]), token=form_token(request.state["token"]),
    )  # fmt: skip


def _is_half(token: str) -> bool:
    with db.reading() as connection:
        found = sessions.find(connection, token)
    return found is not None and found.due is CodeDue


async def enter(request: Request[State]) -> Response:
    """`POST /login/code` with `code`: 303 to where somebody was going, in a session that is whole now."""
    principal, form = principal_of(request.scope), await request_body.read_form(request)
    after, runtime = safe_next(form.get("next", "/")), request.state["runtime"]
    if not is_own_form(request, form):
        return await _page(request, principal, after, LATE, 403)
    try:
        await codes.spend(runtime, principal, form.get("code", ""), whence_of(request))
        token = await asyncio.wrap_future(runtime.writer.submit(lambda db: _gone_on(db, request, principal)))
    except NotSignedIn:
        return RedirectResponse("/login", 303)
    except ChecklistError as error:
        await runtime.refusals.come()
        return await _page(request, principal, after, error.message, error.status)
    if paths.is_for_machines(after):
        # A document leaves the page that led to it standing, and this one would ask for a code once more.
        response: Response = plain_pages.render(request, "code_taken", next=after)
    else:
        response = RedirectResponse(after, 303)
    reader_cookie.note(response, request, principal.person_id)
    return with_cookie(response, request, token)


def _gone_on(db: Database, request: Request[State], principal: Principal) -> str:
    found = sessions.find(db, request.state["token"])
    if found is not None and found.due is CodeDue:
        way = SignInWay.PROVIDER if found.principal.vouched_in else SignInWay.PASSWORD
        sign_in.note_come(db, principal.person_id, whence_of(request), way)
    return sessions.go_on(db, request.state["token"])
