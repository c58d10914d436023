"""Questionnaires by link: a plain page for a phone without sign-in, and answers of which nothing but the day is kept."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist import words
from checklist.errors import ChecklistError, Malformed, NotFound, NotOpen, Refused, TooFast
from checklist.model.center.questionnaires import STEPS, Answer, Invitation
from checklist.rules.center import questionnaires as rules
from checklist.store import clock, db
from checklist.store.center import questionnaire_door
from checklist.web import origin, plain_pages, request_body
from checklist.web.request_state import State
from checklist.web.tokens import Buckets
from checklist.words.center import PURPOSES

LIMIT = 16 * 1024
"""Bytes of an answer: eight texts of five hundred characters are 12 kB."""
# A hall of three hundred answers within a minute, most of it behind one address of its Wi-Fi.
OF_SENDER = Buckets(300, 8)
"""What one address may send; of the address nothing is kept but a digest whose key ends with the process."""
OF_LINK = Buckets(1_500, 60, most=1_000)
"""What one link takes from all of them together: more than any sender may, so that none of them shuts it for the others."""
AT_ONCE = 16
"""Answers that wait for the disk together, so that no questionnaire stands in the way of a visit."""
_KEY = secrets.token_bytes(16)
_queue = asyncio.Semaphore(AT_ONCE)


@dataclass(frozen=True)
class Sent:
    """The body of an answer; `confirmed`: whoever wrote it says that it names nobody."""

    operation: str
    answers: dict[str, Answer] = field(default_factory=dict)
    confirmed: bool = False


_decode = msgspec.json.Decoder(Sent).decode


async def show(request: Request[State]) -> Response:
    """`GET /q/{token}`: the questions, or that it is not open."""

    def look() -> Invitation:
        with db.reading() as connection:
            return questionnaire_door.invitation(connection, request.path_params["token"])

    try:
        return _page(request, await run_in_threadpool(look))
    except NotFound as error:
        return plain_pages.without_database(error.message, error.status)


def _page(request: Request[State], found: Invitation, **more: Any) -> Response:
    today = clock.today()
    asked = found.questionnaire
    values: dict[str, Any] = {
        "title": PURPOSES[asked.purpose], "theme": found.theme, "held_on": words.day(found.held_on),
        "open": asked.is_open(today), "early": today < asked.opens_on, "opens_on": words.day(asked.opens_on),
        "closes_on": words.day(asked.closes_on), "questions": found.questions, "steps": STEPS,
        "operation": str(uuid.uuid4()), "limit": rules.ANSWER_LIMIT, "center": words.CENTER, "done": False,
        "faults": (), "asks": False, "given": {}, "token": asked.token,
    }  # fmt: skip
    return plain_pages.render(request, "questionnaire", **(values | more))


async def answer(request: Request[State]) -> Response:
    """`POST /q/{token}`: acknowledged once it is on disk; the same operation sent again is kept once."""
    token = request.path_params["token"]
    _hold_back(request, token)
    raw = await request_body.read(request, LIMIT)
    as_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    sent = _of_form(raw) if as_form else _of_script(raw)
    writer, today = request.state["runtime"].writer, clock.today()

    def work(connection: Database) -> bool:
        return questionnaire_door.take(connection, token, sent.operation, sent.answers, sent.confirmed, today)

    try:
        async with _queue:
            new = await writer.done(work, keeps=True)
    except (Refused, NotOpen) as error:
        return await _told(request, error, sent, as_form)
    if as_form:
        return await _again(request, done=True)
    return JSONResponse({"status": "saved" if new else "duplicate"})


def _hold_back(request: Request[State], token: str) -> None:
    """Raise TooFast where more comes than people in a hall can send; a script tries again by itself."""
    sender = hashlib.blake2b(origin.address(request.scope).encode(), key=_KEY, digest_size=16).digest()
    if OF_SENDER.take(sender) or OF_LINK.take(token):
        raise TooFast("混み合っています。少し待って、もう一度送信してください。")


async def _told(request: Request[State], error: ChecklistError, sent: Sent, as_form: bool) -> Response:
    faults = [str(one) for one in error.faults] if isinstance(error, Refused) else [error.message]
    asks = isinstance(error, Refused) and not sent.confirmed and rules.NAME in error.message
    if as_form:
        more: dict[str, Any] = {"operation": sent.operation} if isinstance(error, Refused) else {}
        return await _again(request, faults=faults, asks=asks, given=sent.answers, **more)
    return JSONResponse({"message": error.message, "faults": faults, "asks": asks}, error.status)


async def _again(request: Request[State], **more: Any) -> Response:
    """The page once more, for a browser without scripts."""

    def look() -> Invitation:
        with db.reading() as connection:
            return questionnaire_door.invitation(connection, request.path_params["token"])

    return _page(request, await run_in_threadpool(look), **more)


def _of_script(raw: bytes) -> Sent:
    try:
        return _decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed from error


def _of_form(raw: bytes) -> Sent:
    try:
        fields: Mapping[str, str] = dict(
            parse_qsl(raw.decode("utf-8"), keep_blank_values=True, max_num_fields=50, encoding="utf-8", errors="strict")
        )
    except ValueError as error:
        raise Malformed from error
    given: dict[str, Answer] = {
        name[1:]: text for name, text in fields.items() if name[:1] == "q" and name[1:].isdecimal()
    }
    return Sent(fields.get("operation", ""), given, fields.get("confirmed") == "1")
