"""Twenty evaluators who tap every second, alone and while two hundred strangers try to sign in: what a tap waits for.

Run by hand: `python -m tests.benchmarks.sign_ins_beside_answers [ROUNDS]`. In turns; what counts is the ratio within a
round. The strangers are a process of their own, and what it and the server took of a processor is told beside.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks import load, region
from tests.benchmarks.load import Load
from tests.benchmarks.region import Bench
from tests.benchmarks.sign_in_crowd import STRANGERS
from tests.server import Server

EVALUATORS, EVERY, SECONDS, SETTLING = 20, 1.0, 12.0, 3.0


@dataclass
class Measured:
    """One run: the taps, the seconds that the health of the server took, what strangers were told, and processor seconds."""

    taps: Load = field(default_factory=Load)
    health: list[float] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)
    strangers: float = 0
    server: float = 0

    def at(self, share: float) -> float:
        """Milliseconds within which that share of the taps was saved."""
        return 1000 * region.percentile(self.taps.seconds, share)


def busy(pid: int) -> float:
    """Seconds of a processor that a process has taken, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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


async def flood(port: int, found: Measured) -> None:
    """The strangers, until their time is over."""
    command = [sys.executable, "-m", "tests.benchmarks.sign_in_crowd", str(port), str(SECONDS)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said = json.loads((await process.communicate())[0])
    found.told, found.strangers = said["told"], said["seconds"]


async def measure(bench: Bench, server: Server, flooded: bool) -> Measured:
    """Taps and health for a while; flooded, all strangers come at once, again and again."""
    found = Measured()
    path = f"/api/assessments/{bench.assessment}/answers"
    until = time.perf_counter() + SETTLING + SECONDS
    taps = [
        asyncio.create_task(load.tap(bench, n, server.port, path, until, EVERY, found.taps)) for n in range(EVALUATORS)
    ]
    await asyncio.sleep(SETTLING)
    found.taps.seconds.clear()
    before = busy(server.pid)
    others = [asyncio.create_task(asked(server.port, until, found.health))]
    if flooded:
        others.append(asyncio.create_task(flood(server.port, found)))
    await asyncio.gather(*taps)
    found.server = busy(server.pid) - before
    await asyncio.gather(*others)
    return found


def run(folder: Path, flooded: bool) -> Measured:
    """One run on a server of its own."""
    folder.mkdir()
    bench = region.build(folder, EVALUATORS)
    with Server(bench.database) as server:
        return asyncio.run(measure(bench, server, flooded))


def main() -> None:
    """Measure both in turns."""
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 2):
            alone, beside = (run(Path(name) / f"{number}-{flooded}", flooded) for flooded in (False, True))
            ratios.append(beside.at(0.95) / alone.at(0.95))
            region.tell(
                f"taps p50 {alone.at(0.5):.1f} → {beside.at(0.5):.1f} ms, p95 {alone.at(0.95):.1f} → {beside.at(0.95):.1f} ms "
                f"(×{ratios[-1]:.1f}), {beside.taps.unsaved} of {len(beside.taps.seconds)} not saved; "
                f"health worst {1000 * max(alone.health):.0f} → {1000 * max(beside.health):.0f} ms; "
                f"processor {alone.server:.1f} → {beside.server:.1f} s, strangers {beside.strangers:.1f} s; sign-ins {beside.told}"
            )
    told = " ".join(f"{one:.1f}" for one in ratios)
    region.tell(f"p95 beside {STRANGERS} sign-ins at once ÷ alone: {told}, median {median(ratios):.1f} (≤ 2)")


if __name__ == "__main__":
    main()
