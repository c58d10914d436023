"""What a sign-in that is turned away costs the server's loop, in microseconds of a processor.

Run by hand: `python -m tests.benchmarks.refused_sign_ins [SECONDS]`. Only the thread of the loop is counted: passwords and
answers have threads of their own. What the loop does by itself in as many seconds is taken off.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.benchmarks import region
from tests.benchmarks.sign_in_crowd import attempt
from tests.server import Server

AT_ONCE = 60


def loop_seconds(pid: int) -> float:
    """Seconds of a processor that the thread of the loop has taken: it is the first of the process."""
    return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0]) / 1e9


async def strangers(port: int, seconds: float) -> Counter[str]:
    """Some who try again and again; what they were told, by status."""
    told, until = Counter[str](), time.perf_counter() + seconds

    async def one(number: int) -> None:
        while time.perf_counter() < until:
            told[await attempt(port, number)] += 1

    await asyncio.gather(*(one(number) for number in range(AT_ONCE)))
    return told


def main() -> None:
    """Measure once."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    with tempfile.TemporaryDirectory() as name:
        bench = region.build(Path(name))
        with Server(bench.database) as server:
            # So many are wrong from one address that it has to wait.
            asyncio.run(strangers(server.port, 3))
            idle = loop_seconds(server.pid)
            time.sleep(2)
            began, at = loop_seconds(server.pid), time.perf_counter()
            idle = (began - idle) / 2
            told = asyncio.run(strangers(server.port, seconds))
            spent = loop_seconds(server.pid) - began - idle * (time.perf_counter() - at)
    refused = told.total() - told["401"]
    region.tell(
        f"{1e6 * spent / refused:.0f} µs of the loop for each of {refused} that were turned away; told {dict(told)}"
    )


if __name__ == "__main__":
    main()
