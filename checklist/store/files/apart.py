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
from pathlib import Path
from typing import TypeVar

import msgspec

from checklist.errors import Busy, Refused

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[3]
MEMORY = 700 * 1024 * 1024
CPU_SECONDS = 10
SECONDS = 60
"""By the clock on the wall, which runs on while a busy machine does not come to it."""
PATIENCE = 20
"""Seconds that somebody waits for the file of another to be done."""
TOO_MUCH = (
    "読み取りに時間またはメモリーがかかりすぎるため、中止しました。"
    "新しいブックに、取り込む表の値のみを貼り付けて保存し直してください。"
)
_turn = threading.BoundedSemaphore(1)


def run(module: str, content: bytes, kind: type[T]) -> T:
    """What `module` (its `main` calls `answer`) makes of the content; raises Busy, or Refused if it takes too much."""
    if not _turn.acquire(timeout=PATIENCE):
        raise Busy("ほかのファイルを読み取っています。少し待ってから、もう一度お試しください。")
    try:
        # Single-threaded number crunching: nothing is crunched, and each thread would reserve memory.
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            [sys.executable, "-m", module], input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=ROOT, env=environment, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Refused(TOO_MUCH) from error
    finally:
        _turn.release()
    if done.returncode:
        raise Refused(TOO_MUCH)
    return msgspec.json.decode(done.stdout, type=kind)


def answer(work: Callable[[bytes], object]) -> None:
    """The other side: limit oneself, read the content, and write what `work` makes of it."""
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_CORE, 0)):
        # A machine that is stricter already stays so; one that knows no such limit still has the parent's clock.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    os.nice(10)
    content = sys.stdin.buffer.read()
    try:
        found = msgspec.json.encode(work(content))
    except MemoryError:
        sys.exit(1)
    sys.stdout.buffer.write(found)
