"""A queue of its own for passwords: each takes 64 MiB and a tenth of a second, and nobody else waits behind them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

from checklist.errors import Busy

T = TypeVar("T")
AT_ONCE = 3
WAITING = 20
RETRY_AFTER = 3
"""Seconds after which a full queue has emptied."""
FULL = "サインインが混み合っています。数秒待ってから、もう一度お試しください。記入した内容は失われていません。"


class Passwords:
    """A few threads that judge passwords, and a waiting room that turns people away instead of growing."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, "passwords")
        self._inside = 0
        self._lock = Lock()

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` gives, once its turn has come; raises Busy at once if too many wait."""
        with self._lock:
            if self._inside >= AT_ONCE + WAITING:
                raise Busy(FULL)
            self._inside += 1
        future = self._threads.submit(work)
        # Not when the asker goes away: what has begun still takes its memory until it is done.
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def _leave(self, _: Future[Any]) -> None:
        with self._lock:
            self._inside -= 1

    def close(self) -> None:
        """Take no more, and wait for what has begun."""
        self._threads.shutdown(cancel_futures=True)
