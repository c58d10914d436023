"""The folder of stored files beside the database, each under its SHA-256: on disk before its row is committed."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlite_utils import Database

from checklist.errors import NotFound
from checklist.store import troubles
from checklist.store.db import file_of

REFERENCED = {
    "photo": "WHERE erased_at IS NULL",
    "plan_evidence": "",
    "visit_paper": "",
    "evidence_document": "",
    "council_paper": "",
}
"""Every table of stored files with which of its rows need theirs; not named here, backups would leave them behind."""
RENEWED = {"report_paper": ""}
"""Tables of files that are made again where they are lost: copied as long as they are there."""

_synced: set[Path] = set()
"""Folders whose own entry this process has brought to disk."""


def folder_beside(path: Path) -> Path:
    """Where the files of a database lie."""
    return path.with_name(f"{path.name}.files")


def folder(db: Database) -> Path:
    """Where the files of an open database lie."""
    return folder_beside(file_of(db))


def digest(content: bytes) -> str:
    """The name under which a content is stored."""
    return hashlib.sha256(content).hexdigest()


def place(base: Path, sha256: str) -> Path:
    """Where a content lies."""
    return base / sha256[:2] / sha256


def put(base: Path, content: bytes) -> str:
    """Store a content, synced to disk with its folders, and return its SHA-256; the same content is stored once.

    Raises CannotSave if the disk is full or closed to the server.
    """
    with troubles.named():
        return _put(base, content)


def _put(base: Path, content: bytes) -> str:
    name = digest(content)
    target = place(base, name)
    # Looked into, since an interrupted run may have left half a file under the right name.
    if target.exists() and digest(target.read_bytes()) == name:
        return name
    fresh = not target.parent.exists() or target.parent not in _synced
    target.parent.mkdir(parents=True, exist_ok=True)
    # A random ending, for two requests may bring the same picture at once.
    draft = target.with_name(f".{name}.{secrets.token_hex(4)}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            # Before it gets its name: after a power cut a name could otherwise stand for an empty file.
            os.fsync(file.fileno())
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    # Each sync makes answers wait for the same disk, so folders that are known to be there are not synced again.
    for above in (target.parent, base, base.parent) if fresh else (target.parent,):
        sync(above)
    _synced.add(target.parent)
    return name


def get(base: Path, sha256: str) -> bytes:
    """A stored content, never another one; raises NotFound."""
    try:
        content = place(base, sha256).read_bytes()
    except FileNotFoundError as error:
        raise NotFound("保存されたファイルが見つかりません。管理者に連絡してください。") from error
    if digest(content) != sha256:
        raise NotFound("保存されたファイルが壊れています。管理者に連絡してください。")
    return content


def referenced(db: Database) -> frozenset[str]:
    """Every content that a row names; a database from before a table existed names none of it."""
    return required(db) | _named(db, RENEWED)


def required(db: Database) -> frozenset[str]:
    """Every content that nothing could bring back if it were lost."""
    return _named(db, REFERENCED)


def _named(db: Database, tables: Mapping[str, str]) -> frozenset[str]:
    there = [f"SELECT sha256 FROM {table} {which}" for table, which in tables.items() if db.table(table).exists()]
    return frozenset(row[0] for row in db.conn.execute(" UNION ".join(there))) if there else frozenset()


def stored(base: Path) -> Iterator[Path]:
    """Every file in the folder, in order."""
    yield from sorted(path for path in base.glob("??/*") if path.is_file())


def remove_unneeded(db: Database, hashes: frozenset[str]) -> None:
    """Delete these contents unless a row still needs them; called after the erasure is committed."""
    base = folder(db)
    for sha256 in hashes - referenced(db):
        place(base, sha256).unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
