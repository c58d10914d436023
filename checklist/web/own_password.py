"""Changing the own password: at the first sign-in before anything else, and whenever somebody wants to."""

from __future__ import annotations

import asyncio
import hmac

from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from checklist.errors import ChecklistError, PasswordDue, Refused
from checklist.model.accounts import Principal
from checklist.rules.accounts import passwords as new_passwords
from checklist.store import db
from checklist.store.accounts import people, sessions
from checklist.store.act import Act, Whence, viewing
from checklist.web import confirming, device_cookie, origin, plain_pages, request_body
from checklist.web.gate import principal_of
from checklist.web.login import form_token, safe_next, with_cookie
from checklist.web.request_state import State

DIFFERENT = "新しいパスワードの2回の入力が一致しません。何も変更していません。"
SAME = "現在のパスワードと同じです。別のパスワードにしてください。"


async def show(request: Request[State]) -> Response:
    """`GET /password`."""
    return await _page(request, safe_next(request.query_params.get("next", "/")))


async def _page(request: Request[State], after: str, message: str = "", status: int = 200) -> Response:
    principal, token = principal_of(request.scope), request.state["token"]

    def due() -> bool:
        with db.reading() as connection:
            found = sessions.find(connection, token)
        return found is not None and found.due is PasswordDue

    return plain_pages.render(
        request, "password", status, message=message, next=after, login=principal.login, name=principal.name,
        due=await run_in_threadpool(due), rule=new_passwords.RULE, minimum=new_passwords.MINIMUM, token=form_token(token),
    )  # fmt: skip


async def change(request: Request[State]) -> Response:
    """`POST /password` with `old`, `new` and `again`: 303 to where somebody was going, with a session of its own."""
    principal, form = principal_of(request.scope), await request_body.read_form(request)
    after = safe_next(form.get("next", "/"))
    # As bytes: of two texts compare_digest takes ASCII only, and a form may hold anything.
    if not hmac.compare_digest(form.get("token", "").encode(), form_token(request.state["token"]).encode()):
        return await _page(request, after, "画面の有効期限が切れました。もう一度お試しください。", 403)
    try:
        token, new_hash = await _changed(request, principal, form)
    except ChecklistError as error:
        return await _page(request, after, error.message, error.status)
    response = with_cookie(RedirectResponse(after, 303), request, token)
    device_cookie.note(response, request, principal.person_id, new_hash)
    return response


async def _changed(request: Request[State], principal: Principal, form: dict[str, str]) -> tuple[str, str]:
    """The token of the session that goes on, and the new hash; raises Refused, Busy or TooManyAttempts."""
    runtime, address = request.state["runtime"], origin.address(request.scope)
    old, new = form.get("old", ""), form.get("new", "")
    if new != form.get("again", ""):
        raise Refused(DIFFERENT)
    judged = await confirming.judged(runtime, principal, old, address)
    if new == old:
        raise Refused(SAME)
    found = judged.found
    assert found is not None, "a password without an account is never found right"
    with runtime.passwords.place():
        new_hash = await runtime.passwords.judge(lambda: _hashed(principal, new))
    whence = Whence(address, request.headers.get("user-agent", ""), confirmed=True)

    def finish(connection: Database) -> str:
        former = sessions.find(connection, request.state["token"])
        people.change_own_password(Act.now(connection, principal, whence), found[1], new_hash)
        factor_at = former.factor_at if former else None
        return sessions.start(connection, principal.person_id, whence, factor_at=factor_at)

    return await asyncio.wrap_future(runtime.writer.submit(finish)), new_hash


def _hashed(principal: Principal, password: str) -> str:
    """The hash of a new password; raises Refused with everything wrong with it."""
    with viewing(principal) as view:
        if faults := people.own_password_faults(view, password):
            raise Refused(faults)
    return people.hash_password(password)
