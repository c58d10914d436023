"""What stands behind the question mark of an address: numbers and days, refused in one sentence if they are none."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
from starlette.requests import Request

from checklist.errors import Refused
from checklist.rules.fields import day_text

MOST = 10**15
"""No row of a database that lives as long as its server has a number beyond it."""


def number(request: Request[Any], name: str, what: str, least: int = 1, most: int = MOST) -> int | None:
    """A whole number of the query, None if it is absent or empty; raises Refused with a sentence about `what`."""
    text = request.query_params.get(name, "")
    if not text:
        return None
    try:
        found: int = msgspec.convert(text, Annotated[int, msgspec.Meta(ge=least, le=most)], strict=False)
    except msgspec.ValidationError as error:
        raise _wrong(what) from error
    return found


def day(request: Request[Any], name: str, what: str) -> date | None:
    """A day of the query as 2026-11-22, None if it is absent; raises Refused with a sentence about `what`."""
    if name not in request.query_params:
        return None
    try:
        found = date.fromisoformat(request.query_params[name])
    except ValueError as error:
        raise _wrong(what) from error
    if not day_text.is_plausible(found):
        raise _wrong(what)
    return found


def _wrong(what: str) -> Refused:
    return Refused(f"{what}の指定が正しくありません。")
