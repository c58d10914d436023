"""What a step needs to change what stands already: a table built anew, a trigger written anew, or a loud failure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from sqlite_utils import Database

from checklist.errors import ChecklistError, Fault, Refused


class Unexpected(ChecklistError):
    """データベースの仕組みが想定と異なるため、更新できません。何も変更していません。doctor で検査してください。"""

    def __init__(self, detail: str) -> None:
        super().__init__(f"{type(self).__doc__}\n{detail}")


@contextmanager
def foreign_keys_off(db: Database) -> Iterator[None]:
    """Foreign keys stand back and come back as they were: inside a transaction they cannot be switched."""
    before = _foreign_keys(db)
    db.conn.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        db.conn.execute(f"PRAGMA foreign_keys = {before}")


@contextmanager
def room_to_rebuild(db: Database) -> Iterator[None]:
    """The frame around `rebuild`: every trigger is put aside and comes back as it was; no row ends up an orphan."""
    # https://www.sqlite.org/lang_altertable.html#otheralter: with foreign keys on, DROP TABLE would delete the rows
    # first, and while a trigger names the dropped table, the new one cannot be given its name.
    if _foreign_keys(db):
        raise RuntimeError("foreign keys must be off before the transaction of the step begins")
    orphans, aside = _orphans(db), triggers(db)
    _drop_triggers(db, aside)
    yield
    _create(db, aside.values())
    # A row that was an orphan before is for `doctor` to tell, not a reason to stay behind.
    if found := sorted((_orphans(db) - orphans).keys()):
        told = "{}にない値があるため、データベースを更新できません。何も変更していません。"
        raise Refused([Fault(table, told.format(parent)) for table, parent in found])


def rebuild(db: Database, table: str, exchanges: Mapping[str, str]) -> None:
    """Build a table anew with parts of its definition exchanged; its rows and indexes stay as they are."""
    sql = exchanged(_sql(db, "table", table), exchanges)
    query = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY rowid"
    indexes = [row[0] for row in db.execute(query, [table])]
    columns = ", ".join(f'"{column.name}"' for column in db.table(table).columns)
    # The new table gets its name last: were the old one renamed first, SQLite would lead what refers to it after it.
    db.execute(re.sub(rf'^CREATE TABLE "?{table}"? ', f'CREATE TABLE "new_{table}" ', sql))
    db.execute(f'INSERT INTO "new_{table}" ({columns}) SELECT {columns} FROM "{table}"')
    db.execute(f'DROP TABLE "{table}"')
    db.execute(f'ALTER TABLE "new_{table}" RENAME TO "{table}"')
    _create(db, indexes)


def triggers(db: Database) -> dict[str, str]:
    """Every trigger by name, in the order in which they were made."""
    rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
    return {row[0]: row[1] for row in rows}


def rewrite_triggers(db: Database, change: Callable[[str, str], str]) -> None:
    """Write every trigger anew as `change(name, sql)` tells, in the same order."""
    # Of two triggers that refuse one statement, the order of their making decides which of them the user reads.
    before = triggers(db)
    changed = [change(name, sql) for name, sql in before.items()]
    _drop_triggers(db, before)
    _create(db, changed)


def rewrite_trigger(db: Database, name: str, exchanges: Mapping[str, str]) -> None:
    """Exchange parts of one trigger; raises Unexpected without a trigger of this name."""
    changed = exchanged(_sql(db, "trigger", name), exchanges)
    # Only those of its table that were made after it have to follow it anew, see above: each statement makes SQLite read
    # the schema again, and with all of the triggers the steps took 3 of the 4 s in which a small region is made.
    query = """SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND (tbl_name, rowid) IN (
        SELECT t.tbl_name, t.rowid FROM sqlite_schema t JOIN sqlite_schema first ON first.type = 'trigger' AND first.name = ?
            AND first.tbl_name = t.tbl_name AND first.rowid < t.rowid) ORDER BY rowid"""
    later = {row[0]: row[1] for row in db.execute(query, [name]).fetchall()}
    _drop_triggers(db, [name, *later])
    _create(db, [changed, *later.values()])


def exchanged(text: str, exchanges: Mapping[str, str]) -> str:
    """The text with parts replaced, blanks and line breaks being alike; raises Unexpected unless each stands in it once."""
    for old, new in exchanges.items():
        pieces = re.split(r"\s+".join(re.escape(word) for word in old.split()), text)
        if len(pieces) != 2:
            raise Unexpected(f"{text.splitlines()[0]} … holds {len(pieces) - 1} times instead of once: {old}")
        text = new.join(pieces)
    return text


def _sql(db: Database, kind: str, name: str) -> str:
    row = db.execute("SELECT sql FROM sqlite_schema WHERE type = ? AND name = ?", [kind, name]).fetchone()
    if row is None:
        raise Unexpected(f"there is no {kind} {name}")
    return str(row[0])


def _drop_triggers(db: Database, names: Iterable[str]) -> None:
    for name in names:
        db.execute(f'DROP TRIGGER "{name}"')


def _create(db: Database, statements: Iterable[str]) -> None:
    for statement in statements:
        db.execute(statement)


def _foreign_keys(db: Database) -> int:
    return int(db.execute("PRAGMA foreign_keys").fetchone()[0])


def _orphans(db: Database) -> Counter[tuple[str, str]]:
    """How many rows of a table point to nothing in another."""
    return Counter((row[0], row[2]) for row in db.execute("PRAGMA foreign_key_check"))
