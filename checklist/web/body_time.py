"""A body that stops coming: after some time its sender counts as gone, so that nobody holds a request for ever."""

from __future__ import annotations

import asyncio

from starlette.types import Message, Receive

PATIENCE = 30
"""Seconds between two pieces of a body; photos over a bad network come slowly, but they come."""


def limited(receive: Receive) -> Receive:
    """Wrap `receive` so that the next piece of a body has its time; what comes after the body may take any."""
    whole = False

    async def receiving() -> Message:
        nonlocal whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout(PATIENCE):
                message = await receive()
        except TimeoutError:
            whole = True
            return {"type": "http.disconnect"}
        whole = not message.get("more_body", False)
        return message

    return receiving
