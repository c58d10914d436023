"""The thread that has notices told and mail sent whenever something is due, by a process of its own that ends."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

from checklist.jobs import notices
from checklist.store import db

TICK_SECONDS = 60
GRACE_SECONDS = 5
NICE = 10
_log = logging.getLogger(__name__)


class ScheduledNotices:
    """Looks every minute whether anybody's hour has come or a mail waits; the first time a minute after the start."""

    def __init__(self, database: Path, tick: float = TICK_SECONDS) -> None:
        self._database, self._tick = database, tick
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="notices", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Begin no more; a round that goes on is ended, and the next start takes it up."""
        self._stopped.set()
        self._thread.join(GRACE_SECONDS)

    def _run(self) -> None:
        while not self._stopped.wait(self._tick):
            try:
                if notices.is_due(self._database):
                    self._round()
            except Exception:
                _log.exception("no notices could be told")

    def _round(self) -> None:
        # In a process of its own: to look for 1,200 people what there is to tell takes the processor from the tablets.
        command = [sys.executable, "-m", "checklist", "notices", "send", "--db", str(self._database)]
        with subprocess.Popen(
            command, cwd=db.ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as process:
            if hasattr(os, "setpriority"):
                os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
            while process.poll() is None:
                if self._stopped.wait(0.5):
                    process.terminate()
                    return
            told = process.stderr.read().decode("utf-8", "replace").strip() if process.stderr else ""
        if process.returncode:
            _log.error("お知らせ：%s", told)
