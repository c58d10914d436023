"""Restoring a copy aside, and comparing what comes out of it row by row: the only proof that it would help."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from checklist.errors import Fault, Refused
from checklist.store import backup, database_file, db, drafts
from checklist.store.backups import copies, manifest
from checklist.store.backups.manifest import Manifest
from checklist.store.files import files

MOST = 5
"""Faults that are told; one is enough to look further with."""
_CHANGED_BY_A_RESTORE = {"session": None, "visit_pass": "revoked_at", "_sqlite_migrations": None}
"""Tables that a restore changes on purpose: wholly, or in one column."""
_NEVER_CHANGED = "SELECT tbl_name FROM main.sqlite_schema WHERE type = 'trigger' AND name = tbl_name || '_update_kept'"
_ERASED = """
AND NOT EXISTS (SELECT 1 FROM live.erasure e WHERE e.place = '{table}' AND e.place_id = copy_.rowid)
"""


def drill(place: Path, database: Path) -> Path:
    """Restore a copy beside its database into a folder that is gone afterwards, and return the folder of the copy.

    Raises Refused with what is wrong.
    """
    database = db.real(database)
    with copies.in_words(place):
        found = manifest.read(place)
        _require_none(manifest.faults(place, found))
        copy = place / Path(found.database).name
        copies.require_room(copy, database.parent)
        with drafts.draft(database, database.parent) as aside:
            restored = aside / "drill.db"
            backup.restore(copy, restored)
            _require_none([*_counted(copy, found), *_rows(copy, restored), *_files(copy, restored)])
            _require_none(list(_rewritten(restored, database, found)))
    return place


def _require_none(faults: list[Fault]) -> None:
    if faults:
        rest = f"（ほか{len(faults) - MOST}件）" if len(faults) > MOST else ""
        raise Refused("／".join(str(fault) for fault in faults[:MOST]) + rest)


def _counted(copy: Path, found: Manifest) -> list[Fault]:
    with database_file.looking_at(copy) as there:
        counts = manifest.counts(there)
    return [
        Fault(table, f"目録では{found.tables.get(table, 0):,}行ですが、{counts.get(table, 0):,}行あります。")
        for table in sorted(counts.keys() | found.tables.keys())
        if counts.get(table) != found.tables.get(table)
    ]


def _beside(first: Path, name: str, second: str) -> Database:
    """A connection to one database with another attached to it, each by its address."""
    found = Database(sqlite3.connect(first.resolve().as_uri(), uri=True))
    found.execute(f"ATTACH ? AS {name}", [second])
    return found


def _rows(copy: Path, restored: Path) -> Iterator[Fault]:
    """Tables in which a row of the copy did not come out as it went in, or more came out."""
    with database_file.looking_at(copy) as there, database_file.looking_at(restored) as here:
        # What a later step takes away on purpose does not come out.
        tables = {
            table: [one.name for one in there.table(table).columns if one.name in here.table(table).columns_dict]
            for table in manifest.counts(there)
        }
        # A later step may give a table of codes more lines than the copy has; none may be missing or different.
        grows = manifest.schema_of(there) != manifest.schema_of(here)
    # As it is: a copy may lie where nobody can write.
    with closing(_beside(restored, "copied", f"{copy.resolve().as_uri()}?mode=ro&immutable=1")) as both:
        for table, columns in tables.items():
            changed = _CHANGED_BY_A_RESTORE.get(table, "")
            if changed is None:
                continue
            if lost := _different(both, table, [name for name in columns if name != changed], grows):
                yield Fault(table, f"{lost:,}行が、復元した内容と一致しません。")


def _different(both: Database, table: str, columns: list[str], grows: bool) -> int:
    listed = ", ".join(f'"{name}"' for name in columns)
    then, now = (f'SELECT {listed} FROM {place}."{table}"' for place in ("copied", "main"))
    # Two rows that are alike count once to EXCEPT, so the numbers of rows are compared as well.
    pairs = [(then, now)] if grows else [(then, now), (now, then)]
    sides = [f"SELECT count(*) FROM ({first} EXCEPT {second})" for first, second in pairs]
    missing = f'(SELECT count(*) FROM copied."{table}") - (SELECT count(*) FROM main."{table}")'
    sides += [f"SELECT {missing}" if grows else f"SELECT abs({missing})"]
    return max(int(both.execute(side).fetchone()[0]) for side in sides)


def _files(copy: Path, restored: Path) -> Iterator[Fault]:
    """Stored files that a restore did not bring along."""
    there, here = files.folder_beside(copy), files.folder_beside(restored)
    for stored in files.stored(there):
        back = files.place(here, stored.name)
        if not back.exists() or files.digest(back.read_bytes()) != stored.name:
            yield Fault(f"ファイル {stored.name[:12]}", "復元したところ、失われていたか、内容が異なりました。")


def _rewritten(restored: Path, database: Path, found: Manifest) -> Iterator[Fault]:
    """Rows that nobody can have changed since the copy was made, and that the database tells differently today."""
    with closing(_beside(restored, "live", database.resolve().as_uri())) as both:
        kept = {row[0] for row in both.execute(_NEVER_CHANGED)}
        # What a step added since the copy was made was filled by each of the two for itself.
        for table in sorted(kept & found.tables.keys()):
            columns = [one.name for one in both.table(table).columns]
            same = " AND ".join(f'live_."{name}" IS copy_."{name}"' for name in columns)
            changed = both.execute(
                f"""SELECT count(*) FROM main."{table}" copy_ LEFT JOIN live."{table}" live_ ON live_.rowid = copy_.rowid
                    WHERE NOT ({same}) {_ERASED.format(table=table)}"""
            ).fetchone()[0]
            if changed:
                yield Fault(table, f"変わるはずのない{changed:,}行が、現在のデータベースと一致しません。")
