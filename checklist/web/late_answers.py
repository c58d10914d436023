"""Handing in answers that came too late: stored for the leading evaluator before they are acknowledged."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist.model.assessments import OperationResult
from checklist.store.act import Act
from checklist.store.visits import late_answers
from checklist.web import answers, csrf, request_body
from checklist.web.delivery import deliver
from checklist.web.request_state import State


async def post(request: Request[State]) -> Response:
    """`POST /api/assessments/{id}/late-answers`, the body as for answers; each is `waiting`, `duplicate` or `refused`.

    Answers once everything that is called waiting is on disk; tells nothing of what stands in the assessment.
    """
    csrf.require(request)
    sent = answers.parse(await request_body.read(request))
    assessment_id = request.path_params["id"]

    def work(act: Act) -> list[OperationResult]:
        return late_answers.hand_in(act, assessment_id, sent.operations)

    results = await deliver(request, sent.person, work, brings=len(sent.operations))
    told = [{"operation_id": one.operation_id, "status": one.status, "message": one.message} for one in results]
    return JSONResponse({"results": told})
