"""A start that is refused says why in one sentence; one that only has to wait does."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from checklist import words
from checklist.errors import Trouble
from tests.server import ROOT, Server, free_port
from tests.without_rights import PREFIX

APP = ["streamlit", "run", "app.py", "--server.port"]


def started(path: Path, *command: str, **settings: str) -> tuple[int, str]:
    """Exit code and output of a start that ends by itself."""
    environment = {**os.environ, "CHECKLIST_DB": str(path), **settings}
    words_of_it = command or (*APP, str(free_port()))
    found = subprocess.run([*PREFIX, sys.executable, "-m", *words_of_it], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False)  # fmt: skip
    return found.returncode, found.stdout.decode()


def assert_refused(outcome: tuple[int, str], sentence: str) -> None:
    code, output = outcome
    assert code != 0
    assert output.count(sentence) == 1
    assert "Traceback" not in output


def test_streamlit_itself_refuses_a_database_of_a_newer_program_as_serve_does(empty_db: Path) -> None:
    with closing(sqlite3.connect(empty_db)) as newer:
        newer.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('checklist', 'm999_future')")
        newer.commit()
    before = empty_db.read_bytes()
    assert_refused(started(empty_db), "新しい版のプログラムで作られたデータベースのため、開けません")
    assert_refused(
        started(empty_db, "checklist", "serve"), "新しい版のプログラムで作られたデータベースのため、開けません"
    )
    assert empty_db.read_bytes() == before


def test_a_day_that_is_none_is_refused_in_one_sentence(empty_db: Path) -> None:
    sentence = "CHECKLIST_TODAYには、日付を 2026-08-01 の形で指定してください：gestern"
    assert_refused(started(empty_db, CHECKLIST_TODAY="gestern"), sentence)
    assert started(empty_db, "checklist", "sheet", "list", CHECKLIST_TODAY="gestern") == (1, f"{sentence}\n")


@pytest.mark.parametrize("closed", [0o000, 0o400])
def test_a_file_that_may_not_be_read_or_written_is_not_called_somebody_elses(empty_db: Path, closed: int) -> None:
    empty_db.chmod(closed)
    sentence = words.TROUBLES_AT_SERVER[Trouble.RIGHTS]
    assert_refused(started(empty_db), sentence)
    assert started(empty_db, "checklist", "serve") == (1, f"{sentence}：{empty_db}\n")


def test_a_start_waits_for_the_lock(empty_db: Path) -> None:
    with closing(sqlite3.connect(empty_db, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        server = Server(empty_db)

        def release() -> None:
            # Once it says that it waits, or at once if it has ended.
            while "終わるまで待っています" not in (server.output() if server.log.exists() else ""):
                time.sleep(0.1)
            other.execute("ROLLBACK")

        waiter = threading.Thread(target=release, daemon=True)
        waiter.start()
        with server:
            waiter.join(30)
        assert "Traceback" not in server.output()
