"""Names that are nobody's: their failures are counted as anybody's are, but in memory and not without end."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from checklist.errors import TooManyAttempts
from checklist.rules.accounts import account_faults
from checklist.store import clock
from checklist.store.accounts import sessions, waits

MOST = 10_000


class Strangers:
    """Made-up names with what they have tried; a row in the database for each would be a gift to whoever makes them up."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, tuple[int, datetime]] = OrderedDict()
        self._lock = Lock()

    def note_failure(self, login: str) -> None:
        """Count one more attempt; raises TooManyAttempts while its wait lasts, as for a name that there is."""
        name, moment = account_faults.normal_login(login)[:200], clock.now()
        with self._lock:
            failures, until = self._failures.get(name, (0, moment))
            # As for a name that there is: no wait is longer than itself, whatever the clock was when it began.
            if moment < until <= moment + waits.wait_after(failures) + sessions.CLOCK_STEP:
                raise TooManyAttempts
            self._failures[name] = failures + 1, moment + waits.wait_after(failures + 1)
            self._failures.move_to_end(name)
            if len(self._failures) > MOST:
                self._failures.popitem(last=False)
