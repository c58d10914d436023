"""Consistent copies of a database in use, and the way back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC
from pathlib import Path

from checklist.errors import NotFound, Refused
from checklist.store import clock, database_file, db
from checklist.store.database_file import FileState
from checklist.store.files import files, stored_copies

# A damaged file moves away together with these: what was not yet moved out of its log is nowhere else.
_SIDE_FILES = ("", "-wal", "-shm", "-journal")


def backup(source: Path, target: Path) -> None:
    """Write a verified copy of a database to a new file, while others keep using the database."""
    database_file.require_ours(source)
    if target.exists():
        raise Refused(f"同じ名前のファイルがあるため、バックアップを中止しました：{target}")
    if not target.parent.is_dir():
        raise NotFound(f"バックアップ先のフォルダーがありません：{target.parent}")
    with _draft(target) as draft:
        _copy_living(source, draft)
        _verify(draft)
        stored_copies.copy(draft, files.folder_beside(source), files.folder_beside(target))
        _sync(draft)
        # The name comes last: whatever bears the name of a backup is whole, checked, and has its files.
        _place(draft, target)


def restore(source: Path, target: Path) -> Path | None:
    """Replace a database by a verified copy, brought up to date, and return where the replaced one is kept.

    A server may be running: the new content arrives in one transaction. Everybody has to sign in again.
    """
    _require_restorable(source, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _draft(target) as draft:
        _copy(source, draft)
        _verify(draft)
        db.migrate(draft)
        _end_sessions(draft)
        # Before the rows that name them: a kill between the two leaves files too many, never a row without its picture.
        stored_copies.copy(draft, files.folder_beside(source), files.folder_beside(target))
        kept = _keep(target)
        if database_file.state(target) is FileState.MISSING:
            # Only the one file is renamed, so nothing may be left in its log.
            _checkpoint(draft)
            _sync(draft)
            os.replace(draft, target)
            _sync(target.parent)
        else:
            # Into the file that is there: a running server holds it open and would go on writing into the one put
            # aside.
            _copy(draft, target)
    return kept


def _require_restorable(source: Path, target: Path) -> None:
    if not source.exists():
        raise NotFound(f"バックアップのファイルがありません：{source}")
    if target.exists() and source.samefile(target):
        raise Refused("復元元と復元先が同じファイルです。")
    database_file.require_ours(source)


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A file beside the target that is gone afterwards, whatever happens."""
    # Beside the target, because a rename or a second name reaches no further than one file system.
    draft = target.with_name(f".{target.name}.part-{os.getpid()}")
    try:
        yield draft
    finally:
        for path in draft.parent.glob(f"{draft.name}*"):
            path.unlink(missing_ok=True)


def _copy_living(source: Path, target: Path) -> None:
    """Copy a database that others may be writing to, as it is at one moment."""
    with closing(db.connect(source)) as found:
        db.copy_to(found, target)


def _copy(source: Path, target: Path) -> None:
    """Copy a file that nobody writes to over another database, in one transaction."""
    with database_file.looking_at(source) as found, closing(sqlite3.connect(target, timeout=60)) as copy:
        found.conn.backup(copy)


def _verify(path: Path) -> None:
    with database_file.looking_at(path) as found:
        answer = [row[0] for row in found.conn.execute("PRAGMA integrity_check")]
    # Copied page by page, a damaged database makes a damaged backup, and would be found out on the day it is needed.
    if answer != ["ok"]:
        raise Refused(f"データベースが壊れているため、中止しました：{'、'.join(answer[:3])}")


def _end_sessions(path: Path) -> None:
    """What was ended or revoked after the copy was made must not come back to life: sessions and unused passes."""
    with db.writing(path) as connection:
        connection.execute("DELETE FROM session")
        connection.execute(
            "UPDATE visit_pass SET revoked_at = ? WHERE revoked_at IS NULL AND opened_at IS NULL",
            [clock.to_text(clock.now())],
        )


def _checkpoint(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _keep(target: Path) -> Path | None:
    """Keep what is about to be replaced; a file that cannot be read is moved away as it is."""
    if database_file.state(target) is FileState.MISSING:
        return None
    kept = _free_name(target)
    try:
        _copy_living(target, kept)
        _verify(kept)
        stored_copies.copy_what_is_there(kept, files.folder_beside(target), files.folder_beside(kept))
    except (sqlite3.DatabaseError, Refused):
        kept.unlink(missing_ok=True)
        for suffix in _SIDE_FILES:
            with suppress(FileNotFoundError):
                target.with_name(target.name + suffix).rename(kept.with_name(kept.name + suffix))
    _sync(kept)
    return kept


def _free_name(target: Path) -> Path:
    # To the microsecond: two restores one after the other both keep what they replaced.
    moment = clock.now().astimezone(UTC)
    return target.with_name(f"{target.name}.replaced-{moment:%Y%m%dT%H%M%S%fZ}")


def _sync(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _place(draft: Path, target: Path) -> None:
    """Give the finished copy its name, never over another file."""
    try:
        os.link(draft, target)
    except FileExistsError as error:
        raise Refused(f"同じ名前のファイルがあるため、バックアップを中止しました：{target}") from error
    except OSError:
        # Some file systems (USB sticks) know no second name for a file.
        os.rename(draft, target)
    _sync(target.parent)
