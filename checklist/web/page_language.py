"""Streamlit's page calls itself English; ours is Japanese, which decides line breaks, fonts and screen readers.

The script that it gets turns the names that Streamlit gives to its own furniture into Japanese. A browser that translates
the page by itself moves the texts that Streamlit's scripts hold on to, which then fail: it is asked not to.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope, Send

from checklist.web import streamlit_side

WITH_CHARTS = frozenset({"comparison", "figures", "follow_ups", "leniency"})
"""The pages that show a chart to everybody who opens them."""
_END = b"</head>"
_REPLACED = (
    (b'<html lang="en">', b'<html lang="ja" translate="no">'),
    (
        b"<title>Streamlit</title>",
        (
            '<meta name="google" content="notranslate"><title>医療安全 相互チェック</title>'
            # In this order: the first must stand before Streamlit opens its WebSocket.
            '<script type="module" src="/assets/connection.js"></script>'
            '<script type="module" src="/assets/japanese.js"></script>'
            '<script type="module" src="/assets/typed_text.js"></script>'
            '<script type="module" src="/assets/here.js"></script>'
        ).encode(),
    ),
)


def asks_for_page(scope: Scope) -> bool:
    """Whether a browser wants to show the answer as a page."""
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def uncompressed(scope: Scope) -> Scope:
    """The same request without its wish for compression, so that the page can be read here."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}


def in_japanese(path: str, send: Send) -> Send:
    """Wrap `send` so that the HTML page of an address names its language; anything else passes as it is."""
    start: Message | None = None
    replaced = (*_REPLACED, (_END, _charts() + _END)) if path.strip("/") in WITH_CHARTS else _REPLACED

    async def sending(message: Message) -> None:
        nonlocal start
        # Held back until the first piece of the body is there, since it tells how long that is.
        if message["type"] == "http.response.start" and _is_page(message):
            start = message
            return
        if start is not None and message["type"] == "http.response.body":
            body = message.get("body", b"")
            # Streamlit's page is 8 kB and files are sent 64 kB at a time, so nothing to replace lies across two pieces.
            for theirs, ours in replaced:
                body = body.replace(theirs, ours, 1)
            _correct_length(start, len(body) - len(message.get("body", b"")))
            await send(start)
            start = None
            message = {**message, "body": body}
        await send(message)

    return sending


def _charts() -> bytes:
    """Where the script lies that draws charts, which Streamlit asks for only when the first of them has come."""
    return f'<link id="charts" rel="modulepreload" crossorigin href="{streamlit_side.charts()}">'.encode()


def _is_page(message: Message) -> bool:
    return MutableHeaders(scope=message).get("content-type", "").startswith("text/html")


def _correct_length(start: Message, grown: int) -> None:
    """Tell the length that the page has now."""
    headers = MutableHeaders(scope=start)
    if "content-length" in headers:
        headers["content-length"] = str(int(headers["content-length"]) + grown)
