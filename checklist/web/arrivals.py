"""Who comes in at the server's door: one connection in a turn of its loop, and no answer waits for a receipt."""

from __future__ import annotations

import asyncio
import socket
from functools import wraps
from typing import Any


def one_at_a_time(loop: asyncio.AbstractEventLoop) -> None:
    """Have whatever this loop serves from now on take one connection in each of its turns.

    asyncio takes as many as may queue, 2,048 here: a tap stood behind each of the five steps that 200 newcomers go through
    together. So many may queue as before.
    """
    create = loop.create_server

    @wraps(create)
    async def create_server(*args: Any, backlog: int = 100, **options: Any) -> asyncio.Server:
        server = await create(*args, backlog=1, **options)
        if "sock" in options:
            options["sock"].listen(backlog)
            # Connections have it from their door. asyncio sees to it only where a socket names TCP, and Streamlit's names
            # nothing: the body of each answer waited until its head was acknowledged, which takes a client 40 ms.
            options["sock"].setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return server

    # A name of the loop's own, for it has no setting for this.
    setattr(loop, "create_server", create_server)  # noqa: B010
