"""A fast HTTP client: bare sockets that keep their connection, so that the server is what is measured."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field

from tests.benchmarks.region import Bench
from tests.client import operation


@dataclass
class Load:
    """What a run did: seconds per answer, and how many were not saved."""

    seconds: list[float] = field(default_factory=list)
    unsaved: int = 0
    lasted: float = 0


def request(bench: Bench, client: int, path: str, version: int) -> bytes:
    """One answer to the item of this client."""
    sent = operation(bench.codes[client % len(bench.codes)], "ABC"[version % 3], base=version, comment="確認した")
    body = json.dumps({"operations": [sent]}, ensure_ascii=False).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nX-Checklist: 1\r\nContent-Type: application/json\r\n"
        f"Cookie: sid={bench.tokens[client % len(bench.tokens)]}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def answer(reader: asyncio.StreamReader) -> bytes:
    """Read one response with a declared length."""
    head = await reader.readuntil(b"\r\n\r\n")
    assert b" 200 " in head.split(b"\r\n", 1)[0], head
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return await reader.readexactly(int(length.split(b":")[1]))


async def tap(bench: Bench, client: int, port: int, path: str, until: float, every: float, load: Load) -> None:
    """One client: answer after answer, or one every so many seconds."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    version = 0
    await asyncio.sleep(every * client / 100)
    while time.perf_counter() < until:
        started = time.perf_counter()
        writer.write(request(bench, client, path, version))
        body = await answer(reader)
        load.seconds.append(time.perf_counter() - started)
        load.unsaved += b'"saved"' not in body
        version += 1
        if every:
            await asyncio.sleep(max(0, every - (time.perf_counter() - started)))
    writer.close()


def run(bench: Bench, port: int, path: str, clients: int, seconds: float, every: float = 0) -> Load:
    """Many clients at once for a while; each has an item of its own, as evaluators who share the chapters have."""

    async def everybody() -> Load:
        load, started = Load(), time.perf_counter()
        until = started + seconds
        await asyncio.gather(*(tap(bench, n, port, path, until, every, load) for n in range(clients)))
        load.lasted = time.perf_counter() - started
        return load

    return asyncio.run(everybody())
