"""Handing in answers that came too late: stored for the leading evaluator before they are acknowledged."""

from __future__ import annotations

import asyncio

from sqlite_utils import Database
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist.errors import OtherPerson
from checklist.model.assessments import OperationResult
from checklist.store.accounts import sessions
from checklist.store.act import Act
from checklist.store.visits import late_answers
from checklist.web import answers, csrf, request_body
from checklist.web.edge import json_errors
from checklist.web.runtime import Runtime


class Post:
    """`POST /api/assessments/{id}/late-answers`, the body as for answers; each is `waiting`, `duplicate` or `refused`."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def __call__(self, request: Request) -> Response:
        """Answer once everything that is called waiting is on disk; tells nothing of what stands in the assessment."""
        return await json_errors(self._take)(request)

    async def _take(self, request: Request) -> Response:
        csrf.require(request)
        sent = answers.parse(await request_body.read(request))
        token, assessment_id = request.scope["checklist.token"], request.path_params["id"]

        def work(connection: Database) -> list[OperationResult]:
            principal = sessions.require_for_delivery(connection, token)
            if sent.person not in (None, principal.person_id):
                raise OtherPerson
            return late_answers.hand_in(Act.now(connection, principal), assessment_id, sent.operations)

        results = await asyncio.wrap_future(self._runtime.writer.submit(work))
        told = [{"operation_id": one.operation_id, "status": one.status, "message": one.message} for one in results]
        return JSONResponse({"results": told})
