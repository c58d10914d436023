"""The connections that a server keeps: one transaction at a time, nothing of the one before, and none past the server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.errors import CannotSave, Forbidden, Refused, Trouble
from checklist.store import db, open_file
from checklist.store.open_file import MOST_WAITING, OpenFile
from checklist.store.writer import Writer


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenFile]:
    """A database of a single table that a server stands on; it has no records that would be chained."""
    monkeypatch.setattr("checklist.store.db.links.append", lambda _: None)
    path = tmp_path / "served.db"
    made = db.connect(path)
    made.conn.execute("PRAGMA journal_mode = WAL")
    made.conn.executescript("CREATE TABLE word (text TEXT); INSERT INTO word VALUES ('一'), ('二');")
    made.close()
    held = db.connect(path)
    held.conn.execute("SELECT * FROM word").fetchall()
    found = OpenFile(path)
    open_file.serve(found)
    yield found
    open_file.serve(None)
    held.close()


def words(connection: Database) -> list[str]:
    return [row["text"] for row in connection.execute("SELECT text FROM word ORDER BY rowid")]


def test_the_next_transaction_takes_the_connection_and_sees_what_others_have_written(served: OpenFile) -> None:
    with db.reading(served.path) as first:
        assert words(first) == ["一", "二"]
    (waiting,) = served.waiting
    with ThreadPoolExecutor(1) as other:
        other.submit(_add, served.path, "三").result()
    assert list(served.waiting) == [waiting]
    with db.reading(served.path) as second:
        assert second.conn is waiting
        # What is remembered by connection is remembered by this object, so a transaction never gets an older one's.
        assert second is not first
        assert words(second) == ["一", "二", "三"]
        assert not served.waiting
    settings = [second.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "synchronous")]
    assert settings == [1, 2]


def _add(path: Path, text: str) -> None:
    with db.writing(path) as connection:
        connection.execute("INSERT INTO word VALUES (?)", [text])


def test_a_connection_is_never_in_two_hands_and_only_some_wait(served: OpenFile) -> None:
    crowd, hands = MOST_WAITING + 3, list[int]()
    together = threading.Barrier(crowd)

    def read() -> None:
        with db.reading(served.path) as connection:
            hands.append(id(connection.conn))
            together.wait(30)
            assert words(connection) == ["一", "二"]

    with ThreadPoolExecutor(crowd) as threads:
        for one in [threads.submit(read) for _ in range(crowd)]:
            one.result()
    assert (len(set(hands)), len(served.waiting)) == (crowd, MOST_WAITING)


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (CannotSave(Trouble.DISK, "一杯"), False),
        (ValueError("ours"), False),
        (Refused("断る"), True),
        (Forbidden(), True),
    ],
)
@pytest.mark.parametrize("begun", [False, True], ids=["", "inside a part that can be taken back alone"])
def test_after_a_fault_nobody_uses_the_connection_again_after_a_refusal_the_next_does_and_nothing_is_left(
    served: OpenFile, error: Exception, again: bool, begun: bool
) -> None:
    with pytest.raises(type(error)), db.writing(served.path) as connection:
        _half(connection, error, begun)
    assert [one is connection.conn for one in served.waiting] == [True] * again
    with db.reading(served.path) as reader:
        assert words(reader) == ["一", "二"]
    assert not connection.conn.in_transaction if again else len(served.waiting) == 1
    # Whoever was refused while rows were still to come holds them with the error: that one is read by nobody any more.
    with pytest.raises(type(error)) as held, db.reading(served.path) as connection:
        _half_read(connection, error)
    assert connection.conn not in served.waiting
    assert held.value is error


def _half(connection: Database, error: Exception, begun: bool) -> None:
    connection.execute("SAVEPOINT part" if begun else "SELECT 1").fetchall()
    connection.execute("INSERT INTO word VALUES ('半')")
    connection.execute("PRAGMA defer_foreign_keys = ON")
    raise error


def _half_read(connection: Database, error: Exception) -> None:
    rows = connection.execute("SELECT text FROM word")
    rows.fetchone()
    raise error


def test_whoever_still_holds_a_row_to_come_keeps_the_next_one_from_an_old_moment(served: OpenFile) -> None:
    with db.reading(served.path) as connection:
        rows = connection.execute("SELECT text FROM word")
        rows.fetchone()
    assert not served.waiting
    _add(served.path, "三")
    with db.reading(served.path) as connection:
        assert words(connection)[-1] == "三"
    del rows


def test_none_waits_past_the_server_nor_for_another_file(served: OpenFile, tmp_path: Path) -> None:
    with db.writing(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE word (text TEXT)")
    assert not served.waiting
    with db.reading(served.path) as connection:
        late = connection.conn
        open_file.serve(None)
    with db.reading(served.path):
        pass
    assert not served.waiting
    with pytest.raises(Exception, match="closed"):
        late.execute("SELECT 1")


def test_a_file_that_was_put_in_its_place_is_not_read_through_an_old_connection(served: OpenFile) -> None:
    with db.reading(served.path):
        pass
    served.path.rename(served.path.with_suffix(".old"))
    served.path.touch()
    with pytest.raises(CannotSave), db.reading(served.path):
        pass


def test_whoever_keeps_a_file_open_without_serving_it_gets_the_same_until_it_is_let_go(
    world_db: Path,
) -> None:
    with db.reading() as first:
        connection = first.conn
    writer = Writer(world_db)
    assert writer.submit(lambda taken: taken.conn).result() is connection
    with db.reading() as beside:
        assert beside.conn is not connection
    writer.stop()
    # Given back by the writer as by everybody, last of all.
    with db.reading() as again:
        assert again.conn is connection
    log = world_db.with_name(f"{world_db.name}-wal")
    with db.writing() as act:
        act.conn.execute("UPDATE region SET name = '別の地域'")
    assert log.stat().st_size > 0
    # Those that wait hold back no page that was erased.
    db.empty_log(world_db)
    assert log.stat().st_size == 0
    open_file.let_go(world_db)
    assert (open_file.take(world_db), log.exists()) == (None, False)
    for one in (connection, beside.conn):
        with pytest.raises(Exception, match="closed"):
            one.execute("SELECT 1")
