"""Signing in with a code after the password: nothing opens before it, and every way around it is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx2
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from checklist.errors import CodeDue, CodeStale
from checklist.rules.accounts import one_time_codes
from checklist.store import db
from checklist.store.accounts import people, second_factors, sessions, waits
from tests.authenticator import Authenticator
from tests.client import MARK, Client
from tests.web.fake_time import FakeTime
from tests.world import PASSWORD, World, by

SignIn = Callable[[str], Client]
WHO = "secretariat"
KINDS = "'signed_in', 'sign_in_failed', 'recovery_code_used'"


def password(anyone: TestClient, login: str = WHO) -> httpx2.Response:
    return anyone.post("/login", data={"login": login, "password": PASSWORD, "next": "/visits?visit=1"})


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page
    return found[1]


def enter(anyone: TestClient, code: str, after: str = "/visits?visit=1", token: str = "") -> httpx2.Response:
    token = token or field(anyone.get("/login/code").text, "token")
    return anyone.post("/login/code", data={"token": token, "code": code, "next": after})


def audit() -> list[tuple[str, int | None, int | None]]:
    with db.reading() as connection:
        query = f"SELECT kind, person_id, about_id FROM audit WHERE kind IN ({KINDS}) ORDER BY id"
        return [tuple(row) for row in connection.execute(query)]


def test_after_the_password_alone_nothing_opens_on_any_path_and_after_the_code_everything(
    anyone: TestClient, world: World, time: FakeTime
) -> None:
    me, mine = world.people[WHO], Authenticator.of(world.people[WHO])
    assert password(anyone).status_code == 303
    half = anyone.cookies["sid"]
    assert "reader" not in anyone.cookies
    for path in (
        "/",
        "/visits?visit=1",
        "/settings",
        f"/visit/{world.visit}",
        "/second-factor",
        "/password",
        "/closing",
    ):
        answer = anyone.get(path)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/login/code"), path
    for path in ("/api/visits", f"/api/assessments/{world.self_assessment}", f"/download/visits/{world.visit}.pdf"):
        answer = anyone.get(path)
        assert (answer.status_code, answer.json()["message"]) == (401, CodeDue().message), path
    for path in ("answers", "late-answers", "submission", "photos", "handovers"):
        answer = anyone.post(f"/api/assessments/{world.self_assessment}/{path}", json={"operations": []}, headers=MARK)
        assert answer.status_code == 401, path
    for path, form in (
        ("/password", {"old": PASSWORD}),
        ("/second-factor", {"do": "begin"}),
        ("/second-factor", {"do": "end"}),
    ):
        answer = anyone.post(path, data=form)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/login/code"), path
    with pytest.raises(WebSocketDisconnect), anyone.websocket_connect("/_stcore/stream"):
        pass
    assert audit() == []
    page = anyone.get("/login/code?next=/visits?visit=1")
    assert f"{me.name} さんの認証アプリ" in page.text
    answer = enter(anyone, mine.code())
    assert (answer.status_code, answer.headers["location"]) == (303, "/visits?visit=1")
    assert anyone.get("/api/visits").status_code == 200
    assert anyone.cookies["reader"] == str(me.id)
    assert audit() == [("signed_in", me.id, None)]
    # What the browser held before the code opens nothing afterwards, and is no way around it.
    assert anyone.cookies["sid"] != half
    anyone.cookies.clear()
    assert anyone.get("/api/visits", headers={"cookie": f"sid={half}"}).status_code == 401


def test_wrong_replayed_foreign_and_old_codes_are_refused_and_clocks_may_be_half_a_minute_off(
    anyone: TestClient, world: World, time: FakeTime
) -> None:
    mine, others = Authenticator.of(world.people[WHO]), Authenticator.of(world.people["leader.h01"])
    password(anyone)
    refused = {
        "of another person": others.code(), "too old": mine.code(-2), "too early": mine.code(2), "": "",
        "used when it was registered": mine.code(-1), "a recovery code of another": others.recovery[0],
        "the secret itself": mine.secret, "made up": "🍣🍣🍣🍣🍣🍣", "long": "1" * 4000,
    }  # fmt: skip
    for what, code in refused.items():
        with db.writing() as connection:
            connection.execute("DELETE FROM login_failure")
        answer = enter(anyone, code)
        told = one_time_codes.REPLAYED if "used" in what else one_time_codes.WRONG
        assert (answer.status_code, told in answer.text) == (422, True), what
        assert anyone.get("/api/visits").status_code == 401, what
    assert {kind for kind, *_ in audit()} == {"sign_in_failed"}
    # In full width and with a blank, as a Japanese keyboard types it.
    ahead = mine.code(1).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    assert enter(anyone, f"{ahead[:3]}　{ahead[3:]}").status_code == 303
    password(anyone)
    for used_before in (mine.code(1), mine.code()):
        assert one_time_codes.REPLAYED in enter(anyone, used_before).text


def test_a_recovery_code_works_once_however_it_is_written(anyone: TestClient, world: World, time: FakeTime) -> None:
    mine = Authenticator.of(world.people[WHO])
    assert len(set(mine.recovery)) == second_factors.CODES
    password(anyone)
    assert enter(anyone, mine.recovery[3].upper().replace("-", " ")).status_code == 303
    password(anyone)
    assert enter(anyone, mine.recovery[3]).status_code == 422
    assert enter(anyone, mine.recovery[4]).status_code == 303
    with db.reading() as connection:
        stored = " ".join(str(tuple(row)) for row in connection.execute("SELECT * FROM recovery_code"))
    assert not [code for code in mine.recovery if code in stored or one_time_codes.normal(code) in stored]
    assert [kind for kind, *_ in audit()].count("recovery_code_used") == 2


def test_guesses_have_to_wait_even_when_they_are_sent_at_once(anyone: TestClient, world: World, time: FakeTime) -> None:
    mine = Authenticator.of(world.people[WHO])
    password(anyone)
    token = field(anyone.get("/login/code").text, "token")
    with ThreadPoolExecutor(12) as pool:
        wrong = list(pool.map(lambda _: enter(anyone, "000000", token=token).status_code, range(24)))
    assert wrong.count(422) <= waits.FREE_FAILURES
    assert set(wrong) == {422, 429}
    # The right one waits, too, and another session does not escape; the password by itself still signs in to nothing.
    assert enter(anyone, mine.code(), token=token).status_code == 429
    password(anyone)
    assert enter(anyone, mine.code()).status_code == 429
    time.pass_by(minutes=16)
    password(anyone)
    assert enter(anyone, mine.code()).status_code == 303


def test_of_one_code_sent_twice_at_once_one_is_taken(anyone: TestClient, world: World, time: FakeTime) -> None:
    mine = Authenticator.of(world.people[WHO])
    tokens = []
    for _ in range(4):
        anyone.cookies.clear()
        password(anyone)
        tokens.append((anyone.cookies["sid"], field(anyone.get("/login/code").text, "token")))
    anyone.cookies.clear()

    def went_on(code: str, session: str, token: str) -> bool:
        form = {"token": token, "code": code, "next": "/visits"}
        answer = anyone.post("/login/code", data=form, headers={"cookie": f"sid={session}"})
        return answer.headers.get("location") == "/visits"

    for code in (mine.code(), mine.recovery[0]):
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda pair, code=code: went_on(code, *pair), tokens))
        assert answers.count(True) == 1, code
        with db.writing() as connection:
            connection.execute("DELETE FROM login_failure")


def test_the_half_ends_after_minutes_with_a_foreign_form_and_with_the_account(
    anyone: TestClient, world: World, time: FakeTime
) -> None:
    mine = Authenticator.of(world.people[WHO])
    password(anyone)
    assert enter(anyone, mine.code(), token="made up").status_code == 403
    token = field(anyone.get("/login/code").text, "token")
    time.pass_by(seconds=sessions.HALF.total_seconds() + 1)
    answer = enter(anyone, mine.code(), token=token)
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/login")
    assert anyone.get("/login/code").headers["location"].startswith("/login?next=")
    password(anyone)
    token = field(anyone.get("/login/code").text, "token")
    with db.writing() as connection:
        people.change(by(connection), replace(world.people[WHO], active=False))
    assert enter(anyone, mine.code(), token=token).headers["location"].startswith("/login")
    assert anyone.get("/api/visits").status_code == 401


def test_whoever_is_signed_in_without_a_code_is_asked_once_somebody_has_an_authenticator(
    anyone: TestClient, world: World, signed_in: SignIn, time: FakeTime
) -> None:
    # However a session began: what was started by another way of signing in opens nothing, either.
    other = signed_in(WHO)
    assert other.http.get("/api/visits").status_code == 200
    Authenticator.of(world.people[WHO])
    assert other.http.get("/api/visits").status_code == 401
    later = signed_in(WHO)
    assert later.http.get("/api/visits").json()["message"] == CodeDue().message
    assert signed_in("leader.h01").http.get("/api/visits").status_code == 200


def test_everything_at_once_leaves_only_with_a_code_of_the_last_minutes(
    anyone: TestClient, world: World, time: FakeTime
) -> None:
    mine = Authenticator.of(world.people["admin"])
    password(anyone, "admin")
    enter(anyone, mine.code())
    everything, page = "/download/lists/accounts.xlsx", {"accept": "text/html", "sec-fetch-mode": "navigate"}
    assert anyone.get(everything).status_code == 200
    time.pass_by(seconds=sessions.FRESH.total_seconds() + 1)
    for path in (
        everything,
        "/download/lists/accounts.csv",
        "/download/region/annual-reports.zip",
        "/download/region/annual.pdf?year=2026",
    ):
        answer = anyone.get(path)
        assert (answer.status_code, answer.json()["message"]) == (401, CodeStale().message), path
    assert anyone.get("/download/hospitals/template.csv").status_code == 200
    answer = anyone.get(everything, headers=page)
    assert answer.headers["location"].startswith("/login/code?next=%2Fdownload")
    assert "もう一度確かめて" in anyone.get(answer.headers["location"]).text
    before = anyone.cookies["sid"]
    assert enter(anyone, "123", everything).status_code == 422
    done = enter(anyone, mine.code(), everything)
    assert f'href="{everything}"' in done.text
    assert anyone.cookies["sid"] == before, "screens that are open go on"
    assert anyone.get(everything).status_code == 200
