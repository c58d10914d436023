"""Whatever is sent, the server answers in its own words: some hundreds of what `tests/soak` sends by the thousand."""

from __future__ import annotations

import logging

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from checklist.formats import workbook
from checklist.store import db
from checklist.store.accounts import sessions
from tests.soak import malformed_requests, mutated_files
from tests.world import World


@pytest.mark.parametrize("seed", range(4))
def test_no_request_makes_the_server_stumble(
    app: Starlette, anyone: TestClient, world: World, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False, raise_server_exceptions=False)
    client.portal = anyone.portal
    with db.writing() as connection:
        tokens = [sessions.start(connection, one.id) for one in world.people.values()]
    broken, answered = [], 0
    with caplog.at_level(logging.ERROR):
        for odd in malformed_requests.requests(seed, 150, tokens):
            client.cookies.clear()
            try:
                answer = client.request(odd.method, odd.path, headers=odd.headers, content=odd.content)
            except (UnicodeError, ValueError):
                continue
            answered += 1
            if answer.status_code >= 500 and answer.status_code != 503:
                broken.append(odd)
    assert broken == []
    assert answered > 100
    assert caplog.records == []


@pytest.mark.parametrize("seed", range(3))
def test_no_file_makes_an_upload_stumble(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "read", mutated_files.opened_here)
    for name, content in mutated_files.files(seed, 100):
        assert mutated_files.outcome(name, content)
