"""Submitting an assessment from the sheet that was filled in, also long after the tap, once the device is in reach again."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist.store.act import Act
from checklist.store.assessments import assessments
from checklist.web import csrf, request_body
from checklist.web.delivery import deliver
from checklist.web.request_state import State


@dataclass(frozen=True)
class Submission:
    """The body of a request: whose device it comes from, and why something is left open, if it is."""

    person: int
    reason: str = ""


async def post(request: Request[State]) -> Response:
    """`POST /api/assessments/{id}/submission`: answers `{"status": "submitted"}` once it is on disk.

    422 with the reason in words while something is open without one; 409 where it is submitted already.
    """
    csrf.require(request)
    sent = await request_body.read_as(request, Submission)
    assessment_id = request.path_params["id"]

    def work(act: Act) -> None:
        assessments.submit(act, assessment_id, sent.reason)

    await deliver(request, sent.person, work)
    return JSONResponse({"status": "submitted"})
