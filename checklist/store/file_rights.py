"""Who may read the files of a region: they hold password hashes, every comment and patients' words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_ENDINGS = ("", "-wal", "-shm", "-journal", ".files", ".drafts", ".backups", ".backup-lock", ".key")
_COPIES = (".before-", ".replaced-")
_OF_OTHERS = 0o077


def close_to_others(database: Path) -> list[Path]:
    """Leave the database, its folders and the copies beside it to their owner alone; what was changed, in order.

    What belongs to somebody else stays as it is; so does a system without such rights.
    """
    if os.name != "posix" or not database.parent.is_dir():
        return []
    return [place for place in sorted(database.parent.iterdir()) if _is_ours(database, place) and _close(place)]


def _is_ours(database: Path, place: Path) -> bool:
    rest = place.name.removeprefix(database.name) if place.name.startswith(database.name) else None
    return rest is not None and (rest in _ENDINGS or rest.startswith(_COPIES)) and not place.is_symlink()


def _close(place: Path) -> bool:
    """Close one place; whether anything was open. What lies in a closed folder is out of everybody's reach."""
    try:
        if not place.stat().st_mode & _OF_OTHERS:
            return False
        for inside in _inside(place):
            with suppress(FileNotFoundError):
                inside.chmod(0o700 if inside.is_dir() else 0o600)
        place.chmod(0o700 if place.is_dir() else 0o600)
    except (FileNotFoundError, PermissionError):
        return False
    return True


def _inside(place: Path) -> Iterator[Path]:
    return (path for path in place.rglob("*") if not path.is_symlink()) if place.is_dir() else iter(())
