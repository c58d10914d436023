"""Errors at the edge: JSON in Japanese for machines, a page for people, Streamlit's own refusals as Streamlit says them."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterator

import httpx2
import pytest
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient

from checklist.store import region
from checklist.store.accounts import people, sessions
from checklist.store.visits import passes
from checklist.web.exception_handlers import TROUBLE
from tests.client import Client
from tests.server import Server
from tests.world import World

SignIn = Callable[[str], Client]
Served = tuple[Server, World]

SECRET = "text of an exception"


def fail(*_: object, **__: object) -> None:
    raise RuntimeError(SECRET)


def overflow(*_: object, **__: object) -> None:
    raise OverflowError("date value out of range")


@pytest.fixture
def somebody(app: Starlette, signed_in: SignIn) -> TestClient:
    """A manager before an app whose errors reach its user, as they do on a server."""
    cookies = {"sid": signed_in("manager.h01").http.cookies["sid"]}
    return TestClient(
        app, base_url="http://sogo.example", follow_redirects=False, cookies=cookies, raise_server_exceptions=False
    )


def assert_private(answer: httpx2.Response) -> None:
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def assert_no_trace(answer: httpx2.Response) -> None:
    assert not re.search(rf"{SECRET}|Traceback|RuntimeError|\.py|sqlite", answer.text)


@pytest.mark.parametrize("error", [fail, overflow])
def test_a_machine_is_told_of_an_unexpected_error_in_one_sentence(
    somebody: TestClient, monkeypatch: pytest.MonkeyPatch, error: Callable[..., None]
) -> None:
    monkeypatch.setattr(region, "find", error)
    answer = somebody.get("/healthz")
    assert (answer.status_code, answer.json()) == (500, {"message": TROUBLE})
    assert_private(answer)


def test_a_person_is_told_of_an_unexpected_error_on_a_page(
    somebody: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page comes without a database, which may be what is broken."""
    monkeypatch.setattr(region, "load", fail)
    answer = somebody.get("/logout")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert TROUBLE in answer.text
    assert_no_trace(answer)
    assert_private(answer)


@pytest.mark.parametrize(("path", "kind"), [("/visits", "text/html"), ("/api/assessments/1", "application/json")])
def test_an_error_of_the_gate_itself_is_told_like_any_other(
    somebody: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, kind: str
) -> None:
    monkeypatch.setattr(sessions, "find", fail)
    answer = somebody.get(path)
    assert answer.status_code == 500
    assert answer.headers["content-type"].partition(";")[0] == kind
    assert TROUBLE in answer.text
    assert_no_trace(answer)
    assert_private(answer)


def test_a_refusal_on_a_page_for_people_is_a_page(anyone: TestClient) -> None:
    answer = anyone.post("/login", content=b"login=%ff")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "送信されたデータの形式が正しくありません。" in answer.text
    assert "架空地域" in answer.text


@pytest.mark.parametrize("path", ["/api/assessments/1", "/api/nothing", "/download/visits/1.pdf", "/assets/card.js"])
def test_a_method_that_nobody_knows_is_refused_in_japanese(somebody: TestClient, path: str) -> None:
    answer = somebody.request("PROPFIND", path)
    assert (answer.status_code, list(answer.json())) == (405, ["message"])
    assert answer.json()["message"].endswith("。")


def test_a_number_that_no_row_can_have_is_not_found_wherever_it_stands(
    somebody: TestClient, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    def look_for(db: Database, *_: object) -> None:
        db.execute("SELECT ?", [2**63])

    monkeypatch.setattr(passes, "usable", look_for)
    assert somebody.get("/pass/any").status_code == 404
    assert somebody.get(f"/api/assessments/{2**63}").status_code == 404


def test_a_scripts_own_path_is_told_of_an_error_in_json(somebody: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checklist.web.visit_page.shell", fail)
    answer = somebody.get("/sw.js")
    assert (answer.status_code, answer.json()) == (500, {"message": TROUBLE})


def test_the_set_up_page_shows_its_own_refusals(anyone: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "exist", lambda _: False)
    answer = anyone.post("/setup", data={"code": "0", "name": "名"})
    assert answer.status_code == 403
    assert 'value="名"' in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/media/nothing.png", 404), ("GET", "/component/nothing/x.js", 404),
     ("PUT", "/media/nothing.png", 405)],
)  # fmt: skip
def test_what_streamlit_refuses_is_said_in_its_own_words(served: Served, method: str, path: str, status: int) -> None:
    with Client.at(served[0].url).sign_in("evaluator.h02") as member:
        answer = member.http.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text


@contextlib.contextmanager
def broken(server: Server) -> Iterator[None]:
    """A database whose region cannot be read for a while."""
    for before, after in (("region", "region_away"), ("region_away", "region")):
        with contextlib.closing(sqlite3.connect(server.database)) as connection:
            connection.execute(f"ALTER TABLE {before} RENAME TO {after}")
        if after != "region":
            yield


def test_an_unexpected_error_is_told_to_the_user_and_written_on_the_console(served: Served) -> None:
    server = served[0]
    with Client.at(server.url).sign_in("manager.h01") as manager:
        with broken(server):
            # One after the other on the same client: the first error leaves the way open for the next request.
            machine, person = manager.http.get("/healthz"), manager.http.get("/logout")
        assert (machine.status_code, machine.json()) == (500, {"message": TROUBLE})
        assert (person.status_code, TROUBLE in person.text) == (500, True)
        for answer in (machine, person):
            assert_no_trace(answer)
            assert_private(answer)
        assert server.output().count("no such table: region") == 2
        assert "Traceback (most recent call last)" in server.output()
        assert manager.http.get("/healthz").status_code == 200
