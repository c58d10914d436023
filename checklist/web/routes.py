"""All routes of our own, beside Streamlit's."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from checklist.store import db, region
from checklist.web import answers, assets, downloads, edge, login, passes, photos, visit_page, visits
from checklist.web.edge import json_errors
from checklist.web.runtime import Runtime


@json_errors
async def health(request: Request) -> Response:
    """`GET /healthz`: the server runs and its database answers."""

    def ask() -> None:
        with db.reading() as connection:
            region.find(connection)

    await run_in_threadpool(ask)
    return JSONResponse({"status": "ok"})


def routes(runtime: Runtime) -> list[Route]:
    """The routes in the order in which they are tried."""
    set_up = login.SetUp(runtime)
    every_method = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    async def setup(request: Request) -> Response:
        return await set_up(request)

    async def post_answers(request: Request) -> Response:
        return await answers.Post(runtime)(request)

    async def post_photo(request: Request) -> Response:
        return await photos.Post(runtime)(request)

    async def post_follow_up(request: Request) -> Response:
        return await visits.PostFollowUp(runtime)(request)

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
