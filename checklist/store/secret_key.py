"""A key beside the database that no backup takes along: what is locked with it cannot be read from a copy of the file."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from sqlite_utils import Database

from checklist.errors import Fault, Refused
from checklist.store import db

LOST = (
    "このサーバーの鍵のファイルがないか、別のものに替わっているため、認証アプリの登録を読み取れません。"
    "回復コードを使うか、システム管理者に二段階認証の解除を依頼してください。"
)
_LONGEST = 1_000


def path_of(database: Path) -> Path:
    """Where the key of a database lies."""
    return database.with_name(f"{database.name}.key")


def lock(connection: Database, text: str) -> str:
    """A text as it may be stored; the key is made with the first one."""
    return Fernet(_key(path_of(db.file_of(connection)), makes=True)).encrypt(text.encode()).decode()


def unlock(connection: Database, locked: str) -> str:
    """The text again; raises Refused if the key is gone or another one."""
    try:
        return Fernet(_key(path_of(db.file_of(connection)), makes=False)).decrypt(locked.encode()).decode()
    except (OSError, ValueError, InvalidToken) as error:
        raise Refused(LOST) from error


def remarks(connection: Database) -> Iterator[Fault]:
    """For the doctor: authenticators that this server cannot read, as after a restore without the key."""
    if not connection.table("second_factor").exists():
        return
    query = "SELECT secret FROM second_factor WHERE confirmed_at IS NOT NULL AND ended_at IS NULL"
    lost = sum(not _opens(connection, row["secret"]) for row in connection.execute(query).fetchall())
    if lost:
        told = "人の認証アプリの登録を読み取れません。鍵のファイルを戻すか、各自が回復コードで登録し直す必要があります"
        yield Fault("二段階認証", f"{lost}{told}：{path_of(db.file_of(connection))}")


def _opens(connection: Database, locked: str) -> bool:
    try:
        unlock(connection, locked)
    except Refused:
        return False
    return True


def _key(place: Path, makes: bool) -> bytes:
    if makes and not place.exists():
        _make(place)
    with place.open("rb") as file:
        return file.read(_LONGEST).strip()


def _make(place: Path) -> None:
    """Write a new key, whole or not at all; of two who do so at once, the first one's is kept by both."""
    whole = place.with_name(f"{place.name}-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
        # A second name for the same file: unlike a renamed one it never takes the place of another.
        os.link(whole, place)
    except FileExistsError:
        pass
    finally:
        whole.unlink(missing_ok=True)
