"""The header that every state-changing request of our own pages carries, and no form of another site can."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from checklist.errors import Forbidden


def require(request: Request[Any]) -> None:
    """Refuse a request without `X-Checklist: 1`."""
    if request.headers.get("x-checklist") != "1":
        raise Forbidden("この操作は画面から行ってください。")
