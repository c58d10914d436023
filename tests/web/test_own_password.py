"""Changing the own password: before anything else where somebody else chose it, and by oneself at any time."""

from __future__ import annotations

from collections.abc import Callable

import httpx2
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from checklist.errors import PasswordDue
from checklist.store import db
from checklist.store.accounts import people
from tests.client import MARK, Client
from tests.world import PASSWORD, World, by

SignIn = Callable[[str], Client]
NEW = "雨の日は紙の地図をひらく"


def tell(world: World, login: str, password: str = "told-by-somebody-else") -> None:
    """Somebody is given a password by whoever keeps the accounts."""
    with db.writing() as connection:
        people.set_password(by(connection), world.people[login].id, password)


def sign_in(anyone: TestClient, login: str, password: str) -> httpx2.Response:
    return anyone.post("/login", data={"login": login, "password": password, "next": "/visits?visit=1"})


def token_of(anyone: TestClient) -> str:
    page = anyone.get("/password").text
    return page.split('name="token" value="')[1].split('"')[0]


def change(anyone: TestClient, old: str, new: str, again: str | None = None) -> httpx2.Response:
    fields = {"old": old, "new": new, "again": new if again is None else again, "next": "/visits?visit=1"}
    return anyone.post("/password", data={**fields, "token": token_of(anyone)})


def audit() -> list[tuple[str, int, str, str]]:
    with db.reading() as connection:
        rows = connection.execute(
            "SELECT kind, person_id, address, device FROM audit WHERE kind LIKE 'password%' ORDER BY id"
        ).fetchall()
    return [tuple(row) for row in rows]


def test_with_a_password_from_somebody_else_nothing_opens_on_any_path(anyone: TestClient, world: World) -> None:
    tell(world, "manager.h01")
    assert sign_in(anyone, "manager.h01", "told-by-somebody-else").status_code == 303
    for path in ("/", "/visits?visit=1", f"/visit/{world.visit}", "/_stcore/health", "/closing"):
        answer = anyone.get(path)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/password"), path
    for path in (f"/api/assessments/{world.self_assessment}", "/api/visits", f"/download/visits/{world.visit}.pdf"):
        answer = anyone.get(path)
        assert (answer.status_code, answer.json()["message"]) == (401, PasswordDue().message), path
    taps = anyone.post(f"/api/assessments/{world.self_assessment}/answers", json={"operations": []}, headers=MARK)
    assert taps.status_code == 401
    with pytest.raises(WebSocketDisconnect), anyone.websocket_connect("/_stcore/stream"):
        pass
    assert anyone.get("/logout").status_code == 200


def test_once_it_is_replaced_the_way_goes_on_to_where_somebody_was_going(anyone: TestClient, world: World) -> None:
    tell(world, "manager.h01")
    sign_in(anyone, "manager.h01", "told-by-somebody-else")
    page = anyone.get("/password?next=/visits?visit=1")
    assert "ほかの人が決めたもの" in page.text
    answer = change(anyone, "told-by-somebody-else", NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/visits?visit=1")
    assert anyone.get(f"/api/assessments/{world.self_assessment}").status_code == 200
    anyone.cookies.clear()
    assert sign_in(anyone, "manager.h01", "told-by-somebody-else").status_code == 401
    assert sign_in(anyone, "manager.h01", NEW).status_code == 303
    assert anyone.get("/api/visits").status_code == 200
    me = world.people["manager.h01"].id
    assert audit()[-1:] == [("password_changed", me, "testclient", "testclient")]


def test_somebody_changes_the_own_password_and_every_other_session_ends(
    anyone: TestClient, world: World, signed_in: SignIn
) -> None:
    other = signed_in("leader.h01")
    sign_in(anyone, "leader.h01", PASSWORD)
    assert "ほかの端末ではログアウトされます" in anyone.get("/password").text
    assert change(anyone, PASSWORD, NEW).status_code == 303
    assert anyone.get("/api/visits").status_code == 200
    assert other.http.get("/api/visits").status_code == 401


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        (PASSWORD, NEW, "another one, typed", "一致しません"),
        (PASSWORD, PASSWORD, None, "現在のパスワードと同じ"),
        ("not the password", NEW, None, "パスワードが正しくありません"),
        (PASSWORD, "password1234", None, "よく使われる"),
        (PASSWORD, "leader.h01 ++", None, "ログインID"),
        (PASSWORD, "short", None, "12文字以上"),
    ],
)
def test_what_is_refused_is_told_and_changes_nothing(
    anyone: TestClient, world: World, old: str, new: str, again: str | None, told: str
) -> None:
    sign_in(anyone, "leader.h01", PASSWORD)
    answer = change(anyone, old, new, again)
    assert answer.status_code == 422
    assert told in answer.text
    anyone.cookies.clear()
    assert sign_in(anyone, "leader.h01", PASSWORD).status_code == 303
    assert audit() == []


def test_a_form_of_another_session_is_refused_and_guesses_at_the_old_one_have_to_wait(
    anyone: TestClient, world: World
) -> None:
    sign_in(anyone, "leader.h01", PASSWORD)
    fields = {"old": PASSWORD, "new": NEW, "again": NEW, "token": "made up"}
    assert anyone.post("/password", data=fields).status_code == 403
    answers = [change(anyone, "guess", NEW).status_code for _ in range(8)]
    assert answers[0] == 422
    assert answers[-1] == 429
    # Whoever guesses at a tablet that lies about keeps its owner from nothing but this.
    anyone.cookies.clear()
    assert sign_in(anyone, "leader.h01", PASSWORD).status_code == 303
