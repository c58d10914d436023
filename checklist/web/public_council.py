"""The public pages of the council: without sign-in, without script, as they are printed."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from checklist import words
from checklist.store import clock, db
from checklist.store.center import public_council
from checklist.web import plain_pages
from checklist.web.request_state import State
from checklist.words.center import FORMS, PUBLIC_COUNCIL


async def show(request: Request[State]) -> Response:
    """`GET /public/council`: what is announced, and what was published."""

    def work() -> Response:
        today = clock.today()
        with db.reading() as connection:
            coming = public_council.announced(connection, today)
            found = public_council.published(connection, today)
        return plain_pages.render(
            request, "council", title=PUBLIC_COUNCIL, center=words.CENTER, coming=coming, found=found, day=words.day,
            forms=FORMS, today=today,
        )  # fmt: skip

    return await run_in_threadpool(work)
