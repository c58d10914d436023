"""Streamlit's scripts and styles, compressed once and kept: it sends them as they are, 7.8 MB for the page of a visit."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from checklist.web import streamlit_side

_TEXTS = {".js": "text/javascript", ".css": "text/css"}
_FOR_GOOD = "public, immutable, max-age=31536000"
"""Each of these files has its hash in its name."""


class Packed:
    """ASGI middleware behind the gate: answers for files of Streamlit's that are texts, lets all else through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The file as gzip for whoever takes that."""
        path = files().get(scope["path"]) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        if path is None or not _takes_gzip(Headers(scope=scope).get("accept-encoding", "")):
            await self._app(scope, receive, send)
            return
        # Of the largest file it takes a quarter of a second: not in the loop, which saves answers meanwhile.
        packed = await run_in_threadpool(content, path)
        headers = {"content-encoding": "gzip", "vary": "Accept-Encoding", "cache-control": _FOR_GOOD}
        await Response(packed, headers=headers, media_type=_TEXTS[path.suffix])(scope, receive, send)


@cache
def files() -> dict[str, Path]:
    """Address -> file, of everything that is worth compressing; whatever is asked for else is no file of ours."""
    root = streamlit_side.files()
    found = (path for path in root.rglob("*") if path.suffix in _TEXTS)
    return {f"/{path.relative_to(root).as_posix()}": path for path in found}


@cache
def content(path: Path) -> bytes:
    """A file of Streamlit's as gzip."""
    return gzip.compress(path.read_bytes(), 9, mtime=0)


def _takes_gzip(accepted: str) -> bool:
    offers = [part.replace(" ", "").lower().partition(";") for part in accepted.split(",")]
    return any(name in ("gzip", "*") and rest not in ("q=0", "q=0.0") for name, _, rest in offers)
