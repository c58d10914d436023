"""The copies in the folder of a plan: made whole or not at all, and removed when newer ones have taken their place."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from checklist import words
from checklist.errors import CannotSave, NotFound, Refused
from checklist.model.backups import BackupPlan
from checklist.rules import backups
from checklist.store import backup, db, drafts, troubles
from checklist.store.backups import manifest
from checklist.store.backups.manifest import Manifest
from checklist.store.files import files
from checklist.words import TOKYO

ROOM = 500_000_000
"""Bytes that a copy leaves free: where it fills the disk of the database, nobody can save any more."""
_OURS = re.compile(r"checklist-\d{8}-\d{6}(-\d+)?")


def folder_of(plan: BackupPlan, database: Path) -> Path:
    """Where the copies of a database go."""
    return Path(plan.folder) if plan.folder else database.with_name(f"{database.name}.backups")


def require_folder(plan: BackupPlan, database: Path) -> None:
    """Raise Refused or CannotSave unless copies can be written to the folder of a plan; found out by writing."""
    folder = folder_of(plan, database)
    with in_words(folder):
        if not plan.folder and not folder.exists():
            folder.mkdir(parents=True)
        # Never made: where a disk or a share is not there, its place would be filled instead.
        if not folder.is_dir():
            raise NotFound(f"{words.NO_FOLDER}：{folder}")
        if files.folder_beside(database).resolve() in (folder.resolve(), *folder.resolve().parents):
            raise Refused(f"写真と書類のフォルダーの中には作成できません。別のフォルダーを指定してください：{folder}")
        with drafts.draft(database, folder) as draft:
            (draft / "room").write_bytes(b"room")


@contextmanager
def in_words(place: Path) -> Iterator[None]:
    """Raise an error of ours, with a plain sentence, in place of one of the system or of SQLite.

    What went wrong inside of `place` is told of that: nobody knows the drafts in it by name.
    """
    try:
        yield
    except CannotSave as error:
        raise Refused(troubles.at_server(error.trouble, error.place or place)) from error
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, OSError) and str(error.filename).startswith(str(place)):
            error.filename = str(place)
        raise Refused(troubles.sentence(error, place)) from error


def make(database: Path, plan: BackupPlan, at: datetime) -> Path:
    """Write a copy with its files and manifest, read it back, and return its folder; raises an error of ours."""
    database = db.real(database)
    folder = folder_of(plan, database)
    require_folder(plan, database)
    with in_words(folder):
        require_room(database, folder)
        with drafts.draft(database, folder) as draft:
            place = draft / "copy"
            place.mkdir()
            copy = place / database.name
            backup.write(database, copy)
            found = manifest.write(place, copy, database, at)
            _read_back(place, copy, found)
            # The name comes last, and a folder is renamed at once: whatever bears it is whole and was read back.
            target = _free(folder, at)
            place.rename(target)
            files.sync(folder)
    return target


def require_room(database: Path, folder: Path) -> None:
    """Raise Refused unless a folder has room for a database with its files, and for whoever saves meanwhile."""
    stored = sum(path.stat().st_size for path in files.stored(files.folder_beside(database)))
    needed, free = database.stat().st_size + stored + ROOM, shutil.disk_usage(folder).free
    if free < needed:
        raise Refused(f"{words.NO_ROOM.format(needed // 1_000_000, free // 1_000_000)}：{folder}")


def _read_back(place: Path, copy: Path, found: Manifest) -> None:
    """Raise Refused unless what lies on the disk is what was written, and is sound."""
    told = manifest.faults(place, found)
    if told:
        raise Refused(f"書き込んだ内容を読み戻したところ、一致しませんでした：{told[0]}")
    backup.verify(copy)


def _free(folder: Path, at: datetime) -> Path:
    name = f"checklist-{at.astimezone(TOKYO):%Y%m%d-%H%M%S}"
    return next(
        place
        for number in range(1, 1000)
        if not (place := folder / (f"{name}-{number}" if number > 1 else name)).exists()
    )


def ours(database: Path, folder: Path) -> dict[Path, Manifest]:
    """The copies in a folder that this machine made of this database, by their folders."""
    found: dict[Path, Manifest] = {}
    for place in sorted(folder.iterdir()) if folder.is_dir() else []:
        if _OURS.fullmatch(place.name) and place.is_dir() and not place.is_symlink():
            try:
                made = manifest.read(place)
            except Refused:
                continue
            if manifest.is_of(made, database):
                found[place] = made
    return found


def thin_out(database: Path, plan: BackupPlan, now: datetime) -> list[Path]:
    """Remove the copies that the plan no longer keeps, and return where they were; call it after a good one was made."""
    database = db.real(database)
    folder = folder_of(plan, database)
    with in_words(folder):
        there = ours(database, folder)
        gone = backups.surplus([made.made_at for made in there.values()], plan.daily, plan.weekly, now)
        old = [place for place, made in there.items() if made.made_at in gone]
        for place in old:
            # First out of its name: half removed, it must not be taken for a copy.
            with drafts.draft(database, folder) as draft:
                os.rename(place, draft / place.name)
    return old
