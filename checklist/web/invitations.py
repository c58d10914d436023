"""Invitations in the browser: a page on which the invited person chooses a password, and the one exchange for a session."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from checklist import words
from checklist.errors import Busy, ChecklistError, Refused, TooManyAttempts
from checklist.model.accounts import Invitation
from checklist.rules.accounts import passwords
from checklist.store import clock, db
from checklist.store.accounts import invitations, people, second_factors, sessions
from checklist.store.act import View
from checklist.store.notices import audit
from checklist.web import code_page, device_cookie, origin, plain_pages, reader_cookie, request_body
from checklist.web.gate import token_of
from checklist.web.login import with_cookie
from checklist.web.own_password import DIFFERENT
from checklist.web.request_state import State


async def ask(request: Request[State]) -> Response:
    """`GET /invitation`: for whoever holds a slip and nothing that reads its QR code."""
    code = request.query_params.get("code", "").strip()
    if code:
        return RedirectResponse(f"/invitation/{quote(code[:100], safe='')}", 303)
    return plain_pages.render(request, "invitation")


async def show(request: Request[State]) -> Response:
    """`GET /invitation/{token}`: changes nothing, so that a preview of the link does not use it up."""
    try:
        return _page(request, await run_in_threadpool(_found, request))
    except Refused as error:
        return await _refused(request, error)


def _found(request: Request[State]) -> Invitation:
    with db.reading() as connection:
        return invitations.usable(connection, request.path_params["token"], clock.now())


def _page(request: Request[State], found: Invitation, message: str = "", status: int = 200) -> Response:
    return plain_pages.render(
        request, "invitation", status, message=message, found=found, until=words.moment(found.expires_at),
        rule=passwords.RULE, minimum=passwords.MINIMUM,
    )  # fmt: skip


async def _refused(request: Request[State], error: Refused) -> Response:
    """Why nothing opens; whoever tries out codes has to wait, as whoever tries out passwords."""
    runtime, address = request.state["runtime"], origin.address(request.scope)
    await runtime.refusals.come()
    if runtime.doorkeeper.addresses.wait(address):
        return plain_pages.render(request, "invitation", TooManyAttempts.status, message=TooManyAttempts().message)
    runtime.doorkeeper.addresses.pay(address)
    return plain_pages.render(request, "invitation", 403, message=error.message)


async def choose(request: Request[State]) -> Response:
    """`POST /invitation/{token}` with `new` and `again`: 303 to the start page, in a session of the invited person."""
    form = await request_body.read_form(request)
    try:
        found = await run_in_threadpool(_found, request)
    except Refused as error:
        return await _refused(request, error)
    new = form.get("new", "")
    if new != form.get("again", ""):
        return _page(request, found, DIFFERENT, Refused.status)
    try:
        return await _chosen(request, new)
    except (Busy, ChecklistError) as error:
        try:
            return _page(request, await run_in_threadpool(_found, request), error.message, error.status)
        except Refused as gone:
            return await _refused(request, gone)


async def _chosen(request: Request[State], new: str) -> Response:
    runtime, token = request.state["runtime"], request.path_params["token"]
    with runtime.passwords.place():
        new_hash = await runtime.passwords.judge(lambda: _hashed(token, new))

    def finish(connection: Database) -> tuple[str, int, bool]:
        whence = code_page.whence_of(request)
        person_id = invitations.accept(connection, token, new_hash, clock.now(), whence).person_id
        # The browser holds one session; the one it had could not be ended any more by anybody.
        if former := token_of(request.scope):
            sessions.end(connection, former)
        waits = second_factors.holds(connection, person_id)
        if not waits:
            audit.note_sign_in(connection, clock.now(), person_id, whence, succeeded=True)
        return sessions.start(connection, person_id), person_id, waits

    session, person_id, waits = await asyncio.wrap_future(runtime.writer.submit(finish))
    response = with_cookie(RedirectResponse("/", 303), request, session)
    device_cookie.note(response, request, person_id, new_hash)
    if not waits:
        reader_cookie.note(response, request, person_id)
    return response


def _hashed(token: str, password: str) -> str:
    """The hash of a new password; raises Refused with everything wrong with it."""
    with db.reading() as connection:
        view = View.now(connection, invitations.holder(connection, token, clock.now()))
        if faults := people.own_password_faults(view, password):
            raise Refused(faults)
    return people.hash_password(password)
