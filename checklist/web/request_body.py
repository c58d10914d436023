"""Reading request bodies within a limit."""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request

from checklist.errors import Malformed, TooLarge

T = TypeVar("T")
API_LIMIT = 1024 * 1024
FORM_LIMIT = 64 * 1024


async def read(request: Request[Any], limit: int = API_LIMIT) -> bytes:
    """The whole body; raises TooLarge as soon as it exceeds `limit` bytes, whatever its header claims."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise TooLarge
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise TooLarge
        parts.append(part)
    return b"".join(parts)


async def read_as(request: Request[Any], kind: type[T]) -> T:
    """The body as JSON of a kind; raises TooLarge, or Malformed for anything else."""
    try:
        return msgspec.json.decode(await read(request), type=kind)
    # Bytes that are no text, and lists within lists without end, are no errors of the library's own.
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed from error


async def read_form(request: Request[Any]) -> dict[str, str]:
    """The fields of a URL-encoded form; the last of several values wins."""
    try:
        text = (await read(request, FORM_LIMIT)).decode("utf-8")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=50, encoding="utf-8", errors="strict"))
    except ValueError as error:
        raise Malformed from error
