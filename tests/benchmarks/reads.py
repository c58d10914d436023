"""What a read over HTTP costs the server: milliseconds of a processor for what an open sheet asks every few seconds.

Run by hand: `python -m tests.benchmarks.reads [REQUESTS]`. One client after the other, so that nothing waits for anything.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import httpx2

from tests.benchmarks import region
from tests.benchmarks.sign_ins_beside_answers import busy
from tests.server import Server


def main() -> None:
    """Measure the ratings, the whole sheet and the sign-in."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as name:
        bench = region.build(Path(name))
        sheet = f"/api/assessments/{bench.assessment}"
        with (
            Server(bench.database) as server,
            httpx2.Client(base_url=server.url, cookies={"sid": bench.tokens[0]}) as client,
        ):
            for path in (f"{sheet}?part=ratings", sheet, f"{sheet}/history", "/login"):
                assert client.get(path).status_code == 200
                before = busy(server.pid)
                for _ in range(number):
                    client.get(path)
                region.tell(f"{path:36}{1000 * (busy(server.pid) - before) / number:8.2f} ms")


if __name__ == "__main__":
    main()
