"""A queue of its own for passwords: each takes 46 MiB and a twentieth of a second, and nobody else waits behind them."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from checklist.web.waiting_room import WaitingRoom

T = TypeVar("T")
AT_ONCE = min(4, max(1, (os.cpu_count() or 2) // 2))
BEHIND = 10
"""Steps of priority behind everything else; and half of the processors are left to it alone."""
WAITING = 20
RUSH = AT_ONCE + 4
"""So many inside are more than a team that begins its day: from there on it is for whoever is there already first."""
RETRY_AFTER = 3
"""Seconds after which a full queue has emptied."""
FULL = "ログインが混み合っています。数秒待ってから、もう一度お試しください。"


class Passwords(WaitingRoom):
    """A few threads that judge passwords, and the room in which people wait for them."""

    def __init__(self) -> None:
        super().__init__(AT_ONCE + WAITING, FULL)
        self._threads = ThreadPoolExecutor(AT_ONCE, "passwords", initializer=_step_back)
        self._rush = ThreadPoolExecutor(AT_ONCE, "passwords-rush", initializer=_step_aside)

    async def judge(self, work: Callable[[], T]) -> T:
        """What `work` gives, once its turn has come."""
        threads = self._rush if self.inside > RUSH else self._threads
        return await asyncio.wrap_future(threads.submit(work))

    def close(self) -> None:
        """Take no more, and wait for what has begun."""
        for threads in (self._threads, self._rush):
            threads.shutdown(cancel_futures=True)


def _step_back() -> None:
    """Let everything else go first: argon2 would keep every processor busy for as long as somebody guesses."""
    thread = threading.get_native_id()
    # Where neither is allowed, people still have to sign in.
    with suppress(OSError):
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, os.getpid()) + BEHIND)
        # A low priority alone is not enough: what wakes up on a busy processor may wait there until the next tick of its clock.
        if hasattr(os, "sched_setaffinity"):
            allowed = sorted(os.sched_getaffinity(os.getpid()))
            os.sched_setaffinity(thread, allowed[len(allowed) // 2 :])


def _step_aside() -> None:
    """Take what nobody else wants: one who wakes up beside these need not wait for a tick of the clock, as above.

    Not for every password: on a machine that is busy otherwise, a sign-in would then take minutes. 200 sign-ins at once
    made the slowest twentieth of the taps 2.3 times as slow without it.
    """
    _step_back()
    with suppress(OSError):
        if hasattr(os, "SCHED_IDLE"):
            os.sched_setscheduler(threading.get_native_id(), os.SCHED_IDLE, os.sched_param(0))
