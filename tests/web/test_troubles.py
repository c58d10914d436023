"""A disk that is full, a lock, a missing right, a file that is gone: each refusal names its cause, and so does /healthz."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx2
import pytest

from checklist import words
from checklist.errors import Trouble
from checklist.store import db, doctor
from tests.client import MARK, Client, operation
from tests.pictures import jpeg
from tests.server import Server
from tests.without_rights import PREFIX
from tests.world import CODES, World

Database = tuple[Path, World]


@pytest.fixture
def database(templates: dict[str, tuple[Path, World | None]], tmp_path: Path) -> Database:
    """The small world in a file of its own."""
    source, world = templates["world"]
    assert world is not None
    return Path(shutil.copy(source, tmp_path / "checklist.db")), world


@pytest.fixture
def running(database: Database) -> Iterator[Server]:
    """A server on the small world."""
    with Server(database[0], warm=True) as server:
        yield server


def health_of(server: Server) -> tuple[int, str]:
    """What /healthz says once the last look is no longer fresh."""
    answer = httpx2.get(f"{server.url}/healthz", timeout=9)
    status = answer.json()["status"]
    assert answer.json().get("message", "") == words.TROUBLES.get(status, "")
    return answer.status_code, status


def soon(server: Server, wanted: tuple[int, str]) -> None:
    """Wait until /healthz looks again and says so."""
    found = (0, "")
    for _ in range(60):
        if (found := health_of(server)) == wanted:
            return
        time.sleep(0.25)
    raise AssertionError(found)


def assert_refused(answer: httpx2.Response, trouble: Trouble) -> None:
    assert answer.status_code == 503
    assert answer.json()["message"] == words.TROUBLES[trouble]


def acknowledged(path: Path) -> list[str]:
    with db.reading(path) as connection:
        return [row[0] for row in connection.execute("SELECT operation_id FROM rating_history")]


def test_a_full_disk_is_named_and_what_follows_is_saved_again(running: Server, database: Database) -> None:
    with Client.at(running.url, 20).sign_in("evaluator.h02") as client:
        sent = operation(CODES[0])
        assert health_of(running) == (200, "ok")
        with running.full_disk():
            assert_refused(client.post(database[1].visitor_assessment, sent), Trouble.DISK)
            soon(running, (503, "disk"))
        assert client.save(database[1].visitor_assessment, sent)[0]["status"] == "saved"
        soon(running, (200, "ok"))


def test_a_lock_is_named_and_asking_does_not_wait_for_it(running: Server, database: Database) -> None:
    path, world = database
    with (
        Client.at(running.url, 30).sign_in("evaluator.h02") as client,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        soon(running, (503, "lock"))
        assert_refused(client.post(world.visitor_assessment, operation(CODES[0])), Trouble.LOCK)
        other.execute("ROLLBACK")
        soon(running, (200, "ok"))


def test_a_database_of_a_newer_program_under_the_server_is_named(running: Server, database: Database) -> None:
    with closing(sqlite3.connect(database[0])) as newer:
        newer.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('checklist', 'm999_future')")
        newer.commit()
    soon(running, (503, "version"))


@pytest.mark.parametrize("ending", ["", "-wal"])
def test_nothing_is_acknowledged_into_a_file_that_is_gone(running: Server, database: Database, ending: str) -> None:
    path, world = database
    with Client.at(running.url, 20).sign_in("evaluator.h02") as client:
        told = [client.save(world.visitor_assessment, operation(code))[0] for code in CODES]
        Path(f"{path}{ending}").unlink()
        for code in CODES:
            assert_refused(client.post(world.visitor_assessment, operation(code, base=1)), Trouble.REPLACED)
        soon(running, (503, "replaced"))
        page = client.http.get("/logout")
        assert (page.status_code, words.TROUBLES[Trouble.REPLACED] in page.text) == (503, True)
    # No empty database stands in its place, as SQLite makes one for whoever opens what is not there.
    assert path.exists() is (ending != "")
    if ending:
        running.restart()
        assert {one["operation_id"] for one in told} <= set(acknowledged(path))
        assert doctor.examine(path).faults == ()


def test_a_file_put_in_place_of_the_database_is_told(running: Server, database: Database) -> None:
    path, world = database
    with Client.at(running.url, 20).sign_in("evaluator.h02") as client:
        shutil.copy(path, path.with_name("copy.db"))
        os.replace(path.with_name("copy.db"), path)
        assert_refused(client.post(world.visitor_assessment, operation(CODES[0])), Trouble.REPLACED)
        soon(running, (503, "replaced"))


def test_a_missing_right_is_named(database: Database) -> None:
    path, world = database
    with Server(path, prefix=PREFIX) as server, Client.at(server.url, 20).sign_in("evaluator.h02") as client:
        address = f"/api/assessments/{world.visitor_assessment}/photos?item={CODES[0]}&operation={uuid.uuid4()}"
        for place, closed, open_again in ((path, 0o400, 0o600), (path.parent, 0o500, 0o700)):
            place.chmod(closed)
            soon(server, (503, "rights"))
            if place == path.parent:
                assert_refused(client.http.post(address, content=jpeg(), headers=MARK), Trouble.RIGHTS)
            place.chmod(open_again)
            soon(server, (200, "ok"))
        assert client.http.post(address, content=jpeg(), headers=MARK).status_code == 200
