"""All routes of our own, beside Streamlit's."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from checklist import words
from checklist.errors import CannotSave, NotFound, Trouble
from checklist.store import db, health, region
from checklist.web import (
    answers,
    calendar,
    code_page,
    csrf,
    downloads,
    handovers,
    identity_sign_in,
    invitations,
    late_answers,
    login,
    meetings,
    own_password,
    passes,
    photos,
    public_council,
    questionnaires,
    revisions,
    second_factor,
    submissions,
    visit_page,
    visits,
)
from checklist.web.assets import ASSETS
from checklist.web.request_state import State


async def tell_health(request: Request[State]) -> Response:
    """`GET /healthz`: whether an answer could be kept now, found out by a write; else 503 with the reason."""

    def ask() -> Trouble | None:
        with db.reading() as connection:
            region.find(connection)
        return health.of_server()

    try:
        trouble = await run_in_threadpool(ask)
    except CannotSave as error:
        trouble = error.trouble
    if trouble is None:
        return JSONResponse({"status": "ok"})
    return JSONResponse({"status": trouble, "message": words.TROUBLES[trouble]}, CannotSave.status)


async def here(request: Request[State]) -> Response:
    """`POST /api/here`: somebody types or points at a screen that sends nothing yet; the gate has noted it."""
    csrf.require(request)
    return Response(status_code=204)


async def unknown(request: Request[State]) -> Response:
    """A path below /api/ or /download/ that does not exist; Streamlit would answer it with its own page."""
    raise NotFound


EVERY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

ROUTES: list[BaseRoute] = [
    Route("/healthz", tell_health),
    Route("/login", login.show_login, methods=["GET"]),
    Route("/login", login.login, methods=["POST"]),
    Route("/login/oidc", identity_sign_in.begin, methods=["GET"]),
    Route("/oauth2callback", identity_sign_in.come_back, methods=["GET"]),
    Route("/logout", login.show_logout, methods=["GET"]),
    Route("/logout", login.logout, methods=["POST"]),
    Route("/login/code", code_page.show, methods=["GET"]),
    Route("/login/code", code_page.enter, methods=["POST"]),
    Route("/second-factor", second_factor.show, methods=["GET"]),
    Route("/second-factor", second_factor.change, methods=["POST"]),
    Route("/password", own_password.show, methods=["GET"]),
    Route("/password", own_password.change, methods=["POST"]),
    Route("/setup", login.set_up, methods=["GET", "POST"]),
    Route("/public/council", public_council.show),
    Route("/q/{token}", questionnaires.show, methods=["GET"]),
    Route("/q/{token}", questionnaires.answer, methods=["POST"]),
    Route("/public/council/papers/{id:int}.{file}", public_council.paper),
    Mount("/assets", ASSETS),
    Route("/api/here", here, methods=["POST"]),
    Route("/api/assessments/{id:int}", answers.get),
    Route("/api/assessments/{id:int}/history", answers.get_history),
    Route("/api/assessments/{id:int}/handovers", handovers.post, methods=["POST"]),
    Route("/api/assessments/{id:int}/answers", answers.post, methods=["POST"]),
    Route("/api/assessments/{id:int}/late-answers", late_answers.post, methods=["POST"]),
    Route("/api/assessments/{id:int}/submission", submissions.post, methods=["POST"]),
    Route("/api/assessments/{id:int}/photos", photos.post, methods=["POST"]),
    Route("/api/photos/{id:int}", photos.get),
    Route("/api/photos/{id:int}/erase", photos.erase, methods=["POST"]),
    Route("/api/visits", visits.get_open),
    Route("/api/visits/{id:int}", visits.get),
    Route("/api/visits/{id:int}/follow-ups", visits.post_follow_up, methods=["POST"]),
    Route("/api/visits/{id:int}/meeting", meetings.get),
    Route("/api/visits/{id:int}/meeting", meetings.begin, methods=["POST"]),
    Route("/api/visits/{id:int}/notes", meetings.post, methods=["POST"]),
    Route("/api/revisions/{id:int}", revisions.get),
    Route("/api/revisions/{id:int}/changes", revisions.post, methods=["POST"]),
    Route("/visit/", visit_page.show_shell),
    Route("/meeting/", visit_page.show_shell),
    Route("/meeting/{id:int}", visit_page.show_meeting),
    Route("/visit/{id:int}", visit_page.show),
    # Not below /assets: a service worker rules only the paths below its own.
    Route("/sw.js", visit_page.service_worker),
    Route("/pass/{token}", passes.show, methods=["GET"]),
    Route("/pass/{token}", passes.open_once, methods=["POST"]),
    Route("/invitation", invitations.ask),
    Route("/invitation/{token}", invitations.show, methods=["GET"]),
    Route("/invitation/{token}", invitations.choose, methods=["POST"]),
    Route("/calendar/{token}.ics", calendar.feed),
    *downloads.routes,
    *(
        Route(path, unknown, methods=EVERY_METHOD)
        for path in ("/api", "/api/{path:path}", "/download", "/download/{path:path}")
    ),
]
"""The routes in the order in which they are tried."""
