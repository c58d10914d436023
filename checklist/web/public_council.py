"""The public pages of the council and its papers: without sign-in, without script, as they are printed."""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from checklist import words
from checklist.formats.file_kinds import EXCEL, PDF
from checklist.store import clock, db
from checklist.store.center import public_council
from checklist.web import plain_pages
from checklist.web.request_state import State
from checklist.words.center import FORMS, PUBLIC_COUNCIL, file_size

KINDS = {one.code: one for one in (PDF, EXCEL)}


async def show(request: Request[State]) -> Response:
    """`GET /public/council`: what is announced, and what was published."""

    def work() -> Response:
        today = clock.today()
        with db.reading() as connection:
            coming = public_council.announced(connection, today)
            found = public_council.published(connection, today)
        return plain_pages.render(
            request, "council", title=PUBLIC_COUNCIL, center=words.CENTER, coming=coming, found=found, day=words.day,
            forms=FORMS, today=today, size=file_size, kinds=KINDS,
        )  # fmt: skip

    return await run_in_threadpool(work)


async def paper(request: Request[State]) -> Response:
    """`GET /public/council/papers/{id}.{pdf,xlsx}`: a paper of an open item of a published meeting, as it was frozen."""

    def work() -> Response:
        with db.reading() as connection:
            asked = request.path_params
            found, content = public_council.paper(connection, clock.today(), asked["id"], asked["file"])
        kind = KINDS[found.file]
        name = quote(f"{found.title}{kind.ending}", safe="")
        disposition = f"attachment; filename=\"document{kind.ending}\"; filename*=UTF-8''{name}"
        headers = {"content-disposition": disposition, "content-security-policy": "sandbox"}
        return Response(content, media_type=kind.media_type, headers=headers)

    return await run_in_threadpool(work)
