"""What a file is before anything is done to it: missing, not ours, behind, current, or from a newer program."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database

from checklist.errors import NotFound, Refused, Trouble
from checklist.store import troubles
from checklist.store.migrations import migrations


class FileState(StrEnum):
    """How a file stands to this program."""

    MISSING = "missing"
    FOREIGN = "foreign"
    BEHIND = "behind"
    CURRENT = "current"
    AHEAD = "ahead"


@contextmanager
def looking_at(path: Path) -> Iterator[Database]:
    """A connection for a short look, or for a file that nobody writes to; it leaves nothing beside the file."""
    # Without a log beside it a WAL database is opened as immutable: that works on a read-only medium, too.
    mode = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "mode=ro&immutable=1"
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True)
    connection.row_factory = sqlite3.Row
    with closing(connection):
        yield Database(connection)


def state(path: Path) -> FileState:
    """How the file stands to this program; an empty file counts as missing."""
    try:
        # A start that was cut short, or `touch`, leaves an empty file; there is nothing in it to protect.
        if not path.exists() or (path.is_file() and path.stat().st_size == 0):
            return FileState.MISSING
        if not path.is_file():
            return FileState.FOREIGN
        # Opened before SQLite does, which says of what it may not read that it cannot be opened, and no more.
        path.open("rb").close()
        with looking_at(path) as db:
            return state_of(db.conn)
    except PermissionError as error:
        raise troubles.cannot_save(Trouble.RIGHTS) from error
    except sqlite3.DatabaseError as error:
        if (trouble := troubles.of(error)) in (Trouble.LOCK, Trouble.RIGHTS):
            raise troubles.cannot_save(trouble) from error
        return FileState.FOREIGN


def state_of(connection: sqlite3.Connection) -> FileState:
    """How an open database stands to this program, by the steps that made it."""
    applied = {step.name for step in migrations.applied(Database(connection))}
    known = {step.name for step in migrations._migrations}
    if not applied:
        return FileState.FOREIGN
    # A newer program has rules and triggers that this one knows nothing of; writing past them would do harm quietly.
    if applied - known:
        return FileState.AHEAD
    return FileState.CURRENT if applied == known else FileState.BEHIND


def require_ours(path: Path) -> FileState:
    """Refuse a file that this program cannot open; a missing one raises NotFound."""
    found = state(path)
    if found is FileState.MISSING:
        raise NotFound(f"データベースがありません：{path}（migrate または demo で作成できます）")
    if found is FileState.FOREIGN:
        raise Refused(f"このシステムのデータベースではありません：{path}")
    if found is FileState.AHEAD:
        raise Refused(f"新しい版のプログラムで作られたデータベースのため、開けません：{path}")
    return found


def require_current(path: Path) -> None:
    """Refuse a file that is not a database of exactly this version of the program."""
    if require_ours(path) is FileState.BEHIND:
        raise Refused(f"データベースの更新が必要です。先に migrate を実行してください：{path}")


def require_ours_or_new(path: Path) -> FileState:
    """Refuse what cannot be brought up to date; a missing file is fine."""
    found = state(path)
    return found if found in (FileState.MISSING, FileState.CURRENT) else require_ours(path)


def has_log(path: Path) -> bool:
    """Whether the file is one that is written through a log beside it."""
    with path.open("rb") as file:
        # The read and write versions of https://www.sqlite.org/fileformat2.html#file_format_version_numbers
        return file.read(20)[18:] == b"\2\2"
