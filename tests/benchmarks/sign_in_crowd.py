"""Two hundred strangers who try to sign in at once, again and again, in a process of their own that steps back.

Started by `tests.benchmarks.sign_ins_beside_answers`: `python -m tests.benchmarks.sign_in_crowd PORT SECONDS`. Prints what
they were told, by status, and the seconds of a processor that they took themselves.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections import Counter

STRANGERS = 200
BODY = b"login=nobody.%d&password=guess"
HEAD = b"POST /login HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"


async def attempt(port: int, number: int) -> str:
    """One sign-in by a connection of its own, as so many browsers would; the status that it gets."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = BODY % number
    writer.write(HEAD % len(body) + body)
    line = await reader.readline()
    writer.close()
    return line.decode("latin-1").split(" ")[1]


async def crowd(port: int, until: float) -> Counter[str]:
    """All of them at once, and again as soon as the last one was answered."""
    told = Counter[str]()
    while time.perf_counter() < until:
        told.update(await asyncio.gather(*(attempt(port, number) for number in range(STRANGERS))))
    return told


def main() -> None:
    """Flood the server for a while."""
    # What is measured is the server: on two processors those who flood it must not stand before it.
    os.nice(19)
    told = asyncio.run(crowd(int(sys.argv[1]), time.perf_counter() + float(sys.argv[2])))
    sys.stdout.write(json.dumps({"told": told, "seconds": time.process_time()}))


if __name__ == "__main__":
    main()
