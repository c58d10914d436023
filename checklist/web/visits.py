"""What the sheet page of a visit asks for beside the answers: its sheets, and marks on earlier findings."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist.errors import Malformed, OtherPerson
from checklist.reports import visit_card
from checklist.rules.follow_up import Mark
from checklist.store import db, follow_ups, sessions
from checklist.web import body, mark
from checklist.web.edge import json_errors
from checklist.web.gate import principal_of
from checklist.web.runtime import Runtime


@dataclass(frozen=True)
class Sent:
    """The body of a mark; `person` names whose outbox it is."""

    finding: int
    mark: Mark
    comment: str = ""
    person: int | None = None


_decode = msgspec.json.Decoder(Sent).decode


@json_errors
async def get(request: Request) -> Response:
    """`GET /api/visits/{id}`: hospitals, day, sheets that the reader may open, and the reader's chapters."""
    principal = principal_of(request.scope)

    def read() -> dict[str, object]:
        with db.reading() as connection:
            return visit_card.read(connection, principal, request.path_params["id"])

    return JSONResponse(await run_in_threadpool(read))


class PostFollowUp:
    """`POST /api/visits/{id}/follow-ups` with `{"finding", "mark", "comment"}`; the last one counts."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def __call__(self, request: Request) -> Response:
        """Answer once the mark is on disk."""
        return await json_errors(self._take)(request)

    async def _take(self, request: Request) -> Response:
        mark.require(request)
        try:
            sent = _decode(await body.read(request))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed from error
        token, visit_id = request.scope["checklist.token"], request.path_params["id"]

        def work(connection: Database) -> None:
            principal = sessions.require_for_delivery(connection, token)
            if sent.person not in (None, principal.person_id):
                raise OtherPerson
            follow_ups.mark(connection, principal, visit_id, sent.finding, sent.mark, sent.comment)

        await asyncio.wrap_future(self._runtime.writer.submit(work))
        return JSONResponse({"status": "saved", "finding": sent.finding, "mark": sent.mark})
