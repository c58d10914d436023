"""Visit passes in the browser: a page that names person and visit, and the one exchange for a session."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from checklist import words
from checklist.errors import Refused
from checklist.model.visits import Visit
from checklist.rules.visits import visit_times
from checklist.store import db
from checklist.store.accounts import sessions
from checklist.store.act import View, Whence
from checklist.store.hospitals import hospitals
from checklist.store.visits import passes
from checklist.store.visits.passes import VisitPass
from checklist.web import origin, plain_pages, reader_cookie
from checklist.web.gate import token_of
from checklist.web.request_state import State


def _facts(view: View, found: VisitPass, visit: Visit) -> dict[str, Any]:
    return {
        "name": found.name,
        "host": hospitals.get(view, visit.host_id).name,
        "day": visit_times.of_visit(visit) or "未定",
        "until": words.moment(found.expires_at),
    }


async def show(request: Request[State]) -> Response:
    """`GET /pass/{token}`: changes nothing, so that a preview of the link does not use it up."""

    def look() -> dict[str, Any]:
        with db.reading() as connection:
            found, visit = passes.usable(connection, request.path_params["token"])
            return _facts(View.now(connection, found.holder), found, visit)

    try:
        return plain_pages.render(request, "pass", **await run_in_threadpool(look))
    except Refused as error:
        return await _refused(request, error)


async def _refused(request: Request[State], error: Refused) -> Response:
    """Why the pass opens nothing; on the very device that it has opened, the way back to the sheet."""

    def look() -> int | None:
        with db.reading() as connection:
            return passes.opened_here(connection, request.path_params["token"], token_of(request.scope) or "")

    if visit := await run_in_threadpool(look):
        return plain_pages.render(request, "pass", again=visit)
    return plain_pages.render(request, "pass", 403, message=error.message)


async def open_once(request: Request[State]) -> Response:
    """`POST /pass/{token}`: the first time a session for this visit only; 303 to its sheet."""

    def exchange() -> tuple[str, VisitPass]:
        with db.writing() as connection:
            whence = Whence(origin.address(request.scope), request.headers.get("user-agent", ""))
            opened = passes.open_once(connection, request.path_params["token"], whence)
            # The browser holds one session; the one it had could not be ended any more by anybody.
            if former := token_of(request.scope):
                sessions.end(connection, former)
            return opened

    try:
        token, found = await run_in_threadpool(exchange)
    except Refused as error:
        return await _refused(request, error)
    response = RedirectResponse(f"/visit/{found.visit_id}", 303)
    # The cookie outlives the pass by the days in which it may still deliver.
    response.set_cookie(
        sessions.cookie_name(),
        token,
        max_age=passes.cookie_seconds(found),
        httponly=True,
        samesite="lax",
        secure=origin.is_secure(request.scope),
    )
    reader_cookie.note(response, request, found.person_id)
    return response
