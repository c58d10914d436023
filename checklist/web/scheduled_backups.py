"""The thread that makes a backup whenever one is due, and the editions of a day."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

from checklist.errors import ChecklistError
from checklist.jobs import backups, group_numbers
from checklist.model.backups import BackupRun
from checklist.web.scheduled import Scheduled

TICK_SECONDS, BEHIND = 30, 10
_log = logging.getLogger(__name__)


class ScheduledBackups(Scheduled):
    """Looks at once and then every half minute whether a backup is due: what was missed meanwhile is made up once.

    Where the server stops, a copy that is being written is given up, and the next start removes its draft.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._untold: list[BackupRun] = []
        self._told = ""
        self._frozen: date | None = None
        super().__init__("backups", TICK_SECONDS, at_once=True, behind=BEHIND)

    def look(self) -> None:
        """Make what is due; what cannot be done is said once on the console and tried again."""
        self._frozen = group_numbers.make_due(self._database, self._frozen)
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
