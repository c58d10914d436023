"""The editor of a 改訂案: what stands in it, and one step after the other, on disk before it is acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist.errors import Malformed
from checklist.model.sheets import RevisionChange
from checklist.readings import revision_state
from checklist.store.act import Act, viewing
from checklist.store.sheets import revisions
from checklist.store.sheets.revisions import Changed
from checklist.web import csrf, query, request_body
from checklist.web.delivery import deliver
from checklist.web.gate import principal_of
from checklist.web.request_state import State


@dataclass(frozen=True)
class Step:
    """The body of a request: who edits, the edition that the screen knows, and what was done."""

    person: int
    since: int
    change: RevisionChange


async def get(request: Request[State]) -> Response:
    """`GET /api/revisions/{id}`, with `since=N` what has changed after an edition."""
    since = query.number(request, "since", "版") or 0
    return JSONResponse(await run_in_threadpool(_state, request, since))


def _state(request: Request[State], since: int) -> dict[str, Any]:
    with viewing(principal_of(request.scope)) as view:
        return revision_state.read(view, request.path_params["id"], since)


async def post(request: Request[State]) -> Response:
    """`POST /api/revisions/{id}/changes`: one step; answers `saved` or `refused` with why, and what stands there now."""
    csrf.require(request)
    sent = await request_body.read_as(request, Step)
    if not 8 <= len(sent.change.operation_id) <= 64 or not 0 <= sent.since < 2**53:
        raise Malformed

    def work(act: Act) -> Changed:
        return revisions.change(act, request.path_params["id"], sent.change)

    done = await deliver(request, sent.person, work)
    # Checked outside the one writer, which has answers of tablets to store.
    state = await run_in_threadpool(_state, request, sent.since)
    return JSONResponse({"status": "saved" if done.saved else "refused", "message": done.message, **state})
