"""Streamlit's page calls itself English; ours is Japanese, which decides line breaks, fonts and screen readers."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope, Send

_WRONG, _RIGHT = b'<html lang="en">', b'<html lang="ja">'


def asks_for_page(scope: Scope) -> bool:
    """Whether a browser wants to show the answer as a page."""
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def uncompressed(scope: Scope) -> Scope:
    """The same request without its wish for compression, so that the page can be read here."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}


def in_japanese(send: Send) -> Send:
    """Wrap `send` so that an HTML page names its language; anything else passes as it is."""
    start: Message | None = None

    async def sending(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start" and _is_page(message):
            start = message
            return
        if start is not None and message["type"] == "http.response.body":
            body = message.get("body", b"").replace(_WRONG, _RIGHT, 1)
            await send(start)
            start = None
            message = {**message, "body": body}
        await send(message)

    return sending


def _is_page(message: Message) -> bool:
    """A page whose length stays the same: both tags have the same number of bytes."""
    return MutableHeaders(scope=message).get("content-type", "").startswith("text/html")
