"""All routes of our own, beside Streamlit's."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from checklist.store import db, region
from checklist.web import answers, assets, downloads, edge, late_answers, login, passes, photos, visit_page, visits
from checklist.web.edge import Endpoint, json_errors
from checklist.web.runtime import Runtime


@json_errors
async def health(request: Request) -> Response:
    """`GET /healthz`: the server runs and its database answers."""

    def ask() -> None:
        with db.reading() as connection:
            region.find(connection)

    await run_in_threadpool(ask)
    return JSONResponse({"status": "ok"})


def _endpoint(found: Endpoint) -> Endpoint:
    """An object that answers requests, as the function that a route takes; it would take an object for an app."""

    async def endpoint(request: Request) -> Response:
        return await found(request)

    return endpoint


def routes(runtime: Runtime) -> list[Route]:
    """The routes in the order in which they are tried."""
    every_method = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    setup = _endpoint(login.SetUp(runtime))
    post_answers, post_late_answers = _endpoint(answers.Post(runtime)), _endpoint(late_answers.Post(runtime))
    post_photo, post_follow_up = _endpoint(photos.Post(runtime)), _endpoint(visits.PostFollowUp(runtime))
    return [
        Route("/healthz", health),
        Route("/login", login.show_login, methods=["GET"]),
        Route("/login", login.login, methods=["POST"]),
        Route("/logout", login.show_logout, methods=["GET"]),
        Route("/logout", login.logout, methods=["POST"]),
        Route("/setup", setup, methods=["GET", "POST"]),
        Route("/assets/{name}", assets.get),
        Route("/api/assessments/{id:int}", answers.get),
        Route("/api/assessments/{id:int}/answers", post_answers, methods=["POST"]),
        Route("/api/assessments/{id:int}/late-answers", post_late_answers, methods=["POST"]),
        Route("/api/assessments/{id:int}/photos", post_photo, methods=["POST"]),
        Route("/api/photos/{id:int}", photos.get),
        Route("/api/photos/{id:int}/erase", photos.erase, methods=["POST"]),
        Route("/api/visits/{id:int}", visits.get),
        Route("/api/visits/{id:int}/follow-ups", post_follow_up, methods=["POST"]),
        Route("/visit/", visit_page.show_shell),
        Route("/visit/{id:int}", visit_page.show),
        Route("/sw.js", visit_page.service_worker),
        Route("/pass/{token}", passes.show, methods=["GET"]),
        Route("/pass/{token}", passes.open_once, methods=["POST"]),
        *downloads.routes,
        *(
            Route(path, edge.unknown, methods=every_method)
            for path in ("/api", "/api/{path:path}", "/download", "/download/{path:path}")
        ),
    ]
