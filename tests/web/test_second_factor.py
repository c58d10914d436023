"""Registering an authenticator, doing without, and being led to it where the role needs one."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from checklist.errors import EnrolmentDue, Refused
from checklist.model.accounts import Retyped, Role, SecondFactorRule
from checklist.rules.accounts import one_time_codes
from checklist.store import clock, db, secret_key
from checklist.store.accounts import confirmation, people, second_factors
from checklist.store.accounts.second_factors import ANEW, DEMANDED, NONE, PATIENCE
from checklist.web.code_page import LATE
from tests.authenticator import Authenticator
from tests.client import MARK, Client
from tests.web.fake_time import FakeTime
from tests.web.test_second_step import enter, field
from tests.world import PASSWORD, World, by, principal

SignIn = Callable[[str], Client]
WHO = "leader.h01"


def post(http: TestClient | httpx2.Client, do: str, **fields: str) -> httpx2.Response:
    """A button of the page, with everything right that `fields` does not say otherwise."""
    page = http.get("/second-factor").text
    form = {"token": field(page, "token"), "next": "/visits", "do": do, "password": PASSWORD, **fields}
    return http.post("/second-factor", data=form)


def begun(http: TestClient | httpx2.Client, **fields: str) -> tuple[str, Authenticator]:
    """The number and the authenticator that has read the page."""
    page = post(http, "begin", **fields).text
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found, page
    return field(page, "factor"), Authenticator(found[1].replace(" ", ""))


def registered(http: TestClient | httpx2.Client, **fields: str) -> Authenticator:
    factor, mine = begun(http, **fields)
    page = post(http, "confirm", factor=factor, code=mine.code(-1))
    assert page.status_code == 200, page.text
    given = re.findall(r"<li><code>([a-z2-9-]+)</code></li>", page.text)
    return Authenticator(mine.secret, tuple(given))


def demand(world: World, *roles: Role, since: date | None = None) -> None:
    with db.writing() as connection:
        act = by(connection, principal(world.people["admin"]))
        second_factors.demand(act, SecondFactorRule(frozenset(roles), since or clock.today()))


def test_an_authenticator_counts_from_its_first_code_on_and_its_recovery_codes_are_shown_once(
    world: World, signed_in: SignIn, anyone: TestClient, time: FakeTime
) -> None:
    here, there = signed_in(WHO).http, signed_in(WHO).http
    factor, mine = begun(here)
    page = post(here, "begin").text
    assert page.count("<svg") == 1
    assert "no-store" in here.get("/second-factor").headers["cache-control"]
    # Nothing counts yet, and whoever begins anew has thrown the first code away.
    assert there.get("/api/visits").status_code == 200
    assert ANEW in post(here, "confirm", factor=factor, code=mine.code()).text
    mine = registered(here)
    assert len(mine.recovery) == second_factors.CODES
    page = here.get("/second-factor").text
    assert "残りの回復コード：10個" in page
    assert not [code for code in mine.recovery if code in page or mine.secret in page]
    # This screen goes on, all others of the account have ended.
    assert here.get("/api/visits").status_code == 200
    assert there.get("/api/visits").status_code == 401
    anyone.post("/login", data={"login": WHO, "password": PASSWORD})
    assert enter(anyone, mine.code()).status_code == 303
    assert anyone.get("/api/visits").status_code == 200


def test_what_is_not_right_registers_renews_and_ends_nothing(
    world: World, signed_in: SignIn, anyone: TestClient, time: FakeTime
) -> None:
    here, other = signed_in(WHO).http, signed_in("manager.h01").http
    factor, mine = begun(here)
    foreign, theirs = begun(other)
    right = {"factor": factor, "code": mine.code()}
    refused: list[tuple[str, dict[str, str], int, str]] = [
        ("confirm", {**right, "password": "guess"}, 422, "パスワードが正しくありません"),
        ("confirm", {**right, "code": theirs.code(3)}, 422, one_time_codes.WRONG),
        ("confirm", {**right, "code": ""}, 422, one_time_codes.WRONG),
        # That of somebody else, though the code fits.
        ("confirm", {"factor": foreign, "code": theirs.code()}, 422, ANEW),
        ("confirm", {**right, "factor": "9" * 17}, 422, ANEW),
        ("confirm", {**right, "factor": "x"}, 422, "形式"),
        ("confirm", {**right, "token": "made up"}, 403, LATE),
        ("renew", {"code": mine.code()}, 422, NONE),
        ("end", {"code": mine.code()}, 422, NONE),
        ("", {}, 422, "形式"),
        ("reset", {}, 422, "形式"),
    ]
    for do, fields, status, told in refused:
        with db.writing() as connection:
            connection.execute("DELETE FROM login_failure")
        answer = post(here, do, **fields)
        assert (answer.status_code, told in answer.text) == (status, True), (do, fields, answer.text)
    with db.reading() as connection:
        assert not connection.execute("SELECT 1 FROM second_factor WHERE confirmed_at IS NOT NULL").fetchall()
        assert not connection.execute("SELECT 1 FROM recovery_code").fetchall()
        stored = str([tuple(row) for row in connection.execute("SELECT * FROM second_factor")])
    assert mine.secret not in stored, "a copy of the file does not hold it"
    # The page still shows the code to whoever made a mistake in it; half an hour later it is void.
    assert factor in post(here, "confirm", factor=factor, code="1").text
    time.pass_by(seconds=PATIENCE.total_seconds() - 300)
    here.post("/api/here", headers=MARK)
    time.pass_by(seconds=301)
    assert ANEW in post(signed_in(WHO).http, "confirm", factor=factor, code=mine.code()).text


def test_an_authenticator_is_replaced_renewed_and_ended_with_password_and_code_alone(
    world: World, signed_in: SignIn, anyone: TestClient, time: FakeTime
) -> None:
    here = signed_in(WHO).http
    mine = registered(here)
    for do in ("begin", "renew", "end"):
        for fields in ({"code": ""}, {"code": "123456"}, {"password": "", "code": mine.code()}, {"password": "guess"}):
            with db.writing() as connection:
                connection.execute("DELETE FROM login_failure")
            assert post(here, do, **fields).status_code == 422, (do, fields)
    # So many wrong ones from one address make everybody there wait for a while.
    time.pass_by(minutes=2)
    page = post(here, "renew", code=mine.recovery[0])
    fresh = re.findall(r"<li><code>([a-z2-9-]+)</code></li>", page.text)
    assert set(fresh).isdisjoint(mine.recovery)
    assert one_time_codes.WRONG in post(here, "end", code=mine.recovery[1]).text
    second = registered(here, code=fresh[0])
    assert second.secret != mine.secret
    assert post(here, "end", code=mine.code(1)).status_code == 422
    assert post(here, "end", code=fresh[1]).status_code == 422, "codes of the old one end with it"
    assert post(here, "end", code=second.code()).headers["location"] == "/second-factor"
    assert here.get("/api/visits").status_code == 200
    with db.reading() as connection:
        kinds = [
            row["kind"] for row in connection.execute("SELECT kind FROM audit WHERE kind LIKE '%factor%' ORDER BY id")
        ]
        left = connection.execute("SELECT count(*) AS n FROM second_factor WHERE secret <> ''").fetchone()["n"]
    assert kinds == ["second_factor_added", "second_factor_added", "second_factor_ended"]
    assert left == 0


def test_of_two_who_confirm_at_once_one_registers(
    world: World, signed_in: SignIn, anyone: TestClient, time: FakeTime
) -> None:
    here, there = signed_in(WHO).http, signed_in(WHO).http
    factor, mine = begun(here)
    forms = [
        (http, {"token": field(http.get("/second-factor").text, "token"), "do": "confirm", "factor": factor,
                "code": mine.code(), "password": PASSWORD})
        for http in (here, there, here, there)
    ]  # fmt: skip
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: one[0].post("/second-factor", data=one[1]), forms))
    assert [answer.text.count("<li><code>") for answer in answers].count(10) == 1
    with db.reading() as connection:
        assert connection.execute("SELECT count(*) AS n FROM recovery_code").fetchone()["n"] == 10


def test_whose_role_needs_one_is_led_to_it_from_the_day_on_and_gets_nothing_else(
    world: World, signed_in: SignIn, anyone: TestClient, time: FakeTime
) -> None:
    open_before = signed_in(WHO).http
    demand(world, Role.LEADER, since=clock.today() + timedelta(days=1))
    assert open_before.get("/api/visits").status_code == 200
    demand(world, Role.LEADER, Role.CENTER_STAFF)
    # Those who are signed in already as well, on every path.
    for path in ("/", "/visits?visit=1", "/settings", "/password", "/login/code", f"/visit/{world.visit}"):
        answer = open_before.get(path)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/second-factor"), path
    for path in ("/api/visits", f"/api/assessments/{world.self_assessment}", f"/download/visits/{world.visit}.pdf"):
        answer = open_before.get(path)
        assert (answer.status_code, answer.json()["message"]) == (401, EnrolmentDue().message), path
    taps = open_before.post(f"/api/assessments/{world.self_assessment}/answers", json={"operations": []}, headers=MARK)
    # Not 403, at which a tablet would give up what lies on it.
    assert taps.status_code == 401
    anyone.cookies.set("sid", open_before.cookies["sid"])
    with pytest.raises(WebSocketDisconnect), anyone.websocket_connect("/_stcore/stream"):
        pass
    assert signed_in("manager.h01").http.get("/api/visits").status_code == 200
    page = open_before.get("/second-factor?next=/visits?visit=1").text
    assert "登録が済むまで、ほかの画面は開けません" in page
    mine = registered(open_before)
    assert open_before.get("/api/visits").status_code == 200
    assert "取りやめることはできません" in open_before.get("/second-factor").text
    assert DEMANDED in post(open_before, "end", code=mine.code()).text
    demand(world)
    assert post(open_before, "end", code=mine.code(1)).status_code == 303


def test_a_new_password_keeps_the_step_and_a_told_one_is_replaced_after_it(
    world: World, signed_in: SignIn, anyone: TestClient, time: FakeTime
) -> None:
    mine = Authenticator.of(world.people[WHO])
    with db.writing() as connection:
        people.set_password(by(connection), world.people[WHO].id, "told-by-somebody-else")
    anyone.post("/login", data={"login": WHO, "password": "told-by-somebody-else"})
    assert anyone.get("/visits").headers["location"].startswith("/login/code")
    assert enter(anyone, mine.code()).status_code == 303
    assert anyone.get("/visits").headers["location"].startswith("/password")
    new = "雨の日は紙の地図をひらく"
    form = {
        "token": field(anyone.get("/password").text, "token"),
        "old": "told-by-somebody-else",
        "new": new,
        "again": new,
    }
    assert anyone.post("/password", data=form).status_code == 303
    assert anyone.get("/api/visits").status_code == 200


def test_signing_asks_for_a_code_beside_the_password_judged_by_the_server(
    world: World, signed_in: SignIn, anyone: TestClient, time: FakeTime
) -> None:
    me, mine = principal(world.people[WHO]), Authenticator.of(world.people[WHO])
    for typed in (Retyped(PASSWORD), Retyped(PASSWORD, "000000"), Retyped("guess", mine.code())):
        with pytest.raises(Refused):
            confirmation.confirm(me, typed, "192.0.2.1")
    confirmation.confirm(me, Retyped(PASSWORD, mine.code()), "192.0.2.1")
    with pytest.raises(Refused, match="すでに使用"):
        confirmation.confirm(me, Retyped(PASSWORD, mine.code()), "192.0.2.1")
    confirmation.confirm(principal(world.people["manager.h01"]), Retyped(PASSWORD), "192.0.2.1")


def test_without_the_key_of_the_server_recovery_codes_still_open(
    world: World, world_db: Path, anyone: TestClient, time: FakeTime
) -> None:
    mine = Authenticator.of(world.people[WHO])
    key = secret_key.path_of(world_db)
    assert key.stat().st_mode & 0o077 == 0
    for content in (None, b"", b"another key", b"x" * 5000):
        key.unlink(missing_ok=True)
        if content is not None:
            key.write_bytes(content)
        with db.writing() as connection:
            connection.execute("DELETE FROM login_failure")
        anyone.post("/login", data={"login": WHO, "password": PASSWORD})
        assert "鍵のファイル" in enter(anyone, mine.code()).text
    assert enter(anyone, mine.recovery[0]).status_code == 303
