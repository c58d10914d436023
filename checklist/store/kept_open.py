"""Connections that stay open from one transaction to the next, as long as somebody works on one file for long.

A new connection reads every table, index and trigger of the schema (829 texts) before its first statement: 4 ms of a
processor alone on its machine, where what a screen asks takes less, and a screen has four transactions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

MOST = 8
"""So many wait for their next use; each holds the schema and 2 MB of pages at most."""


class Wandering(sqlite3.Connection):
    """A connection that one thread after the other may use; it was opened to be kept."""


_idle: dict[Path, list[Wandering]] = {}
_lock = Lock()


@contextmanager
def keeping(path: Path) -> Iterator[None]:
    """Meanwhile the connections of this file stay open; nobody may put another file in its place until the end."""
    with _lock:
        outermost = path not in _idle
        _idle.setdefault(path, [])
    try:
        yield
    finally:
        with _lock:
            left = _idle.pop(path, []) if outermost else []
        for connection in left:
            connection.close()


def is_kept(path: Path) -> bool:
    """Whether connections of this file are kept now."""
    return path in _idle


def take(path: Path) -> Wandering | None:
    """A connection of this file that waits, for one user alone until it is given back; None if there is none."""
    with _lock:
        waiting = _idle.get(path)
        return waiting.pop() if waiting else None


def give(path: Path, connection: sqlite3.Connection) -> bool:
    """Keep a connection whose transaction is over; False if it has to be closed."""
    # One that was opened before is its thread's own.
    if not isinstance(connection, Wandering) or connection.in_transaction:
        return False
    with _lock:
        waiting = _idle.get(path)
        if waiting is None or len(waiting) >= MOST:
            return False
        waiting.append(connection)
        return True
