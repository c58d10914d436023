"""Databases of every landed step as files, made once and never again; the first 18 by the steps as they were at m018.

`python -m tests.store.migrations.landed` adds the files of `old_files.LANDED` that are missing: steps that came together
with later ones were never where a program in use stopped.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import os
import sqlite3
import tarfile
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from checklist.demo.region import Wish
from checklist.store import links
from checklist.store.chained import SOURCES
from checklist.store.files import files
from tests.store.migrations import old_files

ARCHIVE = Path(__file__).with_name("landed.tar.xz")
HASHES = Path(__file__).with_name("landed.sha256")
PICTURED = ("photo", "evidence_document", "report_paper", "council_paper")
"""Tables that name a stored file; the others name the small picture from the beginning."""
SMALL = Wish(hospitals=3, years=2, seed=7)
# One dictionary over all files: they differ little, and take 0.25 MB together instead of 3.7 MB one by one.
SOLID = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 27}]


@cache
def contents() -> dict[str, bytes]:
    """Every file by the last step that was applied to it."""
    if not ARCHIVE.exists():
        return {}
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress(ARCHIVE.read_bytes()))) as found:
        return {Path(one.name).stem: _content(found, one) for one in found.getmembers()}


def _content(archive: tarfile.TarFile, one: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(one)
    assert file is not None
    return file.read()


def place(step: str, target: Path) -> None:
    """Put the file of a step into a place, with the one picture that all its rows name."""
    target.write_bytes(contents()[step])
    files.put(files.folder_beside(target), old_files.PICTURE)


def listed(found: dict[str, bytes]) -> str:
    """One line for each file with its hash."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {step}\n" for step, content in sorted(found.items()))


def complete() -> dict[str, bytes]:
    """The files there are, and those that are missing as the program of today makes them."""
    names = old_files.NAMES
    found = {step: content for step, content in contents().items() if step in old_files.LANDED}
    missing = [step for step in old_files.LANDED if step not in found]
    with TemporaryDirectory() as folder:
        if missing:
            source = old_files.build(Path(folder), SMALL)
        for step in missing:
            target = Path(folder, f"{step}.db")
            old_files.older(source, target, names[names.index(step) + 1])
            found[step] = _shrunk(target)
    return found


def _shrunk(path: Path) -> bytes:
    """A file without free pages and log, whose rows all name the one small picture."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for table in PICTURED:
            if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", [table]).fetchone():
                connection.execute(f"UPDATE {table} SET sha256 = ?", [old_files.PICTURE_HASH])
        _relink(connection)
        for _, sql in triggers:
            connection.execute(sql)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


def _relink(connection: sqlite3.Connection) -> None:
    """The chain as it is over rows that have named the small picture from the beginning; nothing before they were linked."""
    connection.row_factory = sqlite3.Row
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'photo_erasure'").fetchone():
        return
    known = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    sources = [one for one in SOURCES if one.table in known & set(PICTURED)]
    digests = {(one.table, row.id): row.digest for one in sources for row in one.rows(Database(connection))}
    link = links.START
    for position, table, row, digest in connection.execute(
        "SELECT position, source, row_id, digest FROM chain ORDER BY position"
    ).fetchall():
        digest = digests.get((table, row), digest)
        link = links.joined(link, digest)
        connection.execute("UPDATE chain SET digest = ?, link = ? WHERE position = ?", [digest, link, position])


def write() -> None:
    """Write the archive and its list of hashes anew; what was there stays byte for byte."""
    found, archive = complete(), io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.USTAR_FORMAT) as target:
        for step, content in sorted(found.items()):
            one = tarfile.TarInfo(f"{step}.db")
            one.size = len(content)
            target.addfile(one, io.BytesIO(content))
    ARCHIVE.write_bytes(lzma.compress(archive.getvalue(), format=lzma.FORMAT_XZ, filters=SOLID))
    HASHES.write_text(listed(found), encoding="utf-8")


if __name__ == "__main__":
    os.environ["CHECKLIST_TODAY"] = "2026-11-22"
    write()
