"""Consistent copies of a database in use, and the way back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC
from pathlib import Path

from checklist.errors import NotFound, Refused, Trouble
from checklist.store import clock, database_file, db, doctor, drafts, troubles
from checklist.store.database_file import FileState
from checklist.store.files import files, stored_copies

# A damaged file moves away together with these: what was not yet moved out of its log is nowhere else.
MOST = 5
"""Faults of a refused copy that are told; `doctor` tells all."""
_SIDE_FILES = ("", "-wal", "-shm", "-journal")

_REWRITTEN = """
SELECT count(*) FROM main.rating_history then_ JOIN present.rating_history now_ USING (operation_id)
WHERE (then_.assessment_id, then_.item_id, then_.version, then_.person_id, then_.saved_at)
        <> (now_.assessment_id, now_.item_id, now_.version, now_.person_id, now_.saved_at)
    OR then_.value IS NOT now_.value
    OR then_.comment <> now_.comment
        AND NOT EXISTS (SELECT 1 FROM present.erasure WHERE place = 'rating_history' AND place_id = now_.id)
        AND NOT EXISTS (SELECT 1 FROM main.erasure WHERE place = 'rating_history' AND place_id = then_.id)
"""
"""Answers that both know and tell differently; a comment that one of them has erased is no such."""


def backup(source: Path, target: Path) -> None:
    """Write a verified copy of a database to a new file, while others keep using the database.

    Raises CannotSave where there is no room for it, or no right to write it.
    """
    source = db.real(source)
    database_file.require_ours(source)
    if target.exists():
        raise Refused(f"同じ名前のファイルがあるため、バックアップを中止しました：{target}")
    if not target.parent.is_dir():
        raise NotFound(f"バックアップ先のフォルダーがありません：{target.parent}")
    with troubles.named(target), drafts.draft(source, target.parent) as folder:
        draft = folder / target.name
        write(source, draft)
        # The name comes last: whatever bears the name of a backup is whole, checked, and has its files.
        _place_files(draft, target)
        _place(draft, target)


def write(source: Path, draft: Path) -> None:
    """Write a verified copy with its stored files to a place that nobody looks at yet, on disk when this returns."""
    _copy_living(source, draft)
    verify(draft)
    stored_copies.copy(draft, files.folder_beside(source), files.folder_beside(draft))
    _sync(draft)


def restore(source: Path, target: Path, head: str | None = None) -> Path | None:
    """Replace a database by a verified copy, brought up to date, and return where the replaced one is kept.

    A server may be running: the new content arrives in one transaction. Everybody has to sign in again. A copy in which
    `doctor` finds anything wrong is refused, with what it is, and so is one whose chain of records does not go through
    `head`, the digits of a link that was written down elsewhere.
    """
    source, target = db.real(source), db.real(target)
    _require_restorable(source, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with troubles.named(target), drafts.draft(target, target.parent) as folder:
        draft = folder / target.name
        with _damage_told():
            _copy(source, draft)
            verify(draft)
            db.migrate(draft)
            _require_healthy(draft, head)
            _require_same_history(draft, target)
        _end_sessions(draft)
        # Before the rows that name them: a kill between the two leaves files too many, never a row without its picture.
        stored_copies.copy(draft, files.folder_beside(source), files.folder_beside(target))
        kept = _keep(target, folder)
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


def _copy_living(source: Path, target: Path) -> None:
    """Copy a database that others may be writing to, as it is at one moment."""
    with closing(db.connect(source)) as found:
        db.copy_to(found, target)


def _copy(source: Path, target: Path) -> None:
    """Copy a file that nobody writes to over another database, in one transaction."""
    with database_file.looking_at(source) as found, closing(sqlite3.connect(target, timeout=60)) as copy:
        found.conn.backup(copy)


def verify(path: Path) -> None:
    """Raise Refused if SQLite finds a file damaged."""
    with _damage_told(), database_file.looking_at(path) as found:
        answer = [row[0] for row in found.conn.execute("PRAGMA integrity_check")]
    # Copied page by page, a damaged database makes a damaged backup, and would be found out on the day it is needed.
    if answer != ["ok"]:
        raise Refused(f"データベースが壊れているため、中止しました：{'、'.join(answer[:3])}")


@contextmanager
def _damage_told() -> Iterator[None]:
    """Say of what cannot be read that it is damaged; a full disk, a lock or a missing right is called what it is."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if troubles.of(error) not in (None, Trouble.DAMAGE):
            raise
        raise Refused("データベースが壊れているため、中止しました。") from error


def _require_healthy(draft: Path, head: str | None) -> None:
    """Refuse a copy that `doctor` would not call healthy; its stored files are checked when they are copied."""
    # It lies alone in a folder of its own yet.
    checks = doctor.checks_through(head)
    found = doctor.examine(draft, [check for check in checks if check not in doctor.OF_STORED_FILES], ())
    if found.faults:
        told = [str(fault) for fault in found.faults]
        rest = f"（ほか{len(told) - MOST}件）" if len(told) > MOST else ""
        raise Refused(f"バックアップに異常があるため、復元を中止しました：{'／'.join(told[:MOST])}{rest}")


def _require_same_history(draft: Path, target: Path) -> None:
    """Refuse a copy that tells an answer differently than the database that it would replace: history only grows."""
    try:
        if database_file.state(target) is not FileState.CURRENT:
            return
        with closing(sqlite3.connect(draft)) as connection:
            connection.execute("ATTACH ? AS present", [str(target)])
            rewritten = connection.execute(_REWRITTEN).fetchone()[0]
    # What it would replace cannot be read: nothing to compare with.
    except sqlite3.DatabaseError as error:
        if troubles.of(error) not in (None, Trouble.DAMAGE):
            raise
        return
    if rewritten:
        raise Refused(
            f"バックアップの回答の履歴{rewritten}件が、現在のデータベースの履歴と異なるため、復元を中止しました。"
            f"現在のデータベースのほうが誤っているときは、別の場所に移してから復元してください：{target}"
        )


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


def _keep(target: Path, folder: Path) -> Path | None:
    """Keep what is about to be replaced; a file that cannot be read is moved away as it is."""
    if database_file.state(target) is FileState.MISSING:
        return None
    kept, draft = _free_name(target), folder / "kept"
    try:
        _copy_living(target, draft)
        verify(draft)
        _sync(draft)
        stored_copies.copy_what_is_there(draft, files.folder_beside(target), files.folder_beside(kept))
        os.replace(draft, kept)
    except (sqlite3.DatabaseError, Refused) as error:
        # Full, locked or closed to us is no reason to move away a database that is sound.
        if troubles.of(error) not in (None, Trouble.DAMAGE):
            raise
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


def _place_files(draft: Path, target: Path) -> None:
    """Put the stored files of a finished copy beside its place; there may be some already, of a copy that is gone."""
    found, place = files.folder_beside(draft), files.folder_beside(target)
    if not place.exists() and found.exists():
        found.rename(place)
    else:
        stored_copies.copy(draft, found, place)


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
