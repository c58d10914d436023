"""Which trouble of the disk, of locks or of rights stands behind an error, so that nobody is told of it in general words."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checklist import words
from checklist.errors import CannotSave, Trouble

_BY_CODE = {
    sqlite3.SQLITE_FULL: Trouble.DISK,
    sqlite3.SQLITE_BUSY: Trouble.LOCK,
    sqlite3.SQLITE_LOCKED: Trouble.LOCK,
    sqlite3.SQLITE_READONLY: Trouble.RIGHTS,
    sqlite3.SQLITE_CANTOPEN: Trouble.RIGHTS,
    sqlite3.SQLITE_PERM: Trouble.RIGHTS,
    sqlite3.SQLITE_READONLY_DBMOVED: Trouble.REPLACED,
    # A quota, or a limit on the size of files, is no "full" for SQLite; nor is a disk too full for the index of the log.
    sqlite3.SQLITE_IOERR_WRITE: Trouble.DISK,
    sqlite3.SQLITE_IOERR_SHMSIZE: Trouble.DISK,
    sqlite3.SQLITE_IOERR: Trouble.DAMAGE,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGE,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGE,
}
_BY_NUMBER = {
    errno.ENOSPC: Trouble.DISK,
    errno.EDQUOT: Trouble.DISK,
    errno.EFBIG: Trouble.DISK,
    errno.EACCES: Trouble.RIGHTS,
    errno.EPERM: Trouble.RIGHTS,
    errno.EROFS: Trouble.RIGHTS,
    errno.EIO: Trouble.DAMAGE,
}


def of(error: BaseException) -> Trouble | None:
    """The trouble behind an error of SQLite or of the system; None where it is a fault of the program."""
    if isinstance(error, CannotSave):
        return error.trouble
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)
        return _BY_CODE.get(code) or _BY_CODE.get(code & 0xFF)
    return _BY_NUMBER.get(error.errno or 0) if isinstance(error, OSError) else None


def cannot_save(trouble: Trouble) -> CannotSave:
    """The error with the sentence for whoever wanted to save."""
    return CannotSave(trouble, words.TROUBLES[trouble])


def at_server(trouble: Trouble, place: object) -> str:
    """The sentence for whoever sits at the server, with the file that it is about."""
    return f"{words.TROUBLES_AT_SERVER[trouble]}：{place}"


_REFUSED: dict[type[OSError], str] = {
    FileNotFoundError: "ファイルまたはフォルダーがありません",
    PermissionError: "読み書きする権限がありません",
    IsADirectoryError: "ファイルではなくフォルダーです",
    NotADirectoryError: "フォルダーではありません",
}


def sentence(error: OSError | sqlite3.Error, place: object) -> str:
    """What the system or SQLite refused, in one Japanese line; the place is named where the error names none."""
    if isinstance(error, sqlite3.Error):
        return at_server(Trouble.LOCK if "locked" in str(error) else of(error) or Trouble.DAMAGE, place)
    if of(error) is Trouble.DISK:
        return at_server(Trouble.DISK, error.filename or place)
    if error.errno == errno.EROFS:
        return f"書き込みが禁止されています：{error.filename or place}"
    return f"{_REFUSED.get(type(error), 'ファイルを読み書きできません')}：{error.filename or place}"


@contextmanager
def named(place: Path | None = None) -> Iterator[None]:
    """Raise CannotSave in place of an error behind which a trouble stands; others pass as they are.

    The place is what the command line names instead of the database.
    """
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if (trouble := of(error)) is None:
            raise
        raise CannotSave(trouble, words.TROUBLES[trouble], place) from error
