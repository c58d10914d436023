"""What the sheet page of a visit asks for beside the answers: its sheets, and marks on earlier findings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist.model.accounts import Principal
from checklist.model.improvements import Outcome, Sequel
from checklist.readings import answer_sheet, open_visits, visit_card
from checklist.store import clock
from checklist.store.act import Act, viewing
from checklist.store.improvements import follow_ups
from checklist.store.improvements.follow_ups import Marked
from checklist.web import csrf, request_body
from checklist.web.delivery import deliver
from checklist.web.gate import principal_of
from checklist.web.request_state import State


class Sent(msgspec.Struct, frozen=True, rename={"sequel": "mark"}):
    """The body of a mark; `person` names whose outbox it is, `seen` when the mark on that screen was made, if any."""

    finding: int
    sequel: Sequel
    comment: str = ""
    person: int | None = None
    seen: datetime | msgspec.UnsetType | None = msgspec.UNSET


async def get(request: Request[State]) -> Response:
    """`GET /api/visits/{id}`: hospitals, day, sheets that the reader may open, and the reader's chapters."""
    principal = principal_of(request.scope)

    def read() -> dict[str, object]:
        with viewing(principal) as view:
            return visit_card.read(view, request.path_params["id"])

    return JSONResponse(await run_in_threadpool(read))


async def get_open(request: Request[State]) -> Response:
    """`GET /api/visits`: the visits whose sheet page the reader may open now."""
    principal = principal_of(request.scope)

    def read() -> list[dict[str, Any]]:
        with viewing(principal) as view:
            return open_visits.read(view)

    return JSONResponse(await run_in_threadpool(read))


async def post_follow_up(request: Request[State]) -> Response:
    """`POST /api/visits/{id}/follow-ups` with `{"finding", "mark", "comment"}`; the last one counts.

    With `"seen"` it counts only on top of what its sender saw: `saved`, `duplicate`, or `conflict` with what stands.
    """
    csrf.require(request)
    sent = await request_body.read_as(request, Sent)
    visit_id = request.path_params["id"]

    def work(act: Act) -> dict[str, Any]:
        return _keep(act, visit_id, sent)

    return JSONResponse(await deliver(request, sent.person, work))


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
