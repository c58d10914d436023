"""Fifty evaluators who tap every two seconds, alone and while a hundred photos arrive: what a tap waits for.

Run by hand: `python -m tests.benchmarks.photos_beside_answers`.
"""

from __future__ import annotations

import asyncio
import io
import os
import tempfile
import time
import uuid
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import httpx2
from PIL import Image, ImageFilter

from tests.benchmarks import load, region
from tests.benchmarks.load import Load
from tests.benchmarks.region import Bench
from tests.client import MARK
from tests.server import Server

EVALUATORS, EVERY, PHOTOS, TABLETS, ROUNDS, SETTLING = 50, 2.0, 100, 4, 2, 4.0


def photo() -> bytes:
    """A picture with the detail of a real one, as a tablet sends it: 1,600 pixels long, a few hundred kB."""
    noise = Image.merge("RGB", [Image.effect_noise((1600, 1200), 80) for _ in range(3)])
    target = io.BytesIO()
    noise.filter(ImageFilter.GaussianBlur(1.2)).save(target, "JPEG", quality=80)
    return target.getvalue()


def deliver(bench: Bench, port: int, content: bytes, tablet: int) -> float:
    """One tablet, in a process of its own: its share of the photos, one after the other."""
    started = time.perf_counter()
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, cookies={"sid": bench.tokens[0]}) as http:
        for number in range(PHOTOS // TABLETS):
            query = {"item": bench.codes[(tablet * 30 + number) % len(bench.codes)], "operation": str(uuid.uuid4())}
            answer = http.post(
                f"/api/assessments/{bench.assessment}/photos", params=query, content=content, headers=MARK
            )
            assert answer.status_code == 200, answer.text
    return time.perf_counter() - started


async def taps(
    bench: Bench, port: int, pool: ProcessPoolExecutor | None, content: bytes, alone: float
) -> tuple[Load, float]:
    """Everybody taps for as long as the photos take to arrive, or for `alone` seconds without any."""
    measured = Load()
    path = f"/api/assessments/{bench.assessment}/answers"
    tasks = [
        asyncio.create_task(load.tap(bench, number, port, path, float("inf"), EVERY, measured))
        for number in range(EVALUATORS)
    ]
    await asyncio.sleep(SETTLING)
    measured.seconds.clear()
    started = time.perf_counter()
    if pool is None:
        await asyncio.sleep(alone)
    else:
        send = partial(deliver, bench, port, content)
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(pool, send, tablet) for tablet in range(TABLETS)))
    lasted = time.perf_counter() - started
    found = Load(list(measured.seconds), measured.unsaved, lasted)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return found, lasted


def run(folder: Path, content: bytes, pool: ProcessPoolExecutor | None, alone: float = 0) -> tuple[Load, float]:
    """One run on a database and a server of its own."""
    folder.mkdir()
    bench = region.build(folder, EVALUATORS)
    with Server(bench.database) as server:
        return asyncio.run(taps(bench, server.port, pool, content, alone))


def main() -> None:
    """Measure in turns, so that whatever else the machine does meets both."""
    content, lines, shares = photo(), [], []
    # Real tablets have processors of their own: those that send photos here give way to the server.
    with (
        tempfile.TemporaryDirectory() as name,
        ProcessPoolExecutor(TABLETS, initializer=os.nice, initargs=(5,)) as pool,
    ):
        for number in range(ROUNDS):
            beside, lasted = run(Path(name) / f"beside-{number}", content, pool)
            alone, _ = run(Path(name) / f"alone-{number}", content, None, lasted)
            p95 = [1000 * region.percentile(one.seconds, 0.95) for one in (alone, beside)]
            shares.append(p95[1] / p95[0])
            lines.append(
                f"round {number + 1}: p95 alone {p95[0]:.1f} ms, beside photos {p95[1]:.1f} ms, "
                f"{len(beside.seconds)} taps, {beside.unsaved} not saved, photos arrived in {lasted:.1f} s"
            )
    region.tell(
        f"{EVALUATORS} evaluators, a tap every {EVERY:.0f} s; {PHOTOS} photos of {len(content) / 1000:.0f} kB from {TABLETS} tablets",
        *lines,
        f"p95 beside photos ÷ alone: {' '.join(f'{share:.2f}' for share in shares)}",
    )


if __name__ == "__main__":
    main()
