"""The gate and our routes in this process, without Streamlit behind them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from checklist.store import clock, db
from checklist.store.accounts import people, sessions, waits
from checklist.web.exception_handlers import EXCEPTION_HANDLERS
from checklist.web.gate import Gate
from checklist.web.routes import ROUTES
from checklist.web.runtime import Runtime
from tests.client import Client
from tests.conftest import copied
from tests.server import Server
from tests.web.fake_time import FakeTime
from tests.world import PASSWORD_HASH, World


@pytest.fixture
def world_db(templates: dict[str, tuple[Path, World | None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small world as the start of a server leaves it: each app would store 480 lines of shipped sheets anew."""
    return copied(templates["started"][0], tmp_path, monkeypatch)


@pytest.fixture
def runtime() -> Runtime:
    """The runtime of the app under test."""
    return Runtime()


@pytest.fixture
def app(runtime: Runtime) -> Starlette:
    """What stands before Streamlit in app.py."""
    return Starlette(
        routes=ROUTES,
        middleware=[Middleware(Gate, runtime=runtime)],
        exception_handlers=EXCEPTION_HANDLERS,
        lifespan=runtime.lifespan,
    )


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> FakeTime:
    """The time of all sessions and waits."""
    found = FakeTime()
    monkeypatch.setattr(sessions, "now", found.now)
    monkeypatch.setattr(waits, "now", found.now)
    monkeypatch.setattr(clock, "now", found.now)
    monkeypatch.setattr(people, "_NOBODY", PASSWORD_HASH)
    return found


@pytest.fixture
def anyone(world: World, app: Starlette) -> Iterator[TestClient]:
    """Somebody who has not signed in, before an app that runs on the small world."""
    with TestClient(app, base_url="http://sogo.example", follow_redirects=False) as client:
        yield client


@pytest.fixture
def signed_in(anyone: TestClient, app: Starlette, world: World) -> Callable[[str], Client]:
    """Gives anybody of the small world a client with a session of their own; the form has tests of its own."""

    def sign_in(login: str) -> Client:
        with db.writing() as connection:
            token = sessions.start(connection, world.people[login].id)
        http = TestClient(app, base_url="http://sogo.example", follow_redirects=False, cookies={"sid": token})
        http.portal = anyone.portal
        return Client(http)

    return sign_in


@pytest.fixture(scope="module")
def served(
    templates: dict[str, tuple[Path, World | None]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, World]]:
    """The real server on the small world, one for all tests of a file; Streamlit's pages and websocket included."""
    source, world = templates["started"]
    assert world is not None
    target = tmp_path_factory.mktemp("served") / "checklist.db"
    shutil.copy(source, target)
    with Server(target, warm=True) as server:
        yield server, world
