"""The manifest that lies in every copy: when, where and by which program it was made, and what belongs to it."""

from __future__ import annotations

import hashlib
import os
import socket
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec
from sqlite_utils import Database

from checklist.errors import Fault, Refused
from checklist.store import database_file, links
from checklist.store.db import ROOT
from checklist.store.files import files

NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What a copy is; `files` are the SHA-256 of each file in its folder, `tables` the rows of each table."""

    made_at: datetime
    host: str
    database: str
    """Where the copied database lies on its machine."""
    program: str
    """The SHA-256 of the program that made it."""
    schema: str
    """The last step of the schema."""
    tables: dict[str, int]
    chain_head: str
    """The last link of the chain of records, for which `doctor --head` and `restore --head` ask; empty before the chain."""
    files: dict[str, str]


def write(place: Path, copy: Path, source: Path, made_at: datetime) -> Manifest:
    """Describe the finished copy in its folder, on disk when this returns."""
    with database_file.looking_at(copy) as db:
        head = links.tip(db)[1].hex() if db.table("chain").exists() else ""
        found = Manifest(
            made_at,
            socket.gethostname(),
            str(source.resolve()),
            program(),
            schema_of(db),
            counts(db),
            head,
            _hashes(place),
        )
    target = place / NAME
    with target.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(found)))
        file.flush()
        os.fsync(file.fileno())
    files.sync(place)
    return found


def read(place: Path) -> Manifest:
    """The manifest of a copy; raises Refused where there is none that can be read."""
    try:
        return msgspec.json.decode((place / NAME).read_bytes(), type=Manifest)
    except (FileNotFoundError, NotADirectoryError, msgspec.MsgspecError, UnicodeError) as error:
        raise Refused(f"バックアップの目録（{NAME}）がないか、壊れています：{place}") from error


def faults(place: Path, found: Manifest) -> list[Fault]:
    """Files of a copy that are missing, changed or too many; each is read from the disk again."""
    there = _hashes(place)
    told = [
        Fault(name, "ファイルがありません。" if name not in there else "内容が、作成した時と異なります。")
        for name, sha256 in found.files.items()
        if there.get(name) != sha256
    ]
    return told + [Fault(name, "目録にないファイルです。") for name in there.keys() - found.files.keys()]


def is_of(found: Manifest, database: Path) -> bool:
    """Whether this machine made it of this very database: only such copies does it ever remove."""
    return (found.host, found.database) == (socket.gethostname(), str(database.resolve()))


def counts(db: Database) -> dict[str, int]:
    """How many rows each table holds."""
    names = sorted(name for name in db.table_names() if not name.startswith("sqlite_"))
    return {name: int(db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}


def schema_of(db: Database) -> str:
    """The last step that was applied."""
    return str(db.execute("SELECT max(name) FROM _sqlite_migrations WHERE migration_set = 'checklist'").fetchone()[0])


@cache
def program() -> str:
    """One hash of every source file: it tells two versions of the program apart, however they came here."""
    sources = sorted([ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "checklist").rglob("*.py")])
    lines = [f"{_sha256(path)}  {path.relative_to(ROOT).as_posix()}" for path in sources]
    return files.digest("\n".join(lines).encode())


def _hashes(place: Path) -> dict[str, str]:
    inside = sorted(path for path in place.rglob("*") if path.is_file() and path != place / NAME)
    return {path.relative_to(place).as_posix(): _sha256(path) for path in inside}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        # Otherwise what was just written would be read out of memory, and a bad disk found out on the day it is needed.
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").hexdigest()
