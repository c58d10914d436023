"""Durable answers per second through HTTP, beside a bare route under the same server that only parses the same body.

Run by hand: `python -m tests.benchmarks.answers_throughput`. The goal, 0.75 of the bare route, was set behind Streamlit's own
door, where each answer waits up to 40 ms for a receipt: 50 clients make 1,250 a second at most. Behind ours (`web/arrivals`)
the bare route makes 17,000 a second with 58 µs each, a fifth of what an answer takes that is read, admitted and committed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import load, region
from tests.server import Server

BARE = """
import asyncio, sys
from contextlib import asynccontextmanager
sys.path.insert(0, {root!r})
from starlette.responses import Response
from starlette.routing import Route
from streamlit.starlette import App
from checklist.web import arrivals
from checklist.web.answers import _decode

@asynccontextmanager
async def lifespan(app):
    if {our_door}:
        arrivals.one_at_a_time(asyncio.get_running_loop())
    yield

async def post(request):
    _decode(await request.body())
    return Response(b'{{"results": [{{"status": "saved"}}]}}', media_type="application/json")

async def healthz(request):
    return Response(b"ok")

app = App({script!r}, routes=[Route("/bare", post, methods=["POST"]), Route("/healthz", healthz)], lifespan=lifespan)
"""

CLIENTS, SECONDS, ROUNDS = 50, 8.0, 2
GATE = 0.75
"""Of the bare route behind the door for which it was set; it fails there, and where an answer was not saved."""


class BareServer(Server):
    """`streamlit run` on an app with nothing but the bare route."""

    def __init__(self, folder: Path, our_door: bool) -> None:
        super().__init__(folder / "none.db")
        script = folder / "nothing.py"
        script.write_text("")
        self.app = folder / "bare.py"
        self.app.write_text(
            BARE.format(root=str(Path(__file__).resolve().parents[2]), script=str(script), our_door=our_door)
        )


def main() -> int:
    """Measure both in turns, so that whatever else the machine does meets both."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        slow, bare, durable, bare_work, durable_work, unsaved = [], [], [], [], [], 0
        for number in range(ROUNDS):
            nothing = region.build(fresh(folder, number, "bare"), CLIENTS)
            with BareServer(folder, our_door=False) as server:
                found = load.run(nothing, server.port, "/bare", CLIENTS, SECONDS)
                slow.append(len(found.seconds) / found.lasted)
            with BareServer(folder, our_door=True) as server:
                before = worked(server)
                found = load.run(nothing, server.port, "/bare", CLIENTS, SECONDS)
                bare.append(len(found.seconds) / found.lasted)
                bare_work.append(1e6 * (worked(server) - before) / len(found.seconds))
            bench = region.build(fresh(folder, number, "real"), CLIENTS)
            with Server(bench.database) as server:
                before = worked(server)
                path = f"/api/assessments/{bench.assessment}/answers"
                found = load.run(bench, server.port, path, CLIENTS, SECONDS)
                durable.append(len(found.seconds) / found.lasted)
                durable_work.append(1e6 * (worked(server) - before) / len(found.seconds))
                unsaved += found.unsaved
        region.tell(
            f"{CLIENTS} clients flat out, {SECONDS:.0f} s, {ROUNDS} rounds in turns",
            f"bare, Streamlit's door  : {' '.join(f'{rate:8.0f}' for rate in slow)} answers/s",
            f"bare, our door          : {' '.join(f'{rate:8.0f}' for rate in bare)} answers/s",
            f"durable, committed      : {' '.join(f'{rate:8.0f}' for rate in durable)} answers/s ({unsaved} not saved)",
            f"durable ÷ the first     : {' '.join(f'{d / b:8.2f}' for d, b in zip(durable, slow, strict=True))}",
            f"durable ÷ the second    : {' '.join(f'{d / b:8.2f}' for d, b in zip(durable, bare, strict=True))}",
            f"server's work per answer: {' '.join(f'{b:.0f} → {d:.0f} µs' for b, d in zip(bare_work, durable_work, strict=True))}",
        )

        return int(unsaved > 0 or min(d / b for d, b in zip(durable, slow, strict=True)) < GATE)


def worked(server: Server) -> float:
    """Seconds of processor time of the server: hardly changed by what else the machine does."""
    fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fresh(folder: Path, number: int, name: str) -> Path:
    """A folder for one database."""
    found = folder / f"{name}-{number}"
    found.mkdir()
    return found


if __name__ == "__main__":
    sys.exit(main())
