"""Handing a chapter of the visitors' sheet to another member of the visit, from the sheet itself."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist.store.act import Act
from checklist.store.visits import handovers
from checklist.web import csrf, request_body
from checklist.web.delivery import deliver
from checklist.web.request_state import State


@dataclass(frozen=True)
class Handover:
    """The body of a request: whose device it comes from, which chapter, and to whom it goes."""

    person: int
    chapter: str
    to: int


async def post(request: Request[State]) -> Response:
    """`POST /api/assessments/{id}/handovers`: answers `{"status": "handed_over"}` once it is on disk."""
    csrf.require(request)
    sent = await request_body.read_as(request, Handover)
    assessment_id = request.path_params["id"]

    def work(act: Act) -> None:
        handovers.hand_over(act, assessment_id, sent.chapter, sent.to)

    await deliver(request, sent.person, work)
    return JSONResponse({"status": "handed_over"})
