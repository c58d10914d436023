"""Files that are chosen on a screen stay in memory until they are used: whose, from where, and how much."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from checklist.store import db
from checklist.store.accounts import sessions
from checklist.store.files import upload_screens
from checklist.web import uploads
from checklist.web.gate import Gate
from checklist.web.runtime import Runtime
from tests.world import World

Kept = dict[str, dict[str, Any]]
Browser = Callable[[str], tuple[TestClient, str]]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """What Streamlit keeps, by screen and file."""
    found: Kept = {}
    instance = SimpleNamespace(uploaded_file_mgr=SimpleNamespace(file_storage=found))
    monkeypatch.setattr("streamlit.runtime.exists", lambda: True)
    monkeypatch.setattr("streamlit.runtime.get_instance", lambda: instance)
    return found


@pytest.fixture
def browser(world: World, kept: Kept) -> Iterator[Browser]:
    """Gives anybody a browser before the gate and a route that keeps files as Streamlit does; and its sign-in."""

    async def keep(request: Request) -> Response:
        place = request.path_params
        data = await request.body()
        kept.setdefault(place["screen"], {})[place["file"]] = SimpleNamespace(data=data)
        return Response(status_code=204)

    async def remove(request: Request) -> Response:
        kept[request.path_params["screen"]].pop(request.path_params["file"])
        return Response(status_code=204)

    path, runtime = "/_stcore/upload_file/{screen}/{file}", Runtime()
    routes = [Route(path, keep, methods=["PUT"]), Route(path, remove, methods=["DELETE"])]
    app = Starlette(routes=routes, middleware=[Middleware(Gate, runtime=runtime)], lifespan=runtime.lifespan)
    with TestClient(app, base_url="http://sogo.example", follow_redirects=False) as first:

        def sign_in(login: str) -> tuple[TestClient, str]:
            with db.writing() as connection:
                token = sessions.start(connection, world.people[login].id)
            client = TestClient(app, base_url="http://sogo.example", cookies={"sid": token}, follow_redirects=False)
            client.portal = first.portal
            return client, sessions.token_hash(token)

        yield sign_in


def send(client: TestClient, screen: str, file: str, size: int = 10) -> int:
    return client.put(f"/_stcore/upload_file/{screen}/{file}", content=bytes(size)).status_code


def test_a_file_is_taken_from_a_screen_that_asks_for_one(browser: Browser, kept: Kept) -> None:
    manager, who = browser("manager.h01")
    assert send(manager, "screen-a", "f") == 403
    upload_screens.offer("screen-a", who)
    assert send(manager, "screen-a", "f") == 204
    assert manager.delete("/_stcore/upload_file/screen-a/f").status_code == 204
    assert kept == {"screen-a": {}}


def test_nobody_sends_or_removes_a_file_on_the_screen_of_another(browser: Browser, kept: Kept) -> None:
    (manager, who), (other, _) = browser("manager.h01"), browser("manager.h02")
    upload_screens.offer("screen-b", who)
    send(manager, "screen-b", "f")
    assert send(other, "screen-b", "g") == 403
    assert other.delete("/_stcore/upload_file/screen-b/f").status_code == 403
    assert list(kept["screen-b"]) == ["f"]


def test_what_one_person_keeps_has_a_limit_over_all_screens(browser: Browser, kept: Kept) -> None:
    manager, who = browser("manager.h01")
    again, whose = browser("manager.h01")
    for screen in ("one", "two", "three"):
        upload_screens.offer(screen, who)
    upload_screens.offer("four", whose)
    assert [send(manager, screen, "f", 19_000_000) for screen in ("one", "two", "three")] == [204] * 3
    refused = again.put("/_stcore/upload_file/four/f", content=bytes(19_000_000))
    assert (refused.status_code, json.loads(refused.content)) == (413, {"message": uploads.FULL})
    del kept["one"]
    assert send(again, "four", "f", 19_000_000) == 204


def test_many_small_files_have_a_limit_too(browser: Browser, kept: Kept) -> None:
    manager, who = browser("manager.h01")
    upload_screens.offer("small", who)
    answers = [send(manager, "small", f"f{number}") for number in range(uploads.MOST_FILES + 2)]
    assert answers == [204] * uploads.MOST_FILES + [413] * 2


def test_a_file_of_unknown_length_is_not_taken(browser: Browser) -> None:
    manager, who = browser("manager.h01")
    upload_screens.offer("screen-c", who)
    path = "/_stcore/upload_file/screen-c/f"
    assert manager.put(path, content=iter([b"x", b"y"])).status_code == 411


@pytest.mark.parametrize("path", ["/_stcore/upload_file", "/_stcore/upload_file/x", "/_stcore/upload_file/a/b/c"])
def test_nothing_else_below_that_path_is_open(browser: Browser, path: str) -> None:
    assert browser("manager.h01")[0].put(path, content=b"x").status_code == 403


def test_only_the_screens_used_last_are_remembered() -> None:
    for number in range(upload_screens.MOST + 1):
        upload_screens.offer(f"n{number}", "x")
    assert not upload_screens.is_offered("n0", "x")
    assert upload_screens.is_offered(f"n{upload_screens.MOST}", "x")
