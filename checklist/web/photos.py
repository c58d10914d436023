"""Photos: taken in, one at a time so that answers never wait for pictures, and handed out to whoever may read."""

from __future__ import annotations

import asyncio
from typing import Any

import anyio
import msgspec
from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from checklist import words
from checklist.errors import Malformed, OtherPerson, Refused
from checklist.model.accounts import Principal
from checklist.store import db
from checklist.store.accounts import sessions
from checklist.store.act import Act, View, acting, viewing
from checklist.store.assessments import photos
from checklist.store.assessments.photos import Photo
from checklist.store.files import files, picture
from checklist.store.files.picture import Picture
from checklist.web import csrf, request_body
from checklist.web.edge import json_errors
from checklist.web.gate import principal_of
from checklist.web.runtime import Runtime

REST, RECENT = 0.8, 1.0
"""Seconds that belong to the answers between two photos, while somebody has answered within the last `RECENT` seconds.

Tablets send their next photo when the last one is told saved. On a server where nobody taps, photos follow each other
at once; beside fifty evaluators who tap, a photo must not stand in the way of one tap in twenty."""

_limiters: dict[int, anyio.CapacityLimiter] = {}


def _one_at_a_time() -> anyio.CapacityLimiter:
    """One picture is decoded at a time; a limiter belongs to its event loop."""
    return _limiters.setdefault(id(asyncio.get_running_loop()), anyio.CapacityLimiter(1))


class Post:
    """`POST /api/assessments/{id}/photos?item=CODE&operation=UUID`, the picture as the raw body."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def __call__(self, request: Request) -> Response:
        """Answer once picture and row are on disk."""
        return await json_errors(self._take)(request)

    async def _take(self, request: Request) -> Response:
        csrf.require(request)
        token, assessment_id = request.scope["checklist.token"], request.path_params["id"]
        asked = request.query_params
        item, operation, taken_at = asked.get("item", ""), asked.get("operation", ""), asked.get("taken_at")
        if taken_at is not None and len(taken_at) > 40:
            raise Malformed

        def ask() -> None:
            with db.reading() as connection:
                sender = _sender(connection, token, asked.get("person"))
                photos.require_room(View.now(connection, sender), assessment_id, item, operation)

        await run_in_threadpool(ask)
        raw = await request_body.read(request, picture.MOST_BYTES)
        async with _one_at_a_time():
            shrunk, sha256 = await anyio.to_thread.run_sync(_keep, raw)
            await anyio.sleep(REST if self._runtime.seconds_since_answer() < RECENT else 0)

        def work(connection: Database) -> tuple[Photo, bool]:
            sender = _sender(connection, token, asked.get("person"))
            return photos.add(Act.now(connection, sender), assessment_id, item, operation, shrunk, sha256, taken_at)

        found, new = await asyncio.wrap_future(self._runtime.writer.submit(work))
        return JSONResponse({"status": "saved" if new else "duplicate", "item": found.item, **line(found)})


def _sender(connection: Database, token: str, person: str | None) -> Principal:
    """Who delivers; a picture from the outbox of somebody else is not taken."""
    principal = sessions.require_for_delivery(connection, token)
    if person is not None and person != str(principal.person_id):
        raise OtherPerson
    return principal


def _keep(raw: bytes) -> tuple[Picture, str]:
    shrunk = picture.shrink(raw)
    return shrunk, files.put(files.folder_beside(db.default_path()), shrunk.content)


def line(found: Photo) -> dict[str, Any]:
    """A photo as it leaves the API."""
    saved_at = found.saved_at.astimezone(words.TOKYO).isoformat(timespec="milliseconds")
    return {"id": found.id, "saved_at": saved_at, "saved_by": found.saved_by}


@json_errors
async def get(request: Request) -> Response:
    """`GET /api/photos/{id}`: the picture, kept by no cache."""
    principal = principal_of(request.scope)

    def read() -> bytes:
        with viewing(principal) as view:
            return photos.content(view, photos.read(view, request.path_params["id"]))

    content = await run_in_threadpool(read)
    return Response(content, media_type=picture.MEDIA_TYPE, headers={"cache-control": "private, no-store"})


@json_errors
async def erase(request: Request) -> Response:
    """`POST /api/photos/{id}/erase` with `{"reason": …}`; the tombstone stays."""
    csrf.require(request)
    principal = principal_of(request.scope)
    try:
        sent = msgspec.json.decode(await request_body.read(request), type=dict[str, str])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed from error
    if set(sent) != {"reason"} or len(sent["reason"]) > 500:
        raise Refused("写真を消去する理由を500文字以内で入力してください。")

    def erased() -> None:
        with acting(principal) as act:
            photos.erase(act, request.path_params["id"], sent["reason"])

    await run_in_threadpool(erased)
    return JSONResponse({"status": "erased"})
