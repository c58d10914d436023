"""Connections and transactions: each transaction has a connection to itself, which a server keeps for the next one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from checklist import words
from checklist.errors import CannotSave, ChecklistError, NotOpen, Refused
from checklist.store import drafts, links, open_file, troubles
from checklist.store.migrations import migrations

ROOT = Path(__file__).resolve().parents[2]
BUSY_MILLISECONDS = 10_000
# Sentences that users read stood in triggers before, where rewording one took a migration.
FAMILIES: dict[str, type[NotOpen | Refused]] = {"not_open": NotOpen, "refused": Refused}
UNFIT = "データの決まりに合わないため、保存できません。何も変更していません。"
ROOMY_KILOBYTES = 400_000
"""Room for a region of 300 hospitals in one transaction; only what is used is taken."""


def default_path() -> Path:
    """The database file: `CHECKLIST_DB`, else data/checklist.db beside the program; behind a link, the file itself."""
    return real(Path(os.environ.get("CHECKLIST_DB") or ROOT / "data" / "checklist.db"))


def real(path: Path) -> Path:
    """The one path of a file that may be reached by a symbolic link: its files and its log lie beside that."""
    return path.resolve() if path.is_symlink() else path


# One connection shared by threads failed 480 times out of 480. One for each thread would be no better: Streamlit starts
# threads of its own for every run of a page, so whatever thread comes next may take the one that waits.
def connect(path: Path | None = None) -> Database:
    """Open a connection with foreign keys on and every commit synced to disk."""
    db = Database(sqlite3.connect(real(path) if path else default_path(), check_same_thread=False))
    db.conn.row_factory = sqlite3.Row
    db.conn.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    # SQLite leaves it off for each new connection.
    db.conn.execute("PRAGMA foreign_keys = ON")
    # With a log beside the file, anything less lets a power cut take the last commits back, and the tablet has deleted
    # by then what it was told is saved.
    db.conn.execute("PRAGMA synchronous = FULL")
    # What is erased must not be left in the file's free space.
    db.conn.execute("PRAGMA secure_delete = ON")
    return db


def lent(path: Path) -> Database:
    """A connection that waits for its next use, else a new one; `open_file.give_back` takes it."""
    kept = open_file.take(path)
    # An object of its own for each use: what is remembered by connection is remembered by that.
    return Database(kept) if kept else connect(path)


@contextmanager
def _transaction(path: Path, begin: str) -> Iterator[Database]:
    """A connection in a transaction of its own, which is over at the end; after a fault nobody uses it again."""
    open_file.require(path)
    with troubles.named():
        db = lent(path)
        try:
            db.conn.execute(begin)
            yield db
        except BaseException as error:
            db.rollback()
            # A refusal is no fault: a page or a call that is refused, as most forged ones are, would cost the next a new one.
            if isinstance(error, ChecklistError) and not isinstance(error, CannotSave):
                open_file.give_back(path, db.conn)
            else:
                db.close()
            raise
        db.rollback()
        open_file.give_back(path, db.conn)


@contextmanager
def reading(path: Path | None = None) -> Iterator[Database]:
    """A connection whose reads all see one moment of the database."""
    with _transaction(path or default_path(), "BEGIN") as db:
        yield db


@contextmanager
def writing(path: Path | None = None) -> Iterator[Database]:
    """A transaction that holds the write lock from its start; an error leaves nothing behind.

    What was put off until the commit (`after_commit`) is done once the transaction is over.
    """
    target = path or default_path()
    # The transaction of sqlite-utils begins as a reader: eight threads that read and then wrote met "database is locked"
    # in 413 of 480 tries, and in none of 480 with this.
    with _transaction(target, "BEGIN IMMEDIATE") as db:
        try:
            yield db
            links.append(db)
            db.commit()
        except sqlite3.IntegrityError as error:
            raise refusal(error) from error
        # Asked again before anybody is told that it is saved.
        open_file.require(target)
        follow_ups = put_off(db)
    # After the transaction is over: what follows may open one of its own and would wait for this one.
    for follow_up in follow_ups:
        follow_up()


FollowUp = Callable[[], object]
# By connection, and weakly: what an act put off that never came to its commit goes away with its connection.
_put_off: WeakKeyDictionary[Database, list[FollowUp]] = WeakKeyDictionary()


def after_commit(db: Database, follow_up: FollowUp) -> None:
    """Have something done once the transaction that is open has been committed, and never if it is not."""
    _put_off.setdefault(db, []).append(follow_up)


def put_off(db: Database) -> list[FollowUp]:
    """What waits for the commit, taken out of the list; whoever commits does it then."""
    return _put_off.pop(db, [])


def file_of(db: Database) -> Path:
    """The file of an open database."""
    return Path(db.conn.execute("PRAGMA database_list").fetchone()[2])


def make_room(db: Database) -> None:
    """Keep one large transaction in memory: what the cache cannot hold would be written again and again."""
    db.conn.execute(f"PRAGMA cache_size = -{ROOMY_KILOBYTES}")


def empty_log(path: Path | None = None) -> None:
    """Move everything from the write-ahead log into the file and empty the log, unless somebody is just reading it."""
    db = connect(path)
    try:
        # `secure_delete` reaches the file alone: the pages as they were before an erasure still stand in the log.
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        db.close()


def refusal(error: sqlite3.IntegrityError) -> ChecklistError:
    """The error for the user behind a constraint or a trigger; triggers raise `family: code`."""
    family, _, code = str(error).partition(": ")
    if family in FAMILIES:
        return FAMILIES[family](words.GUARDS.get(code, UNFIT))
    if family.startswith("UNIQUE"):
        return Refused("同じものがすでに登録されています。何も変更していません。")
    return Refused(UNFIT)


def migrate(path: Path | None = None) -> list[str]:
    """Bring a database (created if missing) up to date and return the names of the steps applied.

    An existing file with pending steps is copied to `<file>.before-<step>` first.
    """
    target = real(path) if path else default_path()
    with troubles.named():
        target.parent.mkdir(parents=True, exist_ok=True)
        existed = target.exists() and target.stat().st_size > 0
        db = connect(target)
        try:
            pending = [step.name for step in migrations.pending(db)]
            if not pending:
                db.enable_wal()
                return []
            if existed:
                # The steps are one transaction each: if the fifth fails, the first four stay, and only the copy leads
                # back.
                with drafts.draft(target, target.parent) as folder:
                    copy_to(db, folder / target.name)
                    os.replace(folder / target.name, target.with_name(f"{target.name}.before-{pending[0]}"))
            db.enable_wal()
            migrations.apply(db)
            with db.atomic():
                links.append(db)
            return pending
        finally:
            db.close()


def copy_to(db: Database, target: Path) -> None:
    """Write a consistent copy of an open database to a new file, while others keep using it."""
    copy = sqlite3.connect(target)
    try:
        db.conn.backup(copy)
    finally:
        copy.close()


def slots(values: Collection[object]) -> str:
    """A question mark for each value that a statement takes, as in `IN (?, ?)`."""
    return ", ".join("?" * len(values))
