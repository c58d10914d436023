"""The thread that makes a backup whenever one is due, and the editions of a day, for as long as the server runs."""

from __future__ import annotations

import logging
import os
import threading
from datetime import date
from pathlib import Path

from checklist.errors import ChecklistError
from checklist.jobs import backups, group_numbers
from checklist.model.backups import BackupRun

TICK_SECONDS = 30
GRACE_SECONDS = 5
_log = logging.getLogger(__name__)


class ScheduledBackups:
    """Looks at once and then every half minute whether a backup is due: what was missed meanwhile is made up once."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._untold: list[BackupRun] = []
        self._told = ""
        self._frozen: date | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="backups", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Begin no more; a copy that is being written is given up, and the next start removes its draft."""
        self._stopped.set()
        self._thread.join(GRACE_SECONDS)

    def _run(self) -> None:
        # Everybody else goes first: a copy may take as long as it likes.
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        while not self._stopped.is_set():
            self._frozen = group_numbers.make_due(self._database, self._frozen)
            self._look()
            self._stopped.wait(TICK_SECONDS)

    def _look(self) -> None:
        """Make what is due; what cannot be done is said once on the console and tried again."""
        told = ""
        try:
            run = backups.make_if_due(self._database, self._untold)
            told = run.fault if run else ""
        except ChecklistError as error:
            told = error.message
        except Exception:
            _log.exception("no backup could be made")
        if told and told != self._told:
            _log.error("バックアップ：%s", told)
        self._told = told
