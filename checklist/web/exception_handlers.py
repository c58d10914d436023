"""The one place where errors become answers: JSON with a Japanese message for machines."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist.errors import ChecklistError, NotFound

Endpoint = Callable[[Request], Awaitable[Response]]


def json_errors(endpoint: Endpoint) -> Endpoint:
    """Answer the product's errors with their status; anything else is logged and told in one sentence."""

    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ChecklistError as error:
            return JSONResponse({"message": error.message, "error": type(error).__name__}, error.status)
        except OverflowError:
            # A number in the path that no row can have.
            return JSONResponse({"message": NotFound().message}, NotFound.status)
        except Exception:
            logging.getLogger(__name__).exception("unexpected error")
            return JSONResponse({"message": "サーバーで問題が起きました。時間をおいてもう一度お試しください。"}, 500)

    return guarded


@json_errors
async def unknown(request: Request) -> Response:
    """A path below /api/ or /download/ that does not exist."""
    raise NotFound
