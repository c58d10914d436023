"""What the audit is told of requests: documents taken away, and what was refused."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from starlette.requests import Request

from checklist.errors import ChecklistError
from checklist.model.accounts import Principal
from checklist.store.act import Act, Whence
from checklist.store.notices import audit
from checklist.web import origin
from checklist.web.request_state import State

SECONDS, MOST = 60.0, 2_000
_log = logging.getLogger(__name__)
Refused = dict[tuple[int, str], float]
"""When somebody was last refused something: a screen that asks again and again is written down once a minute."""


async def exported(request: Request[State], principal: Principal, title: str) -> None:
    """A document goes out: written down before it does."""
    place, row_id = request.scope["path"].split("/")[2], request.path_params.get("id")
    await _note(request, principal, lambda act: audit.note_export(act, title, place, row_id))


async def refused(request: Request[Any]) -> None:
    """Somebody who is signed in asked for what the table does not grant them."""
    state = request.scope.get("state", {})
    principal, runtime = state.get("principal"), state.get("runtime")
    if not isinstance(principal, Principal) or runtime is None:
        return
    told: Refused = runtime.refused
    asked, moment = (principal.person_id, request.scope["path"]), time.monotonic()
    if moment - told.get(asked, -SECONDS) < SECONDS:
        return
    if len(told) >= MOST:
        told.clear()
    told[asked] = moment
    what = f"{request.method} {request.scope['path']}"
    await _note(request, principal, lambda act: audit.note_refusal(act, what))


async def _note(request: Request[Any], principal: Principal, write: Callable[[Act], None]) -> None:
    """Write it down; where nothing can be written, the papers are still there to be read, and the console tells of it."""
    runtime = request.scope["state"].get("runtime")
    if runtime is None:
        # Routes without a server around them, as when files are held against each other.
        return
    whence = Whence(origin.address(request.scope), request.headers.get("user-agent", ""))
    try:
        await runtime.writer.done(lambda db: write(Act.now(db, principal, whence)), keeps=True)
    except (ChecklistError, OSError):
        _log.exception("the audit could not be written")
