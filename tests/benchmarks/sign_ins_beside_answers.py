"""Twenty evaluators who tap every second, alone and while two hundred strangers try to sign in: what a tap waits for.

Run by hand: `python -m tests.benchmarks.sign_ins_beside_answers`. Two rounds in turns; what counts is the ratio.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.benchmarks import load, region
from tests.benchmarks.load import Load
from tests.benchmarks.region import Bench
from tests.server import Server

Measured = tuple[Load, list[float], Counter[str]]
EVALUATORS, EVERY, STRANGERS, SECONDS, SETTLING = 20, 1.0, 200, 12.0, 3.0
BODY = b"login=nobody.%d&password=guess"


async def attempt(port: int, number: int) -> str:
    """One sign-in by a connection of its own, as so many browsers would; the status that it gets."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = BODY % number
    head = b"POST /login HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"
    writer.write(head % len(body) + body)
    line = await reader.readline()
    writer.close()
    return line.decode("latin-1").split(" ")[1]


async def asked(port: int, until: float, waits: list[float]) -> None:
    """Somebody asks for the health of the server again and again."""
    while time.perf_counter() < until:
        started = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
        await reader.read()
        writer.close()
        waits.append(time.perf_counter() - started)
        await asyncio.sleep(0.2)


async def measure(bench: Bench, port: int, flooded: bool) -> Measured:
    """Taps and health for a while; flooded, all strangers come at once, again and again."""
    measured, told = Load(), Counter[str]()
    waits: list[float] = []
    path = f"/api/assessments/{bench.assessment}/answers"
    until = time.perf_counter() + SETTLING + SECONDS
    taps = [asyncio.create_task(load.tap(bench, n, port, path, until, EVERY, measured)) for n in range(EVALUATORS)]
    await asyncio.sleep(SETTLING)
    measured.seconds.clear()
    health = asyncio.create_task(asked(port, until, waits))
    while flooded and time.perf_counter() < until:
        told.update(await asyncio.gather(*(attempt(port, number) for number in range(STRANGERS))))
    await asyncio.gather(*taps, health)
    return measured, waits, told


def main() -> None:
    """Measure both in turns on a server of their own."""
    with tempfile.TemporaryDirectory() as name:
        quiet: list[Measured] = []
        flood: list[Measured] = []
        for number in range(2):
            for flooded, kept in ((False, quiet), (True, flood)):
                folder = Path(name) / f"{number}-{flooded}"
                folder.mkdir()
                bench = region.build(folder, EVALUATORS)
                with Server(bench.database) as server:
                    kept.append(asyncio.run(measure(bench, server.port, flooded)))
        ratios = []
        for (alone, healthy, _), (beside, waiting, told) in zip(quiet, flood, strict=True):
            before, after = (region.percentile(one.seconds, 0.95) for one in (alone, beside))
            ratios.append(after / before)
            region.tell(
                f"taps p95 {1000 * before:.0f} → {1000 * after:.0f} ms (×{after / before:.1f}), {beside.unsaved} not saved; "
                f"health worst {1000 * max(healthy):.0f} → {1000 * max(waiting):.0f} ms; sign-ins {dict(told)}"
            )
        region.tell(
            f"p95 beside {STRANGERS} sign-ins at once ÷ alone: {' '.join(f'{one:.1f}' for one in ratios)} (≤ 2)"
        )


if __name__ == "__main__":
    main()
