"""Making the editions of anonymous numbers that are due, once a day."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

from checklist.jobs import learning
from checklist.store import clock
from checklist.store.act import acting, operator
from checklist.store.assessments import editions

_log = logging.getLogger(__name__)


def make_due(database: Path, done: date | None = None) -> date:
    """Make what is due unless it was looked at today already; gives the day for which that is settled."""
    today = clock.today()
    if today != done:
        try:
            with acting(operator(), database) as act:
                editions.make_due(act)
                learning.measure_due(act)
        except Exception:
            # Tried again tomorrow: the numbers of yesterday stand there meanwhile.
            _log.exception("no edition of the anonymous numbers could be made")
    return today
