"""What the sheet page of a visit asks for beside the answers: its sheets, and marks on earlier findings."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import msgspec
from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist.errors import Malformed, OtherPerson
from checklist.model.accounts import Principal
from checklist.model.improvements import Outcome, Sequel
from checklist.readings import answer_sheet, visit_card
from checklist.store import clock
from checklist.store.accounts import sessions
from checklist.store.act import Act, viewing
from checklist.store.improvements import follow_ups
from checklist.store.improvements.follow_ups import Marked
from checklist.web import csrf, request_body
from checklist.web.edge import json_errors
from checklist.web.gate import principal_of
from checklist.web.runtime import Runtime


class Sent(msgspec.Struct, frozen=True, rename={"sequel": "mark"}):
    """The body of a mark; `person` names whose outbox it is, `seen` when the mark on that screen was made, if any."""

    finding: int
    sequel: Sequel
    comment: str = ""
    person: int | None = None
    seen: datetime | msgspec.UnsetType | None = msgspec.UNSET


_decode = msgspec.json.Decoder(Sent).decode


@json_errors
async def get(request: Request) -> Response:
    """`GET /api/visits/{id}`: hospitals, day, sheets that the reader may open, and the reader's chapters."""
    principal = principal_of(request.scope)

    def read() -> dict[str, object]:
        with viewing(principal) as view:
            return visit_card.read(view, request.path_params["id"])

    return JSONResponse(await run_in_threadpool(read))


class PostFollowUp:
    """`POST /api/visits/{id}/follow-ups` with `{"finding", "mark", "comment"}`; the last one counts.

    With `"seen"` it counts only on top of what its sender saw: `saved`, `duplicate`, or `conflict` with what stands.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def __call__(self, request: Request) -> Response:
        """Answer once the mark is on disk."""
        return await json_errors(self._take)(request)

    async def _take(self, request: Request) -> Response:
        csrf.require(request)
        try:
            sent = _decode(await request_body.read(request))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed from error
        token, visit_id = request.scope["checklist.token"], request.path_params["id"]

        def work(connection: Database) -> dict[str, Any]:
            principal = sessions.require_for_delivery(connection, token)
            if sent.person not in (None, principal.person_id):
                raise OtherPerson
            return _keep(Act.now(connection, principal), visit_id, sent)

        return JSONResponse(await asyncio.wrap_future(self._runtime.writer.submit(work)))


def _keep(act: Act, visit_id: int, sent: Sent) -> dict[str, Any]:
    """Store a mark and tell what became of it; whoever may only deliver does not learn what others have marked."""
    outcome, now = Outcome.SAVED, None
    if isinstance(sent.seen, msgspec.UnsetType):
        follow_ups.mark(act, visit_id, sent.finding, sent.sequel, sent.comment)
    else:
        wanted = (sent.sequel, sent.comment)
        outcome, now = follow_ups.deliver(act, visit_id, sent.finding, wanted, sent.seen)
    told: dict[str, Any] = {"status": outcome, "finding": sent.finding, "mark": sent.sequel}
    return told | {"current": _current(now, outcome, act.principal)} if now else told


def _current(now: Marked, outcome: Outcome, principal: Principal) -> dict[str, Any] | None:
    reads = principal.expires_at > clock.now()
    return answer_sheet.marked(now) if reads or outcome is not Outcome.CONFLICT else None
