"""What only a person does: what keeps a session alive, unlike screens that look for news by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.datastructures import QueryParams
from starlette.types import Message, Receive, Scope

from checklist.store.accounts import sessions
from checklist.web import page_language, paths, streamlit_side

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_EVERY = sessions.TOUCH_AFTER.total_seconds()


def is_doing(scope: Scope) -> bool:
    """Whether somebody opened a page, took a document or sent something; not a sheet that asks for news.

    Deliveries of an outbox are left out: they come by themselves, and count when they bring something.
    """
    path = scope["path"]
    if scope["method"] not in _SAFE_METHODS:
        return not paths.is_delivery(path)
    if paths.is_for_machines(path):
        return QueryParams(scope["query_string"]).get("part") is None
    return page_language.asks_for_page(scope)


def watched(receive: Receive, note: Callable[[], None]) -> Receive:
    """Wrap the messages of a screen's websocket so that `note` is called when a person did something, once a minute.

    The first run after the handshake comes by itself, as it does after every interruption of the network.
    """
    begun, noted = False, -_EVERY

    async def receiving() -> Message:
        nonlocal begun, noted
        message = await receive()
        if message["type"] == "websocket.receive" and (not begun or time.monotonic() - noted > _EVERY):
            did, runs = streamlit_side.said(message.get("bytes") or b"")
            if did and (begun or not runs):
                noted = time.monotonic()
                note()
            begun = begun or runs
        return message

    return receiving
