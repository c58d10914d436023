"""What lives as long as the server: the answer writer and the one-time setup code."""

from __future__ import annotations

import gc
import hashlib
import hmac
import math
import secrets
import time
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from checklist.imports import sheet_files
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import acting, operator
from checklist.store.writer import Writer
from checklist.web import outer
from checklist.web.foreign_origins import ForeignOrigins

GUESSES_PER_CODE = 10


class SetupCode:
    """A code on the console with which the first administrator is made; a new one after ten wrong guesses."""

    def __init__(self) -> None:
        self._hash = b""
        self._guesses = 0

    def issue(self) -> None:
        """Print a new code; only its hash is kept."""
        # Ten guesses among 10^12, and still short enough to be typed from a console.
        code = f"{secrets.randbelow(10**12):012d}"
        self._hash, self._guesses = self._digest(code), 0
        spaced = " ".join(code[i : i + 4] for i in range(0, 12, 4))
        print(
            f"\n  初期設定コード: {spaced}\n  ブラウザーでこのサーバーを開き、最初の管理者を登録してください。\n",
            flush=True,
        )

    def fits(self, code: str) -> bool:
        """Whether this is the code that stands on the console."""
        if not self._hash:
            return False
        # A Japanese keyboard may type the digits in full width, and the console shows them in groups.
        if hmac.compare_digest(self._hash, self._digest("".join(unicodedata.normalize("NFKC", code).split()))):
            return True
        self._guesses += 1
        if self._guesses >= GUESSES_PER_CODE:
            self.issue()
        return False

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
        self._writer: Writer | None = None
        self._answered_at = -math.inf

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

    @asynccontextmanager
    async def lifespan(self, _app: Any) -> AsyncIterator[None]:
        """Check the settings, bring the database up to date, start the writer, and put the imported modules out of the collector's sight."""
        outer.outer()
        db.migrate()
        with acting(operator()) as act:
            sheet_files.load_shipped(act)
            set_up = people.exist(act.db)
        if not set_up:
            self.setup_code.issue()
        self._writer = Writer()
        # Measured: without this the collector's full passes stop all sessions at 100 evaluators.
        # One tap every 5 s each, p50: 8.0 s as it was, 2.3 s frozen, 6 ms with runner.postScriptGC = false as well.
        gc.collect()
        gc.freeze()
        try:
            yield
        finally:
            self._writer.stop()
            self._writer = None
