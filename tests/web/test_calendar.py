"""The private feed and the file of a visit over HTTP: for whom they are there, and when they end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from checklist.model.accounts import Role
from checklist.model.visits import DayPart, VisitTime
from checklist.store import db
from checklist.store.accounts import people, sessions
from checklist.store.notices import calendar_feeds
from checklist.store.visits import visits
from tests import calendars
from tests.client import Client
from tests.cycle import who
from tests.world import PASSWORD, STRANGER, World, by

SignIn = Callable[[str], Client]
READS = {"manager.h01", "leader.h01", "manager.h02", "leader.h02", "evaluator.h02", "second.h02", "secretariat"}


def make(world: World, login: str) -> str:
    with db.writing() as connection:
        return calendar_feeds.make(by(connection, who(world, login)))


def status(anyone: TestClient, token: str) -> int:
    return anyone.get(f"/calendar/{token}.ics").status_code


@pytest.mark.parametrize("login", ["manager.h01", "evaluator.h02", "secretariat", "evaluator.h01", "center", "admin"])
def test_a_calendar_fetches_without_signing_in_what_its_owner_may_see(
    anyone: TestClient, world: World, login: str
) -> None:
    answer = anyone.get(f"/calendar/{make(world, login)}.ics")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"
    shown = calendars.events(answer.content, "への訪問（医療安全")
    assert len(shown) == (login in READS)
    assert all(one.url and one.url.startswith("http://sogo.example/visits?visit=") for one in shown.values())
    assert "set-cookie" not in answer.headers


ENDS: dict[str, Callable[[World], object]] = {
    "ended by the person": lambda world: _by_self(world, calendar_feeds.end),
    "made anew": lambda world: _by_self(world, calendar_feeds.make),
    "the account is closed": lambda world: _change(world, active=False),
    "signed out everywhere": lambda world: _operator(
        lambda act: sessions.end_all(act, world.people["evaluator.h02"].id)
    ),
    "another password was set": lambda world: _operator(
        lambda act: people.set_password(act, world.people["evaluator.h02"].id, "a long sentence of my own 2026")
    ),
}


def _by_self(world: World, deed: Callable[..., object]) -> None:
    with db.writing() as connection:
        deed(by(connection, who(world, "evaluator.h02")))


def _operator(deed: Callable[..., object]) -> None:
    with db.writing() as connection:
        deed(by(connection))


def _change(world: World, **changes: object) -> None:
    changed = replace(world.people["evaluator.h02"], **changes)  # type: ignore[arg-type]
    _operator(lambda act: people.change(act, changed))


def test_making_and_ending_a_feed_stand_in_the_audit_without_its_address(world: World) -> None:
    token = make(world, "evaluator.h02")
    _by_self(world, calendar_feeds.end)
    with db.reading() as connection:
        noted = connection.execute("SELECT * FROM audit WHERE kind LIKE 'feed%' ORDER BY id").fetchall()
    me = world.people["evaluator.h02"].id
    assert [(row["kind"], row["person_id"], row["detail"]) for row in noted] == [
        ("feed_made", me, ""), ("feed_ended", me, ""),
    ]  # fmt: skip
    assert token not in str([tuple(row) for row in noted])


@pytest.mark.parametrize("how", ENDS)
def test_a_feed_that_has_ended_gives_nothing_and_does_not_come_back(anyone: TestClient, world: World, how: str) -> None:
    token, other = make(world, "evaluator.h02"), make(world, "manager.h01")
    assert status(anyone, token) == 200
    ENDS[how](world)
    assert status(anyone, token) == 404
    _change(world, active=True)
    answer = anyone.get(f"/calendar/{token}.ics")
    assert (answer.status_code, "BEGIN:VCALENDAR" in answer.text) == (404, False)
    assert "カレンダーのアドレスは使えません" in answer.json()["message"]
    assert status(anyone, other) == 200


def test_somebody_who_left_or_lost_their_role_is_sent_nothing_of_what_they_saw(
    anyone: TestClient, world: World
) -> None:
    token = make(world, "evaluator.h02")
    path = f"/calendar/{token}.ics"
    assert calendars.events(anyone.get(path).content)
    for changes in ({"hospital_id": world.hospitals[STRANGER]}, {"roles": frozenset({Role.ADMIN})}):
        _change(world, **changes)
        assert calendars.events(anyone.get(path).content) == {}


@pytest.mark.parametrize(
    "path",
    [
        "/calendar/x.ics", "/calendar/.ics", "/calendar/", "/calendar", "/calendar/%00.ics", "/calendar/a/b.ics",
        "/calendar/" + "a" * 2000 + ".ics", "/calendar/..%2f..%2fhealthz.ics", "/calendar/x.pdf", "/calendar/日程.ics",
    ],
)  # fmt: skip
def test_no_other_address_gives_anything(anyone: TestClient, world: World, path: str) -> None:
    make(world, "manager.h01")
    answer = anyone.get(path)
    assert "BEGIN:VCALENDAR" not in answer.text
    assert answer.status_code in (303, 404)


def test_the_token_is_stored_as_nobody_can_use_it_and_changes_nothing(anyone: TestClient, world: World) -> None:
    token = make(world, "manager.h01")
    with db.reading() as connection:
        kept = connection.execute("SELECT * FROM calendar_feed").fetchall()
    assert [token in str(tuple(row)) for row in kept] == [False]
    for method in ("post", "put", "delete", "patch"):
        assert getattr(anyone, method)(f"/calendar/{token}.ics").status_code == 405
    assert status(anyone, kept[0]["token_hash"]) == 404
    assert anyone.head(f"/calendar/{token}.ics").status_code == 200
    # It signs nobody in.
    assert anyone.get("/api/visits", headers={"cookie": f"sid={token}"}).status_code == 401


def test_a_visit_moved_is_the_same_event_with_a_higher_number(anyone: TestClient, world: World) -> None:
    path = f"/calendar/{make(world, 'second.h02')}.ics"
    first = calendars.visit(anyone.get(path).content)
    with db.writing() as connection:
        moved = VisitTime(date(2026, 12, 3), DayPart.MORNING, "10:00")
        visits.fix_day(by(connection, who(world, "evaluator.h02")), world.visit, moved)
    second = calendars.visit(anyone.get(path).content)
    assert (second.uid, first.dtstart) == (first.uid, date(2026, 11, 25))
    assert (second.sequence or 0) > (first.sequence or 0)
    assert str(second.dtstart) == "2026-12-03 10:00:00+09:00"
    # The secretariat gives another hour in its form: the same event again, for everybody who has the feed.
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        visits.change(act, replace(visits.get(act, world.visit), part=DayPart.WHOLE, begins="13:30"))
    third = calendars.visit(anyone.get(path).content)
    assert (third.uid, (third.sequence or 0) > (second.sequence or 0)) == (first.uid, True)
    assert (str(third.dtstart), str(third.dtend)) == ("2026-12-03 13:30:00+09:00", "2026-12-03 17:00:00+09:00")


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h01", "manager.h02", "evaluator.h02",
                                   "secretariat", "manager.h04", "evaluator.h04", "center", "admin"])  # fmt: skip
def test_the_file_of_a_visit_is_for_those_who_may_know_of_it(signed_in: SignIn, world: World, login: str) -> None:
    client = signed_in(login).http
    answer = client.get(f"/download/visits/{world.visit}/day.ics")
    assert answer.status_code == (200 if login in READS else 403)
    if login in READS:
        assert calendars.visit(answer.content).dtstart == date(2026, 11, 25)
        assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    assert client.get(f"/download/visits/{world.visit}/day.pdf").status_code == 404
    assert client.get("/download/visits/999/day.ics").status_code == 404


def test_nobody_takes_a_day_away_without_signing_in(anyone: TestClient, world: World) -> None:
    assert anyone.get(f"/download/visits/{world.visit}/day.ics").status_code == 401
    assert PASSWORD not in anyone.get(f"/download/visits/{world.visit}/day.ics").text
