"""Work on a file from outside in a process of its own: one at a time, and ended when it takes too much.

What a file becomes in memory cannot be known before; what it may take can be said, and nobody else waits for it.
"""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from checklist.errors import Busy, Refused

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Limits:
    """What one kind of work may take: bytes of memory, seconds of the processor, and by the clock on the wall.

    The last runs on while a busy machine does not come to it. `patience` are the seconds that somebody waits for the
    `turn`; `busy` and `too_much` are what they are told then.
    """

    memory: int
    cpu_seconds: int
    seconds: int
    patience: float
    busy: str
    too_much: str
    turn: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(1))


READING = Limits(
    700 * 1024 * 1024, 10, 60, 20,
    "ほかのファイルを読み取っています。少し待ってから、もう一度お試しください。",
    "読み取りに時間またはメモリーがかかりすぎるため、中止しました。"
    "新しいブックに、取り込む表の値のみを貼り付けて保存し直してください。",
)  # fmt: skip


def run(module: str, content: bytes, kind: type[T], limits: Limits | None = None) -> T:
    """What `module` (its `main` calls `answer`) makes of the content; raises Busy, or Refused if it takes too much."""
    most = limits or READING
    if not most.turn.acquire(timeout=most.patience):
        raise Busy(most.busy)
    try:
        # Single-threaded number crunching: nothing is crunched, and each thread would reserve memory.
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            [sys.executable, "-m", module, str(most.memory), str(most.cpu_seconds)], input=content,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment, timeout=most.seconds,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Refused(most.too_much) from error
    finally:
        most.turn.release()
    if done.returncode:
        raise Refused(most.too_much)
    return msgspec.msgpack.decode(done.stdout, type=kind)


def answer(work: Callable[[bytes], object]) -> None:
    """The other side: limit oneself, read the content, and write what `work` makes of it."""
    memory, cpu_seconds = map(int, sys.argv[1:3])
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, cpu_seconds), (resource.RLIMIT_CORE, 0)):
        # A machine that is stricter already stays so; one that knows no such limit still has the parent's clock.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    os.nice(10)
    content = sys.stdin.buffer.read()
    try:
        found = msgspec.msgpack.encode(work(content))
    except MemoryError:
        sys.exit(1)
    sys.stdout.buffer.write(found)
