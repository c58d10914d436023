"""A cookie that scripts may read: whose sheets this device may show while it cannot ask the server."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from checklist.web import origin

COOKIE = "reader"
NOBODY = 0
_KEPT = timedelta(days=30)


def note(response: Response, request: Request[Any], person_id: int) -> None:
    """Tell the browser who has signed in last, or that they have left; opens nothing by itself."""
    response.set_cookie(
        COOKIE,
        str(person_id),
        max_age=int(_KEPT.total_seconds()),
        samesite="lax",
        secure=origin.is_secure(request.scope),
    )
