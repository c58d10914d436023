"""The stored files of a database copied with it: each checked by its hash, and none forgotten."""

from __future__ import annotations

from pathlib import Path

from checklist.errors import NotFound, Refused
from checklist.store import database_file
from checklist.store.files import files


def _needed(database: Path) -> tuple[list[str], frozenset[str]]:
    """Every file that a row names, and those of them without which a copy is not whole."""
    with database_file.looking_at(database) as found:
        return sorted(files.referenced(found)), files.required(found)


def copy(database: Path, source: Path, target: Path) -> None:
    """Copy every file that a database needs from one folder to another; raises Refused if one is missing or changed.

    What can be made again does not stand in the way.
    """
    named, required = _needed(database)
    for sha256 in named:
        try:
            content = files.get(source, sha256)
        except NotFound as error:
            if sha256 not in required:
                continue
            raise Refused(f"写真または添付ファイルが失われているため、中止しました：{sha256[:12]}") from error
        files.put(target, content)


def copy_what_is_there(database: Path, source: Path, target: Path) -> None:
    """As `copy`, for a database that is put aside: what is lost already does not stand in the way."""
    for sha256 in _needed(database)[0]:
        try:
            files.put(target, files.get(source, sha256))
        except NotFound:
            continue
