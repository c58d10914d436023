"""Calendars at their edges: roles that change, names of any kind, days at the turn of a year, and how long a thing stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from ical.event import Event

from checklist.errors import Forbidden
from checklist.model.accounts import Role
from checklist.model.visits import DayPart, VisitState, VisitTime
from checklist.readings import calendar
from checklist.store import clock, db
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.notices import calendar_feeds
from checklist.store.visits import visit_steps, visits
from checklist.words import TOKYO
from tests import calendars
from tests.cycle import who
from tests.world import HOST, STRANGER, World, by

BASE, VISIT, DUE = "https://anzen.example.jp", "への訪問（医療安全", "期限："
MANAGER, EVALUATOR, LEADER = Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER


def fetched(token: str) -> dict[str, Event] | None:
    """What the calendar with this address is sent, by number; None for one that is not."""
    with db.reading() as connection:
        owner = calendar_feeds.owner(connection, token, clock.now())
        if owner is None:
            return None
        return dict(calendars.events(calendar.of_person(View.now(connection, owner), BASE)))


def made(world: World, login: str) -> str:
    with db.writing() as connection:
        return calendar_feeds.make(by(connection, who(world, login)))


def titles(token: str) -> list[str]:
    return sorted(str(one.summary) for one in (fetched(token) or {}).values())


def count(token: str, word: str) -> int:
    return sum(word in one for one in titles(token))


# A person of a hospital with other roles, there or elsewhere: whether the visit is in their calendar.
RIGHTS = [
    ("evaluator.h02", None, {EVALUATOR}, 1), ("evaluator.h02", None, {LEADER}, 1), ("evaluator.h02", None, {MANAGER}, 1),
    ("evaluator.h02", STRANGER, {EVALUATOR}, 0), ("evaluator.h02", STRANGER, {MANAGER, LEADER}, 0),
    ("evaluator.h02", HOST, {EVALUATOR}, 0), ("evaluator.h02", HOST, {MANAGER}, 1), ("manager.h01", None, {EVALUATOR}, 0),
    ("manager.h01", None, {LEADER}, 1), ("manager.h01", STRANGER, {MANAGER}, 0), ("manager.h04", HOST, {MANAGER}, 1),
    ("leader.h02", STRANGER, {LEADER}, 0), ("leader.h02", None, {EVALUATOR}, 0), ("secretariat", None, {Role.ADMIN}, 0),
    ("admin", None, {Role.ADMIN, Role.SECRETARIAT}, 1),
]  # fmt: skip


def test_the_feed_goes_by_the_rights_of_the_moment_and_not_by_those_it_was_made_with(world: World) -> None:
    tokens = {login: made(world, login) for login in {login for login, *_ in RIGHTS}}
    with db.writing() as connection:
        # So that one stays when another is taken away.
        people.change(by(connection), replace(world.people["manager.h03"], roles=frozenset({MANAGER, Role.ADMIN})))
    for login, code, roles, sees in RIGHTS:
        kept = world.people[login]
        moved = world.hospitals[code] if code else kept.hospital_id
        with db.writing() as connection:
            people.change(by(connection), replace(kept, hospital_id=moved, roles=frozenset(roles)))
        assert count(tokens[login], VISIT) == sees, (login, code, roles)
        if not sees:
            assert not [one for one in titles(tokens[login]) if "架空中央病院" in one and code != HOST], (login, code)
        with db.writing() as connection:
            people.change(by(connection), kept)


def test_a_pass_neither_makes_a_feed_nor_ends_the_one_of_its_holder(world: World) -> None:
    token = made(world, "evaluator.h02")
    guest = replace(who(world, "evaluator.h02"), visit_scope=world.visit)
    for deed in (calendar_feeds.make, calendar_feeds.end, calendar_feeds.own):
        with db.writing() as connection, pytest.raises(Forbidden):
            deed(by(connection, guest))
    assert count(token, VISIT) == 1


def test_only_the_newest_of_several_feeds_is_there_and_each_person_has_their_own(world: World) -> None:
    first, second, other = made(world, "manager.h01"), made(world, "manager.h01"), made(world, "leader.h01")
    assert len({first, second, other}) == 3
    assert (fetched(first), count(second, VISIT), count(other, VISIT)) == (None, 1, 1)
    with db.writing() as connection:
        act = by(connection, who(world, "leader.h01"))
        calendar_feeds.end(act)
        calendar_feeds.end(act)
        assert calendar_feeds.own(act) is None
    assert (fetched(other), count(second, VISIT)) == (None, 1)
    for wrong in ("", " ", second[:-1], second.upper(), f"{second}\x00", "' OR 1=1 --", "あ" * 500):
        assert fetched(wrong) is None


@pytest.mark.parametrize(
    "name",
    [
        "架空,病院;\\n", "架空:病院=\"x\"", "病院" * 50, "👩\u200d⚕️" * 20, "<b>架空</b>&amp;", "^n^'架空", "%0D%0AEND:VEVENT",
    ],
)  # fmt: skip
def test_whatever_a_hospital_is_called_another_program_reads_the_same_name(name: str, world: World) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        hospitals.save(act, replace(hospitals.get(act, world.hospitals[HOST]), name=name, address=f"{name}町"))
        content = calendar.of_person(by(connection, who(world, "manager.h01")), BASE)
    found = calendars.visit(content)
    assert found.summary == f"{name}への訪問（医療安全 相互チェック）"
    assert found.location == f"{name} {name}町"
    assert f"受審病院：{name}\n" in (found.description or "")


@pytest.mark.parametrize("name", ["架空\n地域", "X\r\nBEGIN:VEVENT", "地域" * 40, "a;b,c\\d"])
def test_a_region_of_any_name_makes_no_line_of_its_own(name: str, world: World) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE region SET name = ?", [name])
        content = calendar.of_visit(by(connection, who(world, "manager.h01")), world.visit, BASE)
    assert len(calendars.read(content).events) == content.count(b"BEGIN:VEVENT\r\n") == 1


SPANS = [
    (VisitTime(date(2026, 12, 31), DayPart.AFTERNOON, "23:30"), "2026-12-31 23:30", "2027-01-01 01:30"),
    (VisitTime(date(2027, 1, 1), DayPart.MORNING, "00:00"), "2027-01-01 00:00", "2027-01-01 12:00"),
    (VisitTime(date(2027, 2, 28), DayPart.WHOLE, "22:00"), "2027-02-28 22:00", "2027-03-01 00:00"),
    (VisitTime(date(2027, 3, 28), DayPart.MORNING, "02:30"), "2027-03-28 02:30", "2027-03-28 12:00"),
    (VisitTime(date(2026, 11, 29), DayPart.MORNING, "11:59"), "2026-11-29 11:59", "2026-11-29 13:59"),
]


@pytest.mark.parametrize(("time", "start", "end"), SPANS)
def test_hours_are_of_tokyo_all_year_round(time: VisitTime, start: str, end: str, world: World) -> None:
    with db.writing() as connection:
        visits.fix_day(by(connection, who(world, "evaluator.h02")), world.visit, time)
        found = calendars.visit(calendar.of_visit(by(connection, who(world, "manager.h01")), world.visit, BASE))
    assert isinstance(found.dtstart, datetime)
    assert isinstance(found.dtend, datetime)
    assert [one.replace(tzinfo=None).isoformat(" ", "minutes") for one in (found.dtstart, found.dtend)] == [start, end]
    assert {one.utcoffset() for one in (found.dtstart, found.dtend)} == {timedelta(hours=9)}
    assert found.dtstart == datetime.fromisoformat(start).replace(tzinfo=TOKYO)


def test_every_event_has_a_number_of_its_own_that_stays_until_its_matter_is_another(world: World) -> None:
    tokens = {login: made(world, login) for login in ("manager.h01", "leader.h01", "manager.h02", "evaluator.h02")}
    with db.reading() as connection:
        for login in tokens:
            content = calendar.of_person(by(connection, who(world, login)), BASE)
            assert len(calendars.events(content)) == len(calendars.read(content).events)
    before = {login: fetched(token) or {} for login, token in tokens.items()}
    assert all(set(fetched(token) or {}) == set(before[login]) for login, token in tokens.items())
    # Of the same matter everybody has the same number: two calendars laid over each other show it once.
    assert set(before["manager.h01"]) & set(before["manager.h02"]) >= {next(iter(_visits(before["manager.h02"])))}
    with db.writing() as connection:
        visits.fix_day(by(connection, who(world, "evaluator.h02")), world.visit, VisitTime(date(2027, 3, 31)))
    after = fetched(tokens["manager.h01"]) or {}
    assert _visits(after) == _visits(before["manager.h01"])
    assert set(after) != set(before["manager.h01"])


def _visits(found: dict[str, Event]) -> set[str]:
    return {uid for uid in found if uid.startswith("visit-")}


@pytest.mark.parametrize(("days", "late"), [(0, True), (60, True), (61, False), (400, False)])
def test_what_was_missed_stays_for_two_months(
    days: int, late: bool, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = made(world, "manager.h01")
    first = min(_due(token))
    monkeypatch.setenv("CHECKLIST_TODAY", str(first + timedelta(days)))
    found = _due(token)
    assert (first in found) is late
    assert all(one >= first + timedelta(days - 60) for one in found)


def _due(token: str) -> list[date]:
    found = (fetched(token) or {}).values()
    return [one.dtstart for one in found if one.dtstart and str(one.summary).startswith(DUE)]


@pytest.mark.parametrize("login", ["manager.h01", "evaluator.h02", "secretariat"])
def test_a_visit_called_off_is_off_for_everybody_who_had_it(login: str, world: World) -> None:
    token = made(world, login)
    with db.writing() as connection:
        visit_steps.move(by(connection, who(world, "secretariat")), world.visit, VisitState.CANCELLED)
    (found,) = [one for one in (fetched(token) or {}).values() if VISIT in str(one.summary)]
    assert (found.status, found.transparency) == ("CANCELLED", "TRANSPARENT")
    assert count(token, DUE) == 0
