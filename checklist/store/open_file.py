"""Whether the database on disk is still the one that the server has open: what goes into a deleted file is lost."""

from __future__ import annotations

import os
from pathlib import Path

from checklist.errors import Trouble
from checklist.store import troubles

Identity = tuple[tuple[int, int] | None, ...]
"""Device and number of the database, its log and the index of its log; None for what is not there."""
_WHOLE = ("", "-wal", "-shm")


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
    _served = found


def is_served() -> bool:
    """Whether a server runs in this process."""
    return _served is not None


def require(path: Path) -> None:
    """Raise CannotSave if the server stands on this path and the file there is another one than it opened.

    Asked before a connection is opened: SQLite would make an empty database in place of one that is gone.
    """
    if _served is not None and _served.path == path and not _served.is_the_same():
        raise troubles.cannot_save(Trouble.REPLACED)
