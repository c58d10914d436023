"""Unfinished copies, which hold everything that a database holds: each in a folder of its own that is noted beside the database.

Whoever is killed over one leaves it behind; the next start finds it by its note and removes it.
"""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from checklist.errors import Refused, Trouble
from checklist.store import troubles

_NOTE = ".place"


def _notes_beside(database: Path) -> Path:
    return database.with_name(f"{database.name}.drafts")


@contextmanager
def draft(database: Path, place: Path) -> Iterator[Path]:
    """A new folder in `place` for a copy of a database; gone afterwards, whatever happens.

    It lies where the copy will, because a rename or a second name reaches no further than one file system.
    """
    notes, name = _notes_beside(database), secrets.token_hex(8)
    folder, lock = place.resolve() / f".checklist-draft-{name}", notes / name
    notes.mkdir(parents=True, exist_ok=True)
    try:
        with held(lock):
            lock.with_suffix(_NOTE).write_text(str(folder), encoding="utf-8")
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        _forget(lock)


def left_behind(database: Path) -> list[Path]:
    """The drafts whose makers have been killed."""
    return [folder for _, folder in _left(database)]


def remove_left_behind(database: Path) -> list[Path]:
    """Remove them, and return where they were."""
    removed = []
    for lock, folder in _left(database):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            _forget(lock)
            removed.append(folder)
    return removed


def _left(database: Path) -> list[tuple[Path, Path]]:
    notes = _notes_beside(database)
    found = sorted(notes.iterdir()) if notes.is_dir() else []
    return [
        (note.with_suffix(""), Path(note.read_text(encoding="utf-8")))
        for note in found
        if note.suffix == _NOTE and not _is_held(note.with_suffix(""))
    ]


@contextmanager
def held(lock: Path, taken: str = "") -> Iterator[None]:
    """Hold a lock that the system lets go when this process ends, in whatever way and on whatever system.

    Raises Refused with the sentence `taken` where somebody else holds it.
    """
    # SQLite's own: it locks files on every system that it runs on, and nothing is ever written to this one.
    with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if troubles.of(error) is not Trouble.LOCK:
                raise
            raise Refused(taken) from error
        yield


def _is_held(lock: Path) -> bool:
    try:
        with held(lock):
            return False
    except (Refused, sqlite3.OperationalError):
        return True


def _forget(lock: Path) -> None:
    for path in (lock, lock.with_suffix(_NOTE)):
        path.unlink(missing_ok=True)
    with suppress(OSError):
        lock.parent.rmdir()
