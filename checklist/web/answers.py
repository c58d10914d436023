"""The answers API: read an assessment, and take operations that are saved before they are acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist.errors import Malformed
from checklist.model.assessments import Operation, OperationResult
from checklist.readings import answer_sheet
from checklist.store import clock
from checklist.store.act import Act, viewing
from checklist.store.assessments import answers
from checklist.web import csrf, request_body
from checklist.web.delivery import deliver
from checklist.web.gate import principal_of
from checklist.web.request_state import State


@dataclass(frozen=True)
class Answers:
    """The body of a request; `person` names whose outbox it is, so that nobody else's session can deliver it."""

    operations: list[Operation]
    person: int | None = None


_decode = msgspec.json.Decoder(Answers).decode


async def get(request: Request[State]) -> Response:
    """`GET /api/assessments/{id}`."""
    principal = principal_of(request.scope)
    assessment_id = request.path_params["id"]

    def read() -> dict[str, Any]:
        with viewing(principal) as view:
            return answer_sheet.read(view, assessment_id)

    content = await run_in_threadpool(read)
    if request.query_params.get("part") == "ratings":
        # What a sheet asks for every few seconds leaves out what cannot have changed, and what is asked for by a tap.
        del content["sheet"], content["previous"], content["phrases"], content["history"]
    return JSONResponse(content)


async def get_history(request: Request[State]) -> Response:
    """`GET /api/assessments/{id}/history`: item -> the changes of its value, for those who fill the assessment in."""
    principal = principal_of(request.scope)

    def read() -> dict[str, Any]:
        with viewing(principal) as view:
            return {"history": answer_sheet.history(view, request.path_params["id"])}

    return JSONResponse(await run_in_threadpool(read))


async def post(request: Request[State]) -> Response:
    """`POST /api/assessments/{id}/answers`: answers once everything that is called saved is on disk."""
    csrf.require(request)
    sent = parse(await request_body.read(request))
    # Noted before it is stored, so that a photo that comes meanwhile already gives way to it.
    request.state["runtime"].note_answer()
    assessment_id = request.path_params["id"]

    def work(act: Act) -> tuple[list[OperationResult], bool]:
        results = answers.record(act, assessment_id, sent.operations)
        return results, act.principal.expires_at > clock.now()

    results, reads = await deliver(request, sent.person, work, brings=len(sent.operations), keeps=True)
    told = {"results": [_result(result, reads) for result in results]}
    return Response(msgspec.json.encode(told), media_type="application/json")


def parse(raw: bytes) -> Answers:
    """The operations of a request's body; raises Malformed."""
    try:
        return _decode(raw)
    # Bytes that are no UTF-8 and brackets nested by the thousand raise errors that are no MsgspecError.
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed from error


def _result(result: OperationResult, reads: bool) -> dict[str, Any]:
    """A result as it leaves the API; whoever may only deliver does not learn what others have answered."""
    current = answer_sheet.rating(result.current) if result.current else None
    return {
        "operation_id": result.operation_id,
        "status": result.status,
        "version": result.version,
        "saved_at": current["saved_at"] if current else None,
        "current": current if reads or result.status == answers.SAVED else None,
        "message": result.message,
    }
