"""Many sign-ins at once, guesses at many names, and guesses at one: nobody else has to wait for them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from time import sleep

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Message

from checklist.errors import TooManyAttempts
from checklist.store import clock, db
from checklist.store.accounts import people, waits
from checklist.web import passwords
from checklist.web.passwords import Passwords
from checklist.web.runtime import Runtime
from checklist.web.strangers import MOST, Strangers
from checklist.web.tokens import Buckets
from checklist.web.turns import Turns
from tests.client import Client
from tests.web.fake_time import FakeTime
from tests.world import PASSWORD, World, by

From = Callable[[str], TestClient]
SignIn = Callable[[str], Client]


@pytest.fixture
def at(anyone: TestClient, app: Starlette) -> From:
    """Gives a browser at an address."""

    def browser(address: str) -> TestClient:
        found = TestClient(app, base_url="http://sogo.example", client=(address, 1), follow_redirects=False)
        found.portal = anyone.portal
        return found

    return browser


def attempt(client: TestClient, login: str, password: str = "wrong password") -> int:
    return client.post("/login", data={"login": login, "password": password}).status_code


def rows() -> int:
    with db.reading() as connection:
        return int(connection.execute("SELECT count(*) FROM login_failure").fetchone()[0])


def test_a_full_queue_turns_people_away_at_once_and_everything_else_goes_on(
    at: From, world: World, runtime: Runtime, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave, judged, real = threading.Event(), threading.Semaphore(0), people.verify_password
    manager = signed_in("manager.h01")

    def verify(stored: str | None, password: str) -> bool:
        judged.release()
        leave.wait(30)
        return False

    monkeypatch.setattr(people, "verify_password", verify)
    room = passwords.AT_ONCE + passwords.WAITING
    with ThreadPoolExecutor(room) as strangers:
        waiting = [strangers.submit(attempt, at(f"192.0.2.{number}"), f"nobody.{number}") for number in range(room)]
        for _ in range(passwords.AT_ONCE):
            assert judged.acquire(timeout=10)
        while runtime.passwords.inside < room:
            sleep(0.01)
        refused = at("192.0.2.200").post("/login", data={"login": "manager.h02", "password": PASSWORD})
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "3")
        assert "混み合っています" in refused.text
        for path in ("/healthz", "/login", f"/api/assessments/{world.self_assessment}", f"/api/visits/{world.visit}"):
            assert manager.http.get(path).status_code == 200
        leave.set()
        assert {one.result() for one in waiting} == {401}
    monkeypatch.setattr(people, "verify_password", real)
    assert attempt(at("192.0.2.200"), "manager.h02", PASSWORD) == 303


def test_passwords_are_judged_behind_everything_else_and_leave_half_of_the_processors_alone() -> None:
    async def judged() -> tuple[int, set[int]]:
        room = Passwords()
        try:
            return await room.judge(lambda: (own_priority(), os.sched_getaffinity(threading.get_native_id())))
        finally:
            room.close()

    everywhere, before = os.sched_getaffinity(0), own_priority()
    priority, allowed = asyncio.run(judged())
    assert priority == min(19, before + passwords.BEHIND)
    assert allowed <= everywhere
    assert len(allowed) == (len(everywhere) + 1) // 2
    assert (os.sched_getaffinity(0), own_priority()) == (everywhere, before)


@pytest.mark.parametrize(("inside", "policy"), [(passwords.RUSH, "SCHED_OTHER"), (passwords.RUSH + 1, "SCHED_IDLE")])
def test_in_a_rush_passwords_take_only_what_nobody_else_wants(inside: int, policy: str) -> None:
    async def judged() -> int:
        room = Passwords()
        with contextlib.ExitStack() as others:
            others.callback(room.close)
            for _ in range(inside):
                others.enter_context(room.place())
            return await room.judge(lambda: os.sched_getscheduler(threading.get_native_id()))

    assert asyncio.run(judged()) == getattr(os, policy)


def test_where_neither_is_allowed_passwords_are_judged_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", forbidden)
    room = Passwords()

    async def judged() -> str:
        return await room.judge(lambda: "yes")

    assert asyncio.run(judged()) == "yes"
    room.close()


def own_priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_refusals_leave_one_after_another_and_nobody_is_kept_for_long() -> None:
    turns = Turns(pause=2, most=5)
    assert [turns.place(100) for _ in range(5)] == [0, 2, 4, 0, 0]
    assert [turns.place(105), turns.place(200)] == [1, 0]


class Counted(Turns):
    def __init__(self) -> None:
        super().__init__(pause=0)
        self.came = 0

    async def come(self) -> None:
        self.came += 1


def test_only_who_is_refused_waits_for_a_turn(at: From, world: World, runtime: Runtime, time: FakeTime) -> None:
    runtime.refusals = turns = Counted()
    assert attempt(at("192.0.2.2"), "manager.h01", PASSWORD) == 303
    assert turns.came == 0
    assert [attempt(at("192.0.2.1"), f"manager.h{number:02}") for number in range(16)] == [401] * 15 + [429]
    assert turns.came == 16


def test_one_password_for_many_names_is_slowed_down_by_its_address(at: From, time: FakeTime) -> None:
    sprayer = at("192.0.2.1")
    answers = [attempt(sprayer, f"manager.h{number:02}") for number in range(20)]
    assert answers == [401] * 15 + [429] * 5
    assert attempt(sprayer, "manager.h01", PASSWORD) == 429
    assert attempt(at("192.0.2.2"), "manager.h01", PASSWORD) == 303
    time.pass_by(seconds=5)
    assert attempt(sprayer, "manager.h01", PASSWORD) == 303


@pytest.fixture
def sprayer(at: From, time: FakeTime) -> TestClient:
    """A browser at an address from which so many have guessed that it has to wait."""
    found = at("192.0.2.1")
    assert [attempt(found, f"manager.h{number:02}") for number in range(15)] == [401] * 15
    return found


def test_an_address_that_guesses_is_turned_away_before_anything_is_read(
    sprayer: TestClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of a crowd costs every tap beside it: it has no form, and no name of a region that would have to be read."""
    assert 'name="password"' in sprayer.get("/login").text

    def read(*_: object) -> None:
        raise AssertionError("something was read")

    for place in ("plain_pages.db.reading", "login.request_body.read_form", "login.sign_in"):
        monkeypatch.setattr(f"checklist.web.{place}", read)
    refused = sprayer.post("/login", data={"login": "manager.h01", "password": PASSWORD})
    assert (refused.status_code, refused.headers["connection"]) == (429, "close")
    assert TooManyAttempts().message in refused.text
    assert 'name="password"' not in refused.text
    assert "default-src 'self'" in refused.headers["content-security-policy"]
    assert refused.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("rest", "close"), [(True, False), (False, True)])
def test_the_door_is_not_shut_on_a_form_that_is_still_coming(
    sprayer: TestClient, app: Starlette, rest: bool, close: bool
) -> None:
    sent, pieces = list[Message](), [{"type": "http.request", "body": b"login=", "more_body": rest}]

    async def receive() -> Message:
        return pieces.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/login", "query_string": b"", "headers": [], "client": ("192.0.2.1", 1),
    }  # fmt: skip
    assert sprayer.portal
    sprayer.portal.call(partial(app, scope, receive, send))
    start = sent[0]
    assert start["status"] == 429
    assert ((b"connection", b"close") in start["headers"]) is close


def test_a_hospital_behind_one_address_signs_in_as_often_as_it_likes(at: From, world: World, time: FakeTime) -> None:
    hospital = at("192.0.2.1")
    assert {attempt(hospital, "manager.h01", PASSWORD) for _ in range(20)} == {303}


def test_the_addresses_of_one_network_are_one(at: From, time: FakeTime) -> None:
    answers = [attempt(at(f"2001:db8::{number:x}"), f"nobody.{number}") for number in range(16)]
    assert answers == [401] * 15 + [429]
    assert attempt(at("2001:db8:0:1::1"), "nobody") == 401


def test_made_up_names_leave_one_row_and_a_bounded_memory(at: From, time: FakeTime) -> None:
    for number in range(40):
        attempt(at(f"192.0.2.{number}"), f"nobody.{number}")
    assert rows() == 1
    strangers = Strangers()
    for number in range(MOST + 5):
        strangers.note_failure(f"nobody.{number}")
    assert len(strangers._failures) == MOST


def test_whoever_has_signed_in_here_does_not_wait_for_a_strangers_guesses(at: From, time: FakeTime) -> None:
    own, stranger = at("192.0.2.1"), at("192.0.2.9")
    assert attempt(own, "manager.h01", PASSWORD) == 303
    for _ in range(8):
        attempt(stranger, "manager.h01")
    assert attempt(at("192.0.2.5"), "manager.h01", PASSWORD) == 429
    assert attempt(own, "manager.h01", PASSWORD) == 303
    assert attempt(at("192.0.2.5"), "manager.h01", PASSWORD) == 429


def test_a_known_device_is_counted_by_itself(at: From, time: FakeTime) -> None:
    own = at("192.0.2.1")
    attempt(own, "manager.h01", PASSWORD)
    assert [attempt(own, "manager.h01") for _ in range(6)] == [401] * 5 + [429]
    assert attempt(own, "manager.h01", PASSWORD) == 429
    assert attempt(at("192.0.2.5"), "manager.h01", PASSWORD) == 303


def test_a_device_is_known_to_one_person_and_until_the_next_password(at: From, world: World, time: FakeTime) -> None:
    own = at("192.0.2.1")
    attempt(own, "manager.h01", PASSWORD)
    cookie = next(one for one in own.cookies.jar if one.name.startswith("device"))
    assert (cookie.path, cookie.has_nonstandard_attr("HttpOnly")) == ("/login", True)
    for login in ("manager.h01", "manager.h02"):
        for _ in range(6):
            attempt(at("192.0.2.9"), login)
    assert attempt(own, "manager.h02", PASSWORD) == 429
    with db.writing() as connection:
        people.set_password(by(connection), world.people["manager.h01"].id, "a new password")
    # The new password has ended the waits; those that come after it hold for the old device, too.
    for _ in range(6):
        attempt(at("192.0.2.10"), "manager.h01")
    assert attempt(own, "manager.h01", "a new password") == 429


def test_signing_in_again_ends_the_session_that_the_browser_had(at: From, world: World) -> None:
    browser, other = at("192.0.2.1"), at("192.0.2.2")
    attempt(browser, "manager.h01", PASSWORD)
    attempt(other, "manager.h01", PASSWORD)
    former = {"Cookie": f"sid={browser.cookies['sid']}"}
    attempt(browser, "leader.h01", PASSWORD)
    path = f"/api/assessments/{world.self_assessment}"
    assert at("192.0.2.3").get(path, headers=former).status_code == 401
    assert (browser.get(path).status_code, other.get(path).status_code) == (200, 200)


def test_a_clock_that_was_put_back_keeps_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    buckets, strangers = Buckets(2, 1), Strangers()
    for _ in range(3):
        buckets.pay("address")
    for _ in range(waits.FREE_FAILURES):
        strangers.note_failure("nobody")
    with pytest.raises(TooManyAttempts):
        strangers.note_failure("nobody")
    assert buckets.wait("address") > 0
    moment -= timedelta(days=365)
    assert buckets.wait("address") == 0
    strangers.note_failure("nobody")
