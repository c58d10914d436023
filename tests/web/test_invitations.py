"""Invitations in the browser: the person chooses a password, once; whatever else comes gets a clear sentence."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import httpx2
import pytest
from starlette.testclient import TestClient

from checklist.errors import TooManyAttempts
from checklist.model.accounts import Invited, Role, SecondFactorRule
from checklist.store import db
from checklist.store.accounts import invitations, people, second_factors
from checklist.store.accounts.invitations import STOPPED, UNKNOWN, UNUSABLE
from checklist.web.own_password import DIFFERENT
from tests.authenticator import Authenticator
from tests.client import Client
from tests.web.fake_time import FakeTime
from tests.world import PASSWORD, World, by, principal

SignIn = Callable[[str], Client]
NEW = "雨の日は紙の地図をひらく"
WHO = "leader.h01"


def invited(world: World, login: str = WHO, days: int = 7) -> Invited:
    with db.writing() as connection:
        return invitations.invite(by(connection, principal(world.people["admin"])), world.people[login].id, days)


def choose(http: TestClient, token: str, new: str = NEW, again: str | None = None) -> httpx2.Response:
    return http.post(f"/invitation/{token}", data={"new": new, "again": new if again is None else again})


def signs_in(http: TestClient, password: str, login: str = WHO) -> bool:
    http.cookies.clear()
    return http.post("/login", data={"login": login, "password": password}).status_code == 303


def test_the_invited_person_chooses_a_password_and_is_signed_in(
    world: World, anyone: TestClient, signed_in: SignIn, time: FakeTime
) -> None:
    open_before = signed_in(WHO).http
    given, other = invited(world), invited(world, "manager.h01")
    # Looking at it, as the preview of a message does, uses nothing up.
    for _ in range(2):
        page = anyone.get(f"/invitation/{given.token}")
        assert page.status_code == 200
        assert f"{given.name}</strong> さん" in page.text
        assert f"<strong>{WHO}</strong>" in page.text
    assert open_before.get("/api/visits").status_code == 200
    for new, again, told in (
        (NEW, "something else", DIFFERENT), ("short", None, "12文字以上"), ("password1234", None, "よく使われる"),
        (f"{WHO} ++", None, "ログインID"), ("x" * 201, None, "200文字以内"),
    ):  # fmt: skip
        answer = choose(anyone, given.token, new, again)
        assert (answer.status_code, told in answer.text) == (422, True), told
    assert signs_in(anyone, PASSWORD)
    # As it is typed from a slip.
    typed = anyone.get("/invitation", params={"code": f" {given.token.upper()} "})
    assert typed.headers["location"].startswith("/invitation/")
    answer = anyone.post(typed.headers["location"], data={"new": NEW, "again": NEW})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert anyone.get("/api/visits").status_code == 200
    assert anyone.cookies["reader"] == str(world.people[WHO].id)
    assert open_before.get("/api/visits").status_code == 401
    assert not signs_in(anyone, PASSWORD)
    assert signs_in(anyone, NEW)
    assert signs_in(anyone, PASSWORD, "manager.h01")
    with db.reading() as connection:
        rows = connection.execute("SELECT kind, person_id, about_id FROM audit WHERE kind LIKE 'invit%' ORDER BY id")
        admin, me = world.people["admin"].id, world.people[WHO].id
        assert [tuple(row) for row in rows] == [
            ("invited", admin, me), ("invited", admin, world.people["manager.h01"].id), ("invitation_used", me, None),
        ]  # fmt: skip
        stored = str([tuple(row) for row in connection.execute("SELECT * FROM invitation")])
    assert given.token not in stored
    assert given.token.replace("-", "") not in stored
    assert other.token not in stored


def test_what_is_no_open_invitation_says_why_and_changes_nothing(
    world: World, anyone: TestClient, time: FakeTime
) -> None:
    states = {state.name: told for state, told in UNUSABLE.items()}
    used, revoked, replaced, stopped = (
        invited(world, login) for login in ("evaluator.h01", "manager.h02", WHO, "leader.h02")
    )
    assert choose(anyone, used.token).status_code == 303
    invited(world)
    with db.writing() as connection:
        act = by(connection, principal(world.people["admin"]))
        found = {one.login: one.id for one in invitations.open_ones(act)}
        invitations.revoke(act, found["manager.h02"])
        people.change(act, replace(world.people["leader.h02"], active=False))
    expired = invited(world, "leader.h03", 1)
    time.pass_by(days=1, seconds=1)
    table = [
        (used.token, states["USED"]), (revoked.token, states["REVOKED"]), (replaced.token, states["REVOKED"]),
        (expired.token, states["EXPIRED"]), (stopped.token, STOPPED), (used.token[:-1], UNKNOWN), ("x", UNKNOWN),
        ("%F0%9F%8D%A3", UNKNOWN), ("a" * 600, UNKNOWN),
    ]  # fmt: skip
    with db.reading() as connection:
        before = connection.execute("SELECT id, password_hash FROM person ORDER BY id").fetchall()
    for token, told in table:
        for answer in (anyone.get(f"/invitation/{token}"), choose(anyone, token)):
            assert (answer.status_code, told in answer.text) == (403, True), (token, told, answer.text)
            assert "架空" not in answer.text.replace("架空データ", "").replace("架空地域", ""), token
        time.pass_by(minutes=1)
    with db.reading() as connection:
        after = connection.execute("SELECT id, password_hash FROM person ORDER BY id").fetchall()
    assert [tuple(row) for row in before] == [tuple(row) for row in after]
    assert anyone.get("/invitation/").status_code == 404
    assert anyone.get("/invitation/a/b").status_code == 404
    # Whoever tries out codes waits, as for passwords; an invitation that there is opens all the same.
    guesses = [anyone.get(f"/invitation/guess-{number}").status_code for number in range(20)]
    assert (guesses[0], guesses[-1]) == (403, TooManyAttempts.status)
    assert anyone.get(f"/invitation/{invited(world).token}").status_code == 200


def test_of_several_who_use_one_at_once_one_gets_in(world: World, anyone: TestClient, time: FakeTime) -> None:
    given = invited(world)
    words = [f"{NEW}{number}" for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda new: choose(anyone, given.token, new).status_code, words))
    assert sorted(answers) == [303, 403, 403, 403]
    taken = words[answers.index(303)]
    time.pass_by(minutes=5)
    assert [new for new in words if signs_in(anyone, new)] == [taken]


@pytest.mark.parametrize("has", [True, False])
def test_an_invitation_is_no_way_around_the_second_factor(
    world: World, anyone: TestClient, time: FakeTime, has: bool
) -> None:
    mine = Authenticator.of(world.people[WHO]) if has else None
    with db.writing() as connection:
        rule = SecondFactorRule(frozenset({Role.LEADER}), date(2026, 1, 1))
        second_factors.demand(by(connection, principal(world.people["admin"])), rule)
    assert choose(anyone, invited(world).token).status_code == 303
    assert anyone.get("/api/visits").status_code == 401
    assert "reader" not in anyone.cookies or not has
    wanted = "/login/code" if mine else "/second-factor"
    assert anyone.get("/visits").headers["location"].startswith(wanted)
