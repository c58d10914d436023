"""Whether the database on disk is still the one that the server has open: what goes into a deleted file is lost.

And the connections to it that wait for their next transaction.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from threading import Lock

from checklist.errors import Trouble
from checklist.store import troubles

Identity = tuple[tuple[int, int] | None, ...]
"""Device and number of the database, its log and the index of its log; None for what is not there."""
_WHOLE = ("", "-wal", "-shm")
MOST_WAITING = 8
"""Connections that wait; each keeps some 3 MB, and more are in use at once only in a crowd."""


class OpenFile:
    """A database as it was when somebody opened it for long."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._places = [f"{path}{ending}" for ending in _WHOLE]
        self._opened = self._identity()

    def is_the_same(self) -> bool:
        """Whether all three files are still those: 13 µs on a busy machine, so every group of answers can ask."""
        return self._identity() == self._opened

    def has_its_database(self) -> bool:
        """Whether the database itself is still there, with its log or without."""
        return self._identity()[0] == self._opened[0]

    @property
    def waiting(self) -> list[sqlite3.Connection]:
        """The connections that wait for their next transaction."""
        return _waiting.get(self.path, [])

    def _identity(self) -> Identity:
        return tuple(_number(place) for place in self._places)


def _number(place: str) -> tuple[int, int] | None:
    try:
        found = os.stat(place)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


_served: OpenFile | None = None


def serve(found: OpenFile | None) -> None:
    """From now on the server stands on this file, or on none: there is one server in a process."""
    global _served
    former, _served = _served, found
    if former is not None:
        let_go(former.path)
    if found is not None:
        keep(found.path)


def is_served() -> bool:
    """Whether a server runs in this process."""
    return _served is not None


def require(path: Path) -> None:
    """Raise CannotSave if the server stands on this path and the file there is another one than it opened.

    Asked before a connection is opened: SQLite would make an empty database in place of one that is gone.
    """
    if _served is not None and _served.path == path and not _served.is_the_same():
        raise troubles.cannot_save(Trouble.REPLACED)


_waiting: dict[Path, list[sqlite3.Connection]] = {}
_lock = Lock()


def keep(path: Path) -> None:
    """From now on connections to this file stay open between transactions: nobody may put another file in its place."""
    _waiting.setdefault(path, [])


def let_go(path: Path | None = None) -> None:
    """Close what waits, and keep no more; of this file, or of all."""
    for one in [path] if path else list(_waiting):
        _close_all(_waiting.pop(one, []))


# Every new connection reads 184 tables and 472 triggers before its first statement: 4 ms of a processor, and 1 ms to close.
# A page opens four to seven; and the loop itself opened two for each sign-in that was wrong.
def take(path: Path) -> sqlite3.Connection | None:
    """An open connection to a file that is kept open, for one transaction of any thread; None for a new one."""
    try:
        # The one used last: what it has read of the file lies in the processor's cache.
        return _waiting[path].pop()
    except (KeyError, IndexError):
        return None


def give_back(path: Path, connection: sqlite3.Connection) -> None:
    """Let a connection, its transaction over, wait for the next one; it is closed where nobody will come for it."""
    waiting = _waiting.get(path)
    if waiting is None or _still_reads(connection) or not _waits(waiting, connection):
        connection.close()
        return
    # It may have been let go meanwhile.
    if waiting is not _waiting.get(path):
        _close_all(waiting)


def _waits(waiting: list[sqlite3.Connection], connection: sqlite3.Connection) -> bool:
    """Put a connection among those that wait; False where there are enough."""
    # A crowd that comes back together would find a place for each, and each look at the same number.
    with _lock:
        if len(waiting) >= MOST_WAITING:
            return False
        waiting.append(connection)
    return True


def _still_reads(connection: sqlite3.Connection) -> bool:
    """Whether somebody holds a row to come: until it is let go, all that is read would be of that moment."""
    # This ends what still runs, and is forgotten where nothing does.
    connection.interrupt()
    try:
        connection.execute("SELECT 1").fetchall()
    except sqlite3.OperationalError:
        return True
    return False


def _close_all(waiting: list[sqlite3.Connection]) -> None:
    with suppress(IndexError):
        while True:
            waiting.pop().close()
