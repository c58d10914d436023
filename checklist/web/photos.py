"""Photos: taken in, one at a time so that answers never wait for pictures, and handed out to whoever may read."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import unquote

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist.errors import Malformed, Refused
from checklist.readings import answer_sheet
from checklist.rules.fields import text_limits
from checklist.store import db
from checklist.store.act import Act, View, acting, viewing
from checklist.store.assessments import photos
from checklist.store.closing import erasures
from checklist.store.files import files, picture
from checklist.store.files.picture import Picture
from checklist.web import csrf, delivery, query, request_body
from checklist.web.gate import principal_of
from checklist.web.request_state import State

REST, RECENT = 0.8, 1.0
"""Seconds that belong to the answers between two photos, while somebody has answered within the last `RECENT` seconds.

Tablets send their next photo when the last one is told saved. On a server where nobody taps, photos follow each other
at once; beside fifty evaluators who tap, a photo must not stand in the way of one tap in twenty."""

_limiters: dict[int, anyio.CapacityLimiter] = {}


def _one_at_a_time() -> anyio.CapacityLimiter:
    """One picture is decoded at a time; a limiter belongs to its event loop."""
    return _limiters.setdefault(id(asyncio.get_running_loop()), anyio.CapacityLimiter(1))


async def post(request: Request[State]) -> Response:
    """`POST /api/assessments/{id}/photos?item=CODE&operation=UUID`, the picture as the raw body.

    What it shows comes percent-encoded in `X-Photo-Caption`, since addresses are written down by every server on the
    way. Answers once picture and row are on disk.
    """
    csrf.require(request)
    token, assessment_id, asked = request.state["token"], request.path_params["id"], request.query_params
    item, operation, taken_at = asked.get("item", ""), asked.get("operation", ""), asked.get("taken_at")
    person = query.number(request, "person", "回答した人")
    if taken_at is not None and len(taken_at) > 40:
        raise Malformed
    caption = _caption(request)

    def ask() -> None:
        with db.reading() as connection:
            principal = delivery.sender(connection, token, person)
            photos.require_room(View.now(connection, principal), assessment_id, item, operation)

    # Before the body is read: nobody sends 8 MB over a bad network only to hear that they may not.
    await run_in_threadpool(ask)
    raw = await request_body.read(request, picture.MOST_BYTES)
    # Encoding one picture anew held up every answer for 50 ms, so never two at once.
    async with _one_at_a_time():
        shrunk, sha256 = await anyio.to_thread.run_sync(_keep, raw)
        await anyio.sleep(REST if request.state["runtime"].seconds_since_answer() < RECENT else 0)

    def work(act: Act) -> tuple[dict[str, Any], bool]:
        found, new = photos.add(act, assessment_id, item, operation, shrunk, sha256, taken_at, caption)
        return {"item": found.item, **answer_sheet.photo(act, found)}, new

    found, new = await delivery.deliver(request, person, work)
    return JSONResponse({"status": "saved" if new else "duplicate", **found})


def _caption(request: Request[State]) -> str:
    try:
        text = unquote(request.headers.get("x-photo-caption", ""), errors="strict")
    except UnicodeDecodeError as error:
        raise Malformed from error
    text_limits.require(text_limits.CAPTION, text)
    return text


def _keep(raw: bytes) -> tuple[Picture, str]:
    shrunk = picture.shrink(raw)
    # The file before its row: a file without a row takes up room, a row without a file is a lost photo.
    return shrunk, files.put(files.folder_beside(db.default_path()), shrunk.content)


async def get(request: Request[State]) -> Response:
    """`GET /api/photos/{id}`: the picture, kept by no cache."""
    principal = principal_of(request.scope)

    def read() -> bytes:
        with viewing(principal) as view:
            return photos.content(view, photos.read(view, request.path_params["id"]))

    content = await run_in_threadpool(read)
    return Response(content, media_type=picture.MEDIA_TYPE, headers={"cache-control": "private, no-store"})


async def erase(request: Request[State]) -> Response:
    """`POST /api/photos/{id}/erase` with `{"reason": …}`; the tombstone stays."""
    csrf.require(request)
    principal = principal_of(request.scope)
    sent = await request_body.read_as(request, dict[str, str])
    if set(sent) != {"reason"} or len(sent["reason"]) > 500:
        raise Refused("写真を消去する理由を500文字以内で入力してください。")

    def erased() -> None:
        with acting(principal) as act:
            erasures.erase_photo(act, request.path_params["id"], sent["reason"])

    await run_in_threadpool(erased)
    return JSONResponse({"status": "erased"})
