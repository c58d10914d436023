"""When a session ends, and what keeps it alive: what a person does, and nothing that happens by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from time import sleep

import pytest
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg

from checklist.store import db
from checklist.store.accounts import sessions
from checklist.web import doing
from tests.client import MARK, Client, operation
from tests.web.fake_time import FakeTime
from tests.world import World

SignIn = Callable[[str], Client]
PAGE = {"accept": "text/html"}


def seen() -> datetime:
    with db.reading() as connection:
        (found,) = connection.execute("SELECT max(last_seen_at) FROM session").fetchone()
    return datetime.fromisoformat(found)


def is_noted(moment: datetime, patience: int = 200) -> bool:
    """Whether the use of a session is written down, which happens behind the answer's back."""
    for _ in range(patience):
        if seen() == moment:
            return True
        sleep(0.01)
    return False


@pytest.mark.parametrize(("uses", "pause", "last"), [(3, 29, 31), (28, 25, 21)], ids=["idle", "however busy"])
def test_a_session_ends_after_thirty_idle_minutes_and_after_twelve_hours_however_busy(
    time: FakeTime, signed_in: SignIn, world: World, uses: int, pause: int, last: int
) -> None:
    manager = signed_in("manager.h01")
    for _ in range(uses):
        time.pass_by(minutes=pause)
        assert manager.read(world.self_assessment).status_code == 200
        assert is_noted(time.moment)
    time.pass_by(minutes=last)
    assert manager.read(world.self_assessment).status_code == 401


def test_a_sheet_that_asks_for_news_keeps_nobody_signed_in(time: FakeTime, signed_in: SignIn, world: World) -> None:
    manager, began = signed_in("manager.h01"), time.moment
    for path in (f"/api/assessments/{world.self_assessment}?part=ratings", "/_stcore/health", "/assets/japanese.js"):
        time.pass_by(minutes=5)
        manager.http.get(path)
    empty = manager.http.post(
        f"/api/assessments/{world.self_assessment}/answers", json={"operations": []}, headers=MARK
    )
    assert empty.status_code == 200
    assert not is_noted(time.moment, 20)
    assert seen() == began
    time.pass_by(minutes=16)
    assert manager.http.get(f"/api/assessments/{world.self_assessment}?part=ratings").status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [("GET", "/logout", PAGE), ("GET", "/visits", PAGE), ("POST", "/api/here", MARK)],
)
def test_what_a_person_does_keeps_the_session_alive(
    time: FakeTime, signed_in: SignIn, method: str, path: str, headers: dict[str, str]
) -> None:
    manager = signed_in("manager.h01")
    time.pass_by(minutes=5)
    assert manager.http.request(method, path, headers=headers).status_code in (200, 204, 404)
    assert is_noted(time.moment)


def test_answers_from_a_corridor_without_network_arrive_and_keep_the_session(
    time: FakeTime, signed_in: SignIn, world: World
) -> None:
    member = signed_in("evaluator.h02")
    time.pass_by(minutes=100)
    assert member.read(world.visitor_assessment).status_code == 401
    assert member.save(world.visitor_assessment, operation("1-01"))[0]["status"] == "saved"
    assert is_noted(time.moment)
    assert member.read(world.visitor_assessment).status_code == 200
    time.pass_by(minutes=121)
    assert member.post(world.visitor_assessment, operation("1-02")).status_code == 401


def test_a_sheet_that_brings_nothing_does_not_bring_its_session_back(
    time: FakeTime, signed_in: SignIn, world: World
) -> None:
    member = signed_in("evaluator.h02")
    time.pass_by(minutes=31)
    assert member.post(world.visitor_assessment).status_code == 200
    assert member.read(world.visitor_assessment).status_code == 401


def test_a_session_that_has_ended_is_not_brought_back_by_a_click(world: World, time: FakeTime) -> None:
    with db.writing() as connection:
        token = sessions.start(connection, world.people["manager.h01"].id)
        time.pass_by(minutes=31)
        sessions.touch(connection, token)
        assert sessions.find(connection, token) is None


def run(auto: bool = False) -> bytes:
    message = BackMsg()
    message.rerun_script.is_auto_rerun = auto
    return bytes(message.SerializeToString())


def other(kind: str) -> bytes:
    message = BackMsg()
    getattr(message, kind).SetInParent()
    return bytes(message.SerializeToString())


HEARTBEAT = BackMsg(app_heartbeat=True).SerializeToString()


@pytest.mark.parametrize(
    ("messages", "noted"),
    [
        ([run()], 0),
        ([run(), run(auto=True), run(auto=True)], 0),
        ([run(), HEARTBEAT, b"", b"\xff\xff"], 0),
        ([run(), run()], 1),
        ([run(), run(), run(), run()], 1),
        ([run(), other("file_urls_request")], 1),
    ],
)
def test_on_a_screen_only_what_a_person_touches_counts(messages: list[bytes], noted: int) -> None:
    told: list[bool] = []
    waiting = iter(messages)

    async def receive() -> Message:
        return {"type": "websocket.receive", "bytes": next(waiting)}

    async def play() -> None:
        watched = doing.watched(receive, lambda: told.append(True))
        for content in messages:
            assert (await watched())["bytes"] == content

    asyncio.run(play())
    assert len(told) == noted


def test_the_two_hours_of_a_corridor_are_longer_than_an_idle_screen_and_shorter_than_a_day() -> None:
    assert sessions.IDLE < sessions.AWAY < sessions.ABSOLUTE <= timedelta(hours=12)
