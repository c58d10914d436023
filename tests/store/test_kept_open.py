"""Connections that stay open between transactions: one user at a time, nothing carried over, and all closed at the end."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from checklist.errors import Refused
from checklist.store import db, kept_open, region
from checklist.store.open_file import OpenFile
from checklist.store.writer import Writer
from tests.world import World


def used(path: Path | None = None) -> sqlite3.Connection:
    """The connection of one transaction that only reads."""
    with db.reading(path) as connection:
        connection.conn.execute("SELECT count(*) FROM hospital").fetchone()
        return connection.conn


def is_closed(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return True
    return False


@pytest.fixture
def plain(world_db: Path, tmp_path: Path) -> Path:
    """A file beside the program's, of which nobody keeps anything."""
    path = tmp_path / "plain.db"
    with db.reading(world_db) as connection:
        db.copy_to(connection, path)
    return path


def test_nothing_is_kept_of_a_file_that_nobody_serves(plain: Path) -> None:
    first = used(plain)
    assert is_closed(first)
    assert used(plain) is not first
    assert not kept_open.is_kept(plain)
    assert not kept_open.give(plain, kept_open.Wandering(plain))


def test_the_next_transaction_gets_the_same_connection_and_nothing_that_was_remembered_by_it(world_db: Path) -> None:
    told: list[str] = []
    with db.reading() as first:
        db.after_commit(first, lambda: told.append("of a transaction that only read"))
    with db.writing() as second:
        assert second.conn is first.conn
        assert second is not first
        settings = {name: second.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in
                    ("foreign_keys", "synchronous", "secure_delete", "recursive_triggers", "busy_timeout")}  # fmt: skip
    assert settings == {
        "foreign_keys": 1, "synchronous": 2, "secure_delete": 1, "recursive_triggers": 1, "busy_timeout": 10_000,
    }  # fmt: skip
    assert not told


def test_two_at_once_have_two_and_threads_take_turns(world_db: Path) -> None:
    with db.reading() as outer:
        assert used() is not outer.conn
    found: list[sqlite3.Connection] = []
    for _ in range(3):
        thread = threading.Thread(target=lambda: found.append(used()))
        thread.start()
        thread.join()
    assert found == [outer.conn] * 3
    assert used() is outer.conn


def test_each_reads_what_stands_there_now_also_after_a_cursor_that_was_not_read_to_its_end(world_db: Path) -> None:
    def begun() -> object:
        with db.reading() as connection:
            return next(iter(connection.query("SELECT * FROM hospital ORDER BY id")))["name"]

    before = begun()
    with closing(sqlite3.connect(world_db)) as other, other:
        other.execute("CREATE TABLE another (name TEXT)")
        other.execute("UPDATE hospital SET name = 'すぐ見える' WHERE id = 1")
    assert (before, begun()) == ("架空中央病院", "すぐ見える")
    with db.reading() as connection:
        assert connection["another"].exists()


@pytest.mark.parametrize(
    "error", [sqlite3.IntegrityError("FOREIGN KEY"), sqlite3.OperationalError("disk"), Refused("いいえ"), KeyError()]
)
def test_one_on_which_something_went_wrong_is_closed_and_nothing_of_it_stays(error: Exception, world_db: Path) -> None:
    found: list[sqlite3.Connection] = []

    def spoil() -> None:
        with db.writing() as connection:
            connection.conn.execute("UPDATE region SET name = '半分'")
            found.append(connection.conn)
            raise error

    with pytest.raises((type(error), Refused)):
        spoil()
    assert is_closed(found[0])
    assert used() is not found[0]
    with db.reading() as left:
        assert region.load(left).name == "架空地域"


def test_no_more_wait_than_are_allowed_and_none_is_open_at_the_end(plain: Path) -> None:
    with kept_open.keeping(plain):
        many = [kept_open.Wandering(plain, check_same_thread=False) for _ in range(kept_open.MOST + 1)]
        assert [kept_open.give(plain, one) for one in many] == [True] * kept_open.MOST + [False]
        many.pop().close()
        # Whoever keeps inside of somebody else takes nothing away at the end.
        with kept_open.keeping(plain):
            assert used(plain) in many
        assert used(plain) in many
        assert not any(is_closed(one) for one in many)
        with db.reading(plain) as late:
            late.conn.execute("SELECT 1")
            many.remove(late.conn)
            taken_before = late
        assert not is_closed(taken_before.conn)
    assert all(is_closed(one) for one in [*many, taken_before.conn])


def test_one_that_is_in_use_at_the_end_or_was_opened_before_is_closed_by_its_user(plain: Path) -> None:
    with db.reading(plain) as own:
        with kept_open.keeping(plain):
            lent = db.lent(plain)
            # Opened before, for one thread alone.
            assert not kept_open.give(plain, own.conn)
            with closing(db.connect(plain)) as open_transaction:
                open_transaction.conn.execute("BEGIN")
                assert not kept_open.give(plain, open_transaction.conn)
        assert not is_closed(lent.conn)
        assert not kept_open.give(plain, lent.conn)
        lent.close()
    assert is_closed(own.conn)


def test_the_writer_of_answers_works_on_one_and_gives_it_back(world: World, world_db: Path) -> None:
    first = used()
    writer = Writer(world_db)
    assert writer.submit(lambda connection: connection.conn).result() is first
    assert used() is not first
    writer.stop()
    assert OpenFile(world_db).has_its_database()
    assert first in (used(), kept_open.take(world_db))


def test_those_that_wait_hold_no_old_page_back_when_the_log_is_emptied(world_db: Path) -> None:
    used()
    with db.writing() as connection:
        connection.conn.execute("UPDATE region SET name = '別の地域'")
    log = world_db.with_name(f"{world_db.name}-wal")
    assert log.stat().st_size > 0
    db.empty_log(world_db)
    assert log.stat().st_size == 0
