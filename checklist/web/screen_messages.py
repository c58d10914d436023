"""What comes from a screen over its websocket, looked at before Streamlit reads it; and what Streamlit tells it needlessly."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import Message, Receive, Send

from checklist.store import db
from checklist.web import streamlit_side

MOST_BYTES = 2_000_000
"""A page of forms filled to their limits stays below a quarter of it, also when a screen reconnects and tells all."""
TOO_BIG, NO_MESSAGE = 1009, 1002
_FOLDER = str(db.ROOT).encode()


def guarded(receive: Receive, send: Send) -> tuple[Receive, Send]:
    """Wrap a screen's websocket: what is too long or no message ends it, what only developers send is passed over.

    The first message is asked no less than the others: whoever resumes a screen begins with the state of all its fields.
    """
    closed = False

    async def receiving() -> Message:
        nonlocal closed
        while True:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            content = message.get("bytes")
            kind = streamlit_side.kind(content) if content is not None and len(content) <= MOST_BYTES else None
            if kind is None:
                code = TOO_BIG if len(content or b"") > MOST_BYTES else NO_MESSAGE
                closed = True
                await send({"type": "websocket.close", "code": code})
                return {"type": "websocket.disconnect", "code": code}
            if kind in streamlit_side.OF_SCREENS:
                return message

    async def sending(message: Message) -> None:
        # Streamlit may have more to say to a screen that was just closed.
        if closed:
            return
        content = message.get("bytes")
        if content is not None and _FOLDER in content:
            message = {**message, "bytes": streamlit_side.without_folder(content)}
        await send(message)

    return receiving, sending


def while_signed_in(receive: Receive, alive: Callable[[], bool]) -> Receive:
    """Wrap a screen's websocket: once its session has ended, whatever asks for a run asks for the whole page, whose guard stops it.

    The socket stays open, so that the page itself says where to sign in, and a sheet in it goes on keeping what is tapped.
    """

    async def receiving() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive" and not alive():
            return {**message, "bytes": streamlit_side.whole_run(message["bytes"])}
        return message

    return receiving
