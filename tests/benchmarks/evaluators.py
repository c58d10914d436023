"""A hundred evaluators who each tap every two seconds: our answers API beside a plain form of Streamlit widgets.

Run by hand: `python -m tests.benchmarks.evaluators`.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks import load, region
from tests.server import Server

EVALUATORS, EVERY, SECONDS = 100, 2.0, 20.0

FORM = """
import sqlite3
import streamlit as st

def save(key):
    with sqlite3.connect({database!r}, timeout=30) as connection:
        connection.execute("INSERT INTO answer VALUES (?, ?)", (key, st.session_state[key]))

st.title("点検表")
for number in range(120):
    key = f"item-{{number}}"
    st.radio(f"項目{{number}}", ["A", "B", "C"], index=None, horizontal=True, key=key, on_change=save, args=(key,))
"""


class FormServer(Server):
    """`streamlit run` on one page of plain widgets that saves at every change."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "form.db")
        connection = sqlite3.connect(self.database)
        connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE answer (item TEXT, value TEXT)")
        connection.close()
        script = folder / "form.py"
        script.write_text(FORM.format(database=str(self.database)))
        self.app = folder / "form_app.py"
        self.app.write_text(
            "from starlette.responses import Response\nfrom starlette.routing import Route\n"
            "from streamlit.starlette import App\n"
            "async def healthz(request):\n    return Response(b'ok')\n"
            f"app = App({str(script)!r}, routes=[Route('/healthz', healthz)])\n"
        )


async def run_script(socket: ClientConnection, message: BackMsg) -> list[str]:
    """Ask for a run of the page and wait for its end; the ids of the radio widgets it sent."""
    await socket.send(message.SerializeToString())
    found = []
    while True:
        told = ForwardMsg()
        told.ParseFromString(bytes(await socket.recv(decode=False)))
        kind = told.WhichOneof("type")
        if kind == "delta" and told.delta.new_element.WhichOneof("type") == "radio":
            found.append(told.delta.new_element.radio.id)
        if kind == "script_finished":
            return found


async def evaluate(url: str, number: int, until: list[float], taps: list[float], ready: asyncio.Barrier) -> None:
    """One browser tab: open the page, then change one radio every two seconds and wait for the run to end."""
    async with connect(url, subprotocols=["streamlit"], max_size=None, origin=None) as socket:  # type: ignore[list-item]
        first = BackMsg()
        first.rerun_script.query_string = ""
        ids = await run_script(socket, first)
        await ready.wait()
        await asyncio.sleep(EVERY * number / EVALUATORS)
        turn = 0
        while time.perf_counter() < until[0]:
            started = time.perf_counter()
            message = BackMsg()
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = ids[turn % len(ids)], "ABC"[turn % 3]
            await run_script(socket, message)
            taps.append(time.perf_counter() - started)
            turn += 1
            await asyncio.sleep(max(0, EVERY - (time.perf_counter() - started)))


def form(port: int) -> list[float]:
    """Seconds per tap on the plain form."""

    async def everybody() -> list[float]:
        taps: list[float] = []
        until = [float("inf")]
        ready = asyncio.Barrier(EVALUATORS + 1)
        url = f"ws://127.0.0.1:{port}/_stcore/stream"
        tasks: list[asyncio.Task[Any]] = []
        for number in range(EVALUATORS):
            tasks.append(asyncio.create_task(evaluate(url, number, until, taps, ready)))
            await asyncio.sleep(0.05)
        await ready.wait()
        until[0] = time.perf_counter() + SECONDS
        await asyncio.gather(*tasks)
        return taps

    return asyncio.run(everybody())


def line(name: str, seconds: list[float]) -> str:
    """One side of the comparison."""
    p50, p95 = (1000 * region.percentile(seconds, share) for share in (0.5, 0.95))
    return f"{name}: p50 {p50:8.0f} ms, p95 {p95:8.0f} ms, {len(seconds) / SECONDS:6.1f} taps/s"


def main() -> None:
    """Measure one after the other and print both."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "ours").mkdir()
        bench = region.build(folder / "ours", EVALUATORS)
        with Server(bench.database) as server:
            path = f"/api/assessments/{bench.assessment}/answers"
            ours = load.run(bench, server.port, path, EVALUATORS, SECONDS, EVERY)
        with FormServer(folder) as server:
            plain = form(server.port)
    region.tell(
        f"{EVALUATORS} evaluators, a tap every {EVERY:.0f} s each ({EVALUATORS / EVERY:.0f}/s wanted), {SECONDS:.0f} s",
        line("answers API, committed to disk", ours.seconds),
        line("plain form of 120 radio widgets", plain),
    )


if __name__ == "__main__":
    main()
