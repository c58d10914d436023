"""A TCP proxy whose network can be taken away: cut off, or silently swallowing, while it runs."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Container, Coroutine
from enum import StrEnum
from typing import Any

LINGER_NOT = struct.pack("ii", 1, 0)
"""Socket option with which a close sends RST instead of FIN."""


class Way(StrEnum):
    """What happens to bytes."""

    PASS = "pass"
    DROP = "drop"
    BLACK_HOLE = "black hole"
    MUTE = "mute"


class Proxy:
    """Listens on a port of its own and forwards to the server's; `with Proxy(port) as proxy`."""

    def __init__(self, upstream_port: int, port: int = 0) -> None:
        self.way = Way.PASS
        self.port = port
        self.bytes_forwarded = 0
        self._upstream_port = upstream_port
        self._writers: set[asyncio.StreamWriter] = set()
        """Of every connection since the last cut."""
        self._tasks: set[asyncio.Task[Any]] = set()
        self._listener: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        self._do(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._cut())
        self._do(self._end_tasks())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        """Where a browser finds the server through this proxy."""
        return f"http://127.0.0.1:{self.port}"

    def drop(self) -> None:
        """Reset every connection and refuse new ones."""
        self.way = Way.DROP
        self._do(self._cut())

    def black_hole(self) -> None:
        """Keep every connection open, accept new ones, and swallow all bytes in both directions."""
        self.way = Way.BLACK_HOLE

    def mute(self) -> None:
        """Let requests through and swallow every answer."""
        self.way = Way.MUTE

    def restore(self) -> None:
        """Free the way again; connections that lost bytes meanwhile are reset."""
        self._do(self._cut())
        self.way = Way.PASS
        self._do(self._listen())

    def _do(self, coroutine: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _listen(self) -> None:
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def _cut(self) -> None:
        if self._listener:
            for one in self._listener.sockets:
                self._loop.remove_reader(one.fileno())
            # A connection that came this moment is one of ours after three turns of the loop; once the server is closed it
            # would be nobody's, and open until the collector warns of it in some later test (python/cpython#109564).
            for _ in range(3):
                await asyncio.sleep(0)
            self._listener.close()
            self._listener = None
        for writer in self._writers:
            found = writer.get_extra_info("socket")
            if found.fileno() >= 0:
                found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
                writer.transport.abort()
        self._writers.clear()

    async def _end_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        try:
            await self._forward(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            _close(writer)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.way is Way.BLACK_HOLE:
            await self._swallow(reader)
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._upstream_port)
        self._writers.add(back)
        try:
            await asyncio.gather(self._pump(reader, back, (Way.PASS, Way.MUTE)), self._pump(there, writer, (Way.PASS,)))
        finally:
            _close(back)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, open_in: Container[Way]) -> None:
        try:
            while data := await reader.read(65536):
                if self.way in open_in:
                    writer.write(data)
                    self.bytes_forwarded += len(data)
                    await writer.drain()
        except OSError:
            pass
        finally:
            # One side has ended: so does the other, except that a hole tells nobody.
            if self.way is Way.PASS:
                _close(writer)

    async def _swallow(self, reader: asyncio.StreamReader) -> None:
        while await reader.read(65536):
            pass


def _close(writer: asyncio.StreamWriter) -> None:
    """What is on its way still arrives, unless the connection is cut."""
    with contextlib.suppress(OSError, RuntimeError):
        writer.close()
