"""The meeting view for the projector: what it shows, and what is written there, delivered by the device that holds it."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist.errors import Malformed, NotFound, Stale
from checklist.model.closing import FindingKind
from checklist.readings import meeting
from checklist.store.act import Act, viewing
from checklist.store.assessments import answers
from checklist.store.closing import closings, findings, host_comments, visit_hours
from checklist.store.closing.findings import Finding
from checklist.web import csrf, request_body
from checklist.web.delivery import deliver
from checklist.web.gate import principal_of
from checklist.web.request_state import State


class Begun(msgspec.Struct, frozen=True):
    """The body of a beginning; `person` names whose device it comes from."""

    person: int | None = None


class Sent(msgspec.Struct, frozen=True):
    """The body of a note; `person` names whose device it comes from.

    `what`: a new finding at `item` of `sheet`, another wording of the finding `about`, the 講評, the host's comment on
    the finding `about` (0: on the 講評), or the hours of the visit as HH:MM-HH:MM.
    `version` is the one on whose text the sender wrote; a new finding has none.
    """

    what: Literal["finding", "wording", "remarks", "host", "hours"]
    operation: UUID
    text: str
    person: int | None = None
    version: int = 0
    about: int = 0
    sheet: str = ""
    item: str = ""
    kind: FindingKind = FindingKind.FINDING


async def get(request: Request[State]) -> Response:
    """`GET /api/visits/{id}/meeting`: all items with both sides, and what is written; `?part=notes` only the latter."""
    principal, visit_id = principal_of(request.scope), request.path_params["id"]
    read = meeting.notes if request.query_params.get("part") == "notes" else meeting.read

    def work() -> dict[str, Any]:
        with viewing(principal) as view:
            return read(view, visit_id)

    return JSONResponse(await run_in_threadpool(work))


async def begin(request: Request[State]) -> Response:
    """`POST /api/visits/{id}/meeting`: begins the meeting, which may have begun on a device out of reach; again is nothing."""
    csrf.require(request)
    sent = await request_body.read_as(request, Begun)
    visit_id = request.path_params["id"]
    await deliver(request, sent.person, lambda act: closings.open_meeting(act, visit_id))
    return JSONResponse({"status": "begun"})


async def post(request: Request[State]) -> Response:
    """`POST /api/visits/{id}/notes`: a text of the meeting, `saved`, `duplicate`, or `conflict` with what stands."""
    csrf.require(request)
    sent = await request_body.read_as(request, Sent)
    if any(answers.is_broken(text) for text in (sent.text, sent.sheet, sent.item)):
        raise Malformed
    visit_id = request.path_params["id"]
    told = await deliver(request, sent.person, lambda act: _keep(act, visit_id, sent))
    return JSONResponse(told | {"operation": str(sent.operation)})


def _keep(act: Act, visit_id: int, sent: Sent) -> dict[str, Any]:
    if sent.what == "finding":
        operation = str(sent.operation)
        new = findings.add(act, visit_id, sent.sheet, sent.item, sent.kind, sent.text, operation)
        return {"status": "saved", "id": new}
    try:
        _write(act, visit_id, sent)
    except Stale:
        now = _standing(act, visit_id, sent)
        # Said already: its acknowledgement was lost on the way, or the other side wrote the same.
        same = (now["text"], now.get("kind", sent.kind)) == (sent.text.strip(), sent.kind)
        return {"status": "duplicate" if same else "conflict", "current": now}
    return {"status": "saved", "current": _standing(act, visit_id, sent)}


def _write(act: Act, visit_id: int, sent: Sent) -> None:
    match sent.what:
        case "remarks":
            closings.save_remarks(act, visit_id, sent.version, sent.text)
        case "hours":
            began, _, ended = sent.text.partition("-")
            visit_hours.save(act, visit_id, sent.version, began, ended)
        case "wording":
            _finding(act, visit_id, sent.about)
            findings.change(act, sent.about, sent.version, sent.kind, sent.text)
        case _:
            host_comments.save(act, visit_id, sent.about, sent.version, sent.text)


def _finding(act: Act, visit_id: int, finding_id: int) -> Finding:
    """One that stands among those of this visit; raises NotFound, as for one of another visit."""
    found = next((one for one in findings.of_visit(act, visit_id) if one.id == finding_id), None)
    if found is None:
        raise NotFound("この指摘事項は取り下げられたか、登録されていません。")
    return found


def _standing(act: Act, visit_id: int, sent: Sent) -> dict[str, Any]:
    """What stands there now; whoever may write it may read it."""
    if sent.what == "host":
        return meeting.comment(host_comments.of_visit(act, visit_id).get(sent.about))
    if sent.what == "wording":
        one = _finding(act, visit_id, sent.about)
        return {"text": one.text, "version": one.version, "kind": one.kind}
    if sent.what == "hours":
        return meeting.hours(act, visit_id)
    found = closings.read(act, visit_id)
    return {"text": found.remarks, "version": found.version}
