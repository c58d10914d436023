"""The server is killed again and again while twenty clients write: what was acknowledged is there, once."""

from __future__ import annotations

import random
import shutil
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

from checklist.store import db, doctor
from tests.client import Client, operation
from tests.server import Server
from tests.world import CODES, World

KILLS = 20
WRITERS = 20


class Writer(threading.Thread):
    """Writes one answer after the other, and repeats each until it hears what became of it."""

    def __init__(self, url: str, cookies: httpx2.Cookies, assessment: int, number: int) -> None:
        super().__init__(name=f"writer {number}", daemon=True)
        self.acknowledged: dict[str, tuple[str, int]] = {}
        self.failure: BaseException | None = None
        self.enough = threading.Event()
        self._http = httpx2.Client(base_url=url, cookies=cookies, timeout=5)
        self._assessment = assessment
        self._random = random.Random(number)
        self._versions = dict.fromkeys(CODES, 0)

    def run(self) -> None:
        try:
            with Client(self._http) as client:
                while not self.enough.is_set():
                    self._write(client, self._random.choice(CODES))
        except BaseException as error:
            self.failure = error

    def _write(self, client: Client, item: str) -> None:
        """One tap; a conflict is answered with an operation of its own on the other side's version."""
        while True:
            sent = operation(item, self._random.choice("ABC"), base=self._versions[item])
            result = self._until_heard(client, sent)
            self._versions[item] = result["version"]
            if result["status"] in ("saved", "duplicate"):
                self.acknowledged[sent["operation_id"]] = (item, result["version"])
                return
            assert result["status"] == "conflict", result

    def _until_heard(self, client: Client, sent: dict[str, Any]) -> dict[str, Any]:
        while True:
            try:
                return client.save(self._assessment, sent)[0]
            except httpx2.TransportError:
                time.sleep(0.05)


@pytest.fixture
def database(templates: dict[str, tuple[Path, World | None]], tmp_path: Path) -> tuple[Path, World]:
    """The small world in a file of its own."""
    source, world = templates["world"]
    assert world is not None
    return Path(shutil.copy(source, tmp_path / "checklist.db")), world


def test_no_acknowledged_answer_is_missing_and_none_is_there_twice(database: tuple[Path, World]) -> None:
    path, world = database
    chance = random.Random(20)
    with Server(path, warm=True) as server:
        with Client.at(server.url) as first, Client.at(server.url) as second:
            cookies = [first.sign_in("evaluator.h02").http.cookies, second.sign_in("second.h02").http.cookies]
        writers = [Writer(server.url, cookies[n % 2], world.visitor_assessment, n) for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.05, 0.5))
            server.restart()
        for writer in writers:
            writer.enough.set()
        for writer in writers:
            writer.join(30)
        assert [writer.failure for writer in writers] == [None] * WRITERS
        assert not any(writer.is_alive() for writer in writers)
    acknowledged = {key: told for writer in writers for key, told in writer.acknowledged.items()}
    assert len(acknowledged) > KILLS * 5
    assert history(path) == sorted(acknowledged)
    assert_versions_are_gapless(path)
    assert doctor.examine(path).faults == ()


def history(path: Path) -> list[str]:
    with db.reading(path) as connection:
        return [row[0] for row in connection.execute("SELECT operation_id FROM rating_history ORDER BY operation_id")]


def assert_versions_are_gapless(path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute("SELECT item_id, count(*), min(version), max(version) FROM rating_history GROUP BY 1")
        assert all((low, high) == (1, count) for _, count, low, high in rows)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        connection.close()
