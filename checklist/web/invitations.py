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
from checklist.store.accounts import invitations, people
from checklist.store.act import View
from checklist.web import code_page, login, origin, plain_pages, request_body
from checklist.web.own_password import DIFFERENT
from checklist.web.request_state import State
from checklist.web.sign_in import SignedIn, begin_session


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

    def finish(connection: Database) -> SignedIn:
        accepted = invitations.accept(connection, token, new_hash, clock.now(), code_page.whence_of(request))
        return begin_session(connection, login.attempt_of(request), (accepted.person_id, new_hash))

    found = await asyncio.wrap_future(runtime.writer.submit(finish))
    return login.welcome(request, found, "/")


def _hashed(token: str, password: str) -> str:
    """The hash of a new password; raises Refused with everything wrong with it."""
    with db.reading() as connection:
        view = View.now(connection, invitations.holder(connection, token, clock.now()))
        if faults := people.own_password_faults(view, password):
            raise Refused(faults)
    return people.hash_password(password)
