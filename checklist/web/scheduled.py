"""A thread that looks again and again whether something is due, for as long as the server runs."""

from __future__ import annotations

import logging
import os
import threading
from abc import ABC, abstractmethod

GRACE_SECONDS = 5
_log = logging.getLogger(__name__)


class Scheduled(ABC):
    """Begins when it is made. `name` is the thread's, `tick` the seconds between two looks; `at_once` begins with one.

    `behind` are steps of priority behind everybody else, for work that may take as long as it likes.
    """

    def __init__(self, name: str, tick: float, at_once: bool, behind: int = 0) -> None:
        self._name, self._tick, self._at_once, self._behind = name, tick, at_once, behind
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Begin no more; what goes on is given up, and the next start takes it up."""
        self._stopped.set()
        self._thread.join(GRACE_SECONDS)

    @abstractmethod
    def look(self) -> None:
        """Do what is due."""

    def _run(self) -> None:
        if self._behind and hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), self._behind)
        if not self._at_once:
            self._stopped.wait(self._tick)
        while not self._stopped.is_set():
            try:
                self.look()
            except Exception:
                _log.exception("%s: nothing could be done", self._name)
            self._stopped.wait(self._tick)
