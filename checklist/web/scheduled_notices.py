"""The thread that has notices told and mail sent whenever something is due, by a process of its own that ends."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

from checklist.jobs import notices
from checklist.store import db
from checklist.web.scheduled import Scheduled

TICK_SECONDS = 60
NICE = 10
_log = logging.getLogger(__name__)


class ScheduledNotices(Scheduled):
    """Looks every minute whether anybody's hour has come or a mail waits; the first time a minute after the start."""

    def __init__(self, database: Path, tick: float = TICK_SECONDS) -> None:
        self._database = database
        super().__init__("notices", tick, at_once=False)

    def look(self) -> None:
        """Tell and send what is due, in a process of its own.

        To look for 1,200 people what there is to tell takes the processor from the tablets. A round that goes on when the
        server stops is ended.
        """
        if not notices.is_due(self._database):
            return
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
