"""What lives as long as the server: the answer writer, the backups on their schedule and the one-time setup code."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import hmac
import math
import secrets
import sys
import time
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from checklist.errors import CannotSave, ChecklistError
from checklist.imports import sheet_files
from checklist.store import db, open_file, outer, start, troubles
from checklist.store.accounts import confirmation, people
from checklist.store.act import acting, operator
from checklist.store.writer import Writer
from checklist.web import arrivals, confirming
from checklist.web.foreign_origins import ForeignOrigins
from checklist.web.identity_providers import IdentityProviders
from checklist.web.identity_ticket import Tickets
from checklist.web.passwords import Passwords
from checklist.web.scheduled_backups import ScheduledBackups
from checklist.web.scheduled_notices import ScheduledNotices
from checklist.web.sign_in import Doorkeeper
from checklist.web.tokens import Buckets
from checklist.web.turns import Turns

GUESSES_AT_ONCE, SECONDS_PER_GUESS = 10, 2
ENTRIES_AT_ONCE, ENTRIES_PER_SECOND = 2_000, 5
"""What one person may bring: the outboxes of two long sheets at once, and then faster than anybody taps for hours."""


class SetupCode:
    """A code on the console with which the first administrator is made; it stays until it has done its work.

    Whoever guesses waits; a new code after some guesses would let a stranger keep everybody from setting up.
    """

    def __init__(self) -> None:
        self._hash = b""

    def issue(self) -> None:
        """Print a new code; only its hash is kept."""
        # One among 10^12, and still short enough to be typed from a console.
        code = f"{secrets.randbelow(10**12):012d}"
        self._hash = self._digest(code)
        spaced = " ".join(code[i : i + 4] for i in range(0, 12, 4))
        print(
            f"\n  初期設定コード: {spaced}\n  ブラウザーでこのサーバーを開き、最初の管理者を登録してください。\n",
            flush=True,
        )

    def fits(self, code: str) -> bool:
        """Whether this is the code that stands on the console."""
        # A Japanese keyboard may type the digits in full width, and the console shows them in groups.
        typed = self._digest("".join(unicodedata.normalize("NFKC", code).split()))
        return bool(self._hash) and hmac.compare_digest(self._hash, typed)

    def spend(self) -> None:
        """Make the code useless once it has done its work."""
        self._hash = b""

    @staticmethod
    def _digest(code: str) -> bytes:
        return hashlib.sha256(code.encode("utf-8", "replace")).digest()


class Runtime:
    """Created with the app, alive between `lifespan` start and end."""

    def __init__(self) -> None:
        self.setup_code = SetupCode()
        self.foreign_origins = ForeignOrigins()
        self.wrong_codes = Buckets(GUESSES_AT_ONCE, 1 / SECONDS_PER_GUESS)
        self.doorkeeper = Doorkeeper()
        self.refusals = Turns()
        self.entries = Buckets(ENTRIES_AT_ONCE, ENTRIES_PER_SECOND)
        self.refused: dict[tuple[int, str], float] = {}
        self.tickets = Tickets()
        self._identity_providers: IdentityProviders | None = None
        self._passwords: Passwords | None = None
        self._writer: Writer | None = None
        self._scheduled: list[ScheduledBackups | ScheduledNotices] = []
        self._answered_at = -math.inf
        self.refusal = ""
        """Why the server did not start, in one sentence; empty while nothing is known to be wrong."""

    def note_answer(self) -> None:
        """Somebody has answered just now."""
        self._answered_at = time.monotonic()

    def seconds_since_answer(self) -> float:
        """How long nobody has answered; endless after the start."""
        return time.monotonic() - self._answered_at

    @property
    def writer(self) -> Writer:
        """The answer writer; only there while the server runs."""
        if self._writer is None:
            raise RuntimeError("the server is not running")
        return self._writer

    @property
    def passwords(self) -> Passwords:
        """The queue in which passwords are judged; only there while the server runs."""
        if self._passwords is None:
            raise RuntimeError("the server is not running")
        return self._passwords

    @property
    def identity_providers(self) -> IdentityProviders:
        """The threads in which a provider of identities is asked; only there while the server runs."""
        if self._identity_providers is None:
            raise RuntimeError("the server is not running")
        return self._identity_providers

    @asynccontextmanager
    async def lifespan(self, _app: Any) -> AsyncIterator[None]:
        """Check the settings, bring the database up to date, start the writer, and put the imported modules out of the collector's sight."""
        try:
            self._begin()
        except CannotSave as error:
            self.refusal = troubles.at_server(error.trouble, db.default_path())
            raise
        except ChecklistError as error:
            self.refusal = error.message
            raise
        # Measured: without this the collector's full passes stop all sessions at 100 evaluators.
        # One tap every 5 s each, p50: 8.0 s as it was, 2.3 s frozen, 6 ms with runner.postScriptGC = false as well.
        gc.collect()
        gc.freeze()
        # By its usual count of 700 it walks through what a page of 300 hospitals builds some two hundred times, a third of
        # the page's time, and none of it is garbage.
        gc.set_threshold(20_000, 10, 10)
        # Whoever writes or serves waits so long for a page that is computed, at each statement and again: the slowest
        # twentieth of short transactions beside one page took 13.6 ms with Python's own 5 ms, 2.5 with this.
        sys.setswitchinterval(0.0005)
        arrivals.one_at_a_time(asyncio.get_running_loop())
        try:
            yield
        finally:
            for scheduled in self._scheduled:
                scheduled.stop()
            self._scheduled.clear()
            open_file.serve(None)
            confirmation.serve(None)
            self.passwords.close()
            self.identity_providers.close()
            self.writer.stop()
            self._writer = self._passwords = self._identity_providers = None

    def _begin(self) -> None:
        outer.outer()
        start.ready(db.default_path(), _tell)
        if not start.patiently(_fill, _tell):
            self.setup_code.issue()
        self._writer, self._passwords, self._identity_providers = Writer(), Passwords(), IdentityProviders()
        open_file.serve(self._writer.file)
        self._scheduled = [ScheduledBackups(db.default_path()), ScheduledNotices(db.default_path())]
        confirmation.serve(confirming.for_screens(self))


def _fill() -> bool:
    """Load the shipped sheets; whether anybody is registered."""
    with acting(operator()) as act:
        sheet_files.load_shipped(act)
        return people.exist(act.db)


def _tell(sentence: str) -> None:
    print(sentence, flush=True)
