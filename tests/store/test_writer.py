"""The writer thread: many requests in one commit, each on its own, and no word of success before it."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from checklist.errors import CannotSave, Forbidden, Refused, Trouble
from checklist.store import db, writer
from checklist.store.open_file import OpenFile
from checklist.store.writer import Writer


@pytest.fixture
def notes(empty_db: Path) -> Path:
    """A database with one more table, which takes words of up to five letters, each once."""
    connection = db.connect(empty_db)
    connection.executescript("CREATE TABLE note (word TEXT PRIMARY KEY CHECK (length(word) <= 5)) STRICT")
    connection.close()
    return empty_db


@pytest.fixture
def running(notes: Path) -> Iterator[Writer]:
    """A writer on that database."""
    started = Writer(notes)
    yield started
    started.stop()


def put(word: str) -> Callable[[Database], str]:
    """Work that writes a word and gives it back."""

    def work(connection: Database) -> str:
        connection.execute("INSERT INTO note (word) VALUES (?)", [word])
        return word

    return work


def words(path: Path) -> set[str]:
    with db.reading(path) as connection:
        return {row[0] for row in connection.execute("SELECT word FROM note")}


class Held:
    """Holds the writer in one piece of work, so that what is queued meanwhile goes into one commit."""

    def __init__(self, running: Writer) -> None:
        self._open = threading.Event()
        self._entered = threading.Event()
        self.future = running.submit(self._work)
        assert self._entered.wait(5)

    def _work(self, _: Database) -> None:
        self._entered.set()
        assert self._open.wait(5)

    def let_go(self) -> None:
        self._open.set()


def error_of(future: Future[str]) -> BaseException | None:
    return future.exception(5)


def test_what_is_told_is_on_disk(running: Writer, notes: Path) -> None:
    assert running.submit(put("one")).result(5) == "one"
    assert words(notes) == {"one"}


def test_requests_that_wait_together_are_committed_together(
    running: Writer, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    real = Writer._commit_together

    def counting(self: Writer, connection: Database, batch: list[Any], file: OpenFile) -> None:
        sizes.append(len(batch))
        real(self, connection, batch, file)

    monkeypatch.setattr(Writer, "_commit_together", counting)
    held = Held(running)
    futures = [running.submit(put(str(n))) for n in range(50)]
    held.let_go()
    wait(futures, 5)
    assert words(notes) == {str(n) for n in range(50)}
    assert sizes == [1, 50]


def test_one_failing_request_takes_nobody_along(running: Writer, notes: Path) -> None:
    def half_done(connection: Database) -> str:
        put("half")(connection)
        raise Forbidden

    held = Held(running)
    first, bad, forbidden, again, last = (
        running.submit(work) for work in (put("first"), put("too long"), half_done, put("first"), put("last"))
    )
    held.let_go()
    assert first.result(5) == "first"
    assert last.result(5) == "last"
    assert isinstance(error_of(bad), Refused)
    assert isinstance(error_of(forbidden), Forbidden)
    assert isinstance(error_of(again), Refused)
    assert words(notes) == {"first", "last"}


def test_requests_are_applied_in_the_order_in_which_they_came(running: Writer, notes: Path) -> None:
    def count(connection: Database) -> int:
        return int(connection.execute("SELECT count(*) FROM note").fetchone()[0])

    held = Held(running)
    seen = []
    for n in range(20):
        running.submit(put(str(n)))
        seen.append(running.submit(count))
    held.let_go()
    assert [future.result(5) for future in seen] == list(range(1, 21))


def test_nobody_hears_of_success_or_of_a_refusal_before_the_commit(running: Writer, notes: Path) -> None:
    """The second is refused for what the first has done: whoever is told of it finds that in the file."""
    held = Held(running)
    told: list[bool] = []
    futures = [running.submit(put("word")) for _ in range(2)]
    for future in futures:
        future.add_done_callback(lambda _: told.append("word" in words(notes)))
    held.let_go()
    running.submit(put("next")).result(5)
    assert told == [True, True]
    assert isinstance(error_of(futures[1]), Refused)


def deferred_failure(connection: Database) -> str:
    """Work that is fine by itself and whose commit fails: a deferred foreign key that leads nowhere."""
    connection.execute("CREATE TABLE child (word TEXT REFERENCES note (word) DEFERRABLE INITIALLY DEFERRED)")
    connection.execute("INSERT INTO child VALUES ('none')")
    return "child"


def test_when_the_commit_fails_no_one_is_acknowledged_and_the_next_group_works(running: Writer, notes: Path) -> None:
    held = Held(running)
    futures = [running.submit(work) for work in (put("a"), deferred_failure, put("b"))]
    held.let_go()
    assert all(isinstance(error_of(future), sqlite3.IntegrityError) for future in futures)
    assert words(notes) == set()
    assert running.submit(put("a")).result(5) == "a"
    assert words(notes) == {"a"}


def test_what_follows_is_done_after_the_commit_and_before_success_is_told(running: Writer, notes: Path) -> None:
    seen: list[object] = []

    def following(connection: Database) -> str:
        db.after_commit(connection, lambda: seen.append(words(notes)))
        db.after_commit(connection, lambda: seen.append(future.done()))
        return put("first")(connection)

    def refused(connection: Database) -> str:
        db.after_commit(connection, lambda: seen.append("of a request that was refused"))
        raise Forbidden

    held = Held(running)
    future, bad, last = (running.submit(work) for work in (following, refused, put("last")))
    held.let_go()
    assert (future.result(5), last.result(5)) == ("first", "last")
    assert isinstance(error_of(bad), Forbidden)
    assert seen == [{"first", "last"}, False]
    running.submit(put("next")).result(5)
    assert len(seen) == 2


def test_what_follows_a_failed_commit_is_never_done(running: Writer, notes: Path) -> None:
    seen: list[str] = []

    def failing(connection: Database) -> str:
        db.after_commit(connection, lambda: seen.append("a"))
        return deferred_failure(connection)

    assert isinstance(error_of(running.submit(failing)), sqlite3.IntegrityError)
    assert running.submit(put("b")).result(5) == "b"
    assert seen == []


def test_a_failure_of_what_follows_takes_back_nothing_and_stops_nobody(running: Writer, notes: Path) -> None:
    def failing(connection: Database) -> str:
        db.after_commit(connection, lambda: 1 // 0)
        return put("first")(connection)

    assert running.submit(failing).result(5) == "first"
    assert running.submit(put("next")).result(5) == "next"
    assert words(notes) == {"first", "next"}


def test_a_locked_database_fails_the_group_and_not_the_thread(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "BUSY_MILLISECONDS", 20)
    running = Writer(notes)
    other = db.connect(notes)
    try:
        other.conn.execute("BEGIN IMMEDIATE")
        refused = error_of(running.submit(put("a")))
        assert isinstance(refused, CannotSave)
        assert refused.trouble is Trouble.LOCK
        other.conn.execute("ROLLBACK")
        assert running.submit(put("b")).result(5) == "b"
    finally:
        other.close()
        running.stop()
    assert words(notes) == {"b"}


def test_stopping_finishes_what_is_queued(notes: Path) -> None:
    running = Writer(notes)
    held = Held(running)
    futures = [running.submit(put(str(n))) for n in range(10)]
    threading.Timer(0.05, held.let_go).start()
    running.stop()
    assert all(future.done() for future in futures)
    assert len(words(notes)) == 10


def test_a_flood_is_cut_into_groups(running: Writer, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MOST_PER_COMMIT", 7)
    held = Held(running)
    futures = [running.submit(put(str(n))) for n in range(100)]
    held.let_go()
    wait(futures, 5)
    assert len(words(notes)) == 100


def test_readers_are_not_held_up_by_a_group_that_is_being_written(running: Writer, notes: Path) -> None:
    running.submit(put("a")).result(5)
    held = Held(running)
    assert words(notes) == {"a"}
    held.let_go()
    held.future.result(5)


def test_a_request_given_up_before_its_turn_is_left_out_and_stops_nobody(running: Writer, notes: Path) -> None:
    held = Held(running)
    first, given_up, last = (running.submit(put(word)) for word in ("first", "gone", "last"))
    assert given_up.cancel()
    held.let_go()
    assert (first.result(5), last.result(5)) == ("first", "last")
    assert running.submit(put("after")).result(5) == "after"
    assert words(notes) == {"first", "last", "after"}


def test_a_request_that_is_being_written_cannot_be_taken_back(running: Writer, notes: Path) -> None:
    held = Held(running)
    assert not held.future.cancel()
    held.let_go()
    held.future.result(5)
    assert running.submit(put("after")).result(5) == "after"


def test_what_stands_in_the_log_goes_into_the_file_without_anybody_asking(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With fewer than a thousand pages SQLite would leave it in the log, and a log that is deleted takes it along."""
    monkeypatch.setattr(writer, "CHECKPOINT_SECONDS", 0.02)
    running, alone = Writer(notes), tmp_path / "alone.db"
    try:
        running.submit(put("kept")).result(5)
        found: set[str] = set()
        for _ in range(500):
            shutil.copy(notes, alone)
            if found := words(alone):
                break
            time.sleep(0.02)
    finally:
        running.stop()
    assert found == {"kept"}
