"""Whether an answer could be kept now: found out by a real write, at most once in a few seconds, for whoever asks."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from threading import Lock

from checklist.errors import CannotSave, Trouble
from checklist.store import db, open_file, troubles
from checklist.store.database_file import FileState, state_of
from checklist.store.files import files

PATIENCE_SECONDS = 2
"""An import holds the lock for a second; who asks for the health of a server will not wait for ten."""
FRESH_SECONDS = 3
LEAST_SPACE = 1_000_000
"""Bytes on the disk. An answer may still find its room in the log then, but no photo and no sign-in does for long."""


def look(path: Path) -> Trouble | None:
    """Try to write to a database, without changing anything in it."""
    try:
        with troubles.named():
            open_file.require(path)
            _write(path)
            return _around(path)
    except CannotSave as error:
        return error.trouble


def _write(path: Path) -> None:
    # mode=rw: a file that is not there must not be made.
    uri = f"{path.resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE_SECONDS, isolation_level=None)) as connection:
        # The same number again: SQLite writes the page and syncs it all the same, as it would for an answer.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        number = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version = {int(number)}")
        connection.execute("COMMIT")
        if state_of(connection) is FileState.AHEAD:
            raise troubles.cannot_save(Trouble.VERSION)


def _around(path: Path) -> Trouble | None:
    if shutil.disk_usage(path.parent).free < LEAST_SPACE:
        return Trouble.DISK
    folder = files.folder_beside(path)
    # SQLite goes on writing through what it has open; photos, commands and the next start do not.
    needed = (path, folder if folder.exists() else path.parent)
    return None if all(os.access(place, os.R_OK | os.W_OK) for place in needed) else Trouble.RIGHTS


class Watch:
    """The last look at a database, shared by all who ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._looked_at = float("-inf")
        self._found: Trouble | None = None

    def ask(self) -> Trouble | None:
        """What was found at most a few seconds ago; one looks, the others take what was found before."""
        if time.monotonic() - self._looked_at >= FRESH_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._found = look(db.default_path())
                self._looked_at = time.monotonic()
            finally:
                self._lock.release()
        return self._found


_watch = Watch()


def of_server() -> Trouble | None:
    """What keeps the server of this process from saving, if anything does; None where no server runs."""
    return _watch.ask() if open_file.is_served() else None
