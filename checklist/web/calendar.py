"""What calendars take in: the day of a visit as a file, and a feed without signing in, by an address that only it knows."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from checklist.errors import NotFound
from checklist.formats.file_kinds import ICS
from checklist.readings import calendar
from checklist.store import clock, db
from checklist.store.act import View
from checklist.store.notices import calendar_feeds
from checklist.web import origin
from checklist.web.request_state import State

GONE = "このカレンダーのアドレスは使えません。「お知らせ」で新しいアドレスを作成してください。"


def day(view: View, request: Request[State]) -> tuple[str, bytes]:
    """The day of a visit for one's calendar, with the name of its file."""
    return calendar.DAY, calendar.of_visit(view, request.path_params["id"], origin.base(request.scope))


async def feed(request: Request[State]) -> Response:
    """`GET /calendar/{token}.ics`: the calendar of whoever made the address, with their rights of this moment; 404 for every other address."""

    def work() -> bytes:
        with db.reading() as connection:
            owner = calendar_feeds.owner(connection, request.path_params["token"], clock.now())
            if owner is None:
                raise NotFound(GONE)
            return calendar.of_person(View.now(connection, owner), origin.base(request.scope))

    content = await run_in_threadpool(work)
    headers = {"content-disposition": 'inline; filename="calendar.ics"', "x-robots-tag": "noindex"}
    return Response(content, media_type=ICS.media_type, headers=headers)
