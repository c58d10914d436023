"""What stands in calendars: the visits and deadlines of whoever reads, told anew under the same number when they change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from ical.event import Event

from checklist.errors import Forbidden, NotFound
from checklist.model.visits import DayPart, Visit, VisitMode, VisitState, VisitTime
from checklist.readings import calendar
from checklist.store import db
from checklist.store.visits import visit_steps, visits
from checklist.words import TOKYO
from tests import calendars
from tests.cycle import who
from tests.world import World, by

BASE = "https://anzen.example.jp"
DAY, MOVED = date(2026, 12, 3), date(2027, 2, 1)


def file(world: World, login: str = "manager.h01") -> bytes:
    with db.reading() as connection:
        return calendar.of_visit(by(connection, who(world, login)), world.visit, BASE)


def feed(world: World, login: str) -> bytes:
    with db.reading() as connection:
        return calendar.of_person(by(connection, who(world, login)), BASE)


def known(world: World) -> Visit:
    with db.reading() as connection:
        return visits.get(by(connection, who(world, "secretariat")), world.visit)


def change(world: World, **changes: object) -> None:
    found = replace(known(world), **changes)  # type: ignore[arg-type]
    with db.writing() as connection:
        visits.change(by(connection, who(world, "secretariat")), found)


def fix(world: World, time: VisitTime) -> None:
    with db.writing() as connection:
        visits.fix_day(by(connection, who(world, "evaluator.h02")), world.visit, time)


def told(event: Event) -> tuple[object, ...]:
    return event.dtstart, event.dtend, event.status


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=TOKYO)


TIMES = [
    (VisitTime(DAY), (DAY, date(2026, 12, 4))),
    (VisitTime(DAY, DayPart.WHOLE, "09:30"), (at(9, 30), at(17))),
    (VisitTime(DAY, DayPart.WHOLE, "16:30"), (at(16, 30), at(18, 30))),
    (VisitTime(DAY, DayPart.MORNING), (at(9), at(12))),
    (VisitTime(DAY, DayPart.MORNING, "10:00"), (at(10), at(12))),
    (VisitTime(DAY, DayPart.AFTERNOON), (at(13), at(17))),
    (VisitTime(DAY, DayPart.AFTERNOON, "13:30"), (at(13, 30), at(17))),
    (VisitTime(DAY, DayPart.AFTERNOON, "23:00"), (at(23), at(1, 0, date(2026, 12, 4)))),
]


@pytest.mark.parametrize(("time", "span"), TIMES)
def test_a_time_takes_as_long_as_its_part_of_the_day(world: World, time: VisitTime, span: tuple[date, date]) -> None:
    fix(world, time)
    assert told(calendars.visit(file(world))) == (*span, "CONFIRMED")


def test_each_change_is_the_same_event_with_a_higher_number(world: World) -> None:
    first = calendars.visit(file(world))
    assert (first.dtstart, first.sequence) == (date(2026, 11, 25), 1)
    assert first.summary == "架空中央病院への訪問（医療安全 相互チェック）"
    assert (first.location, first.url) == ("架空中央病院 架空県架空市", f"{BASE}/visits?visit={world.visit}")
    seen = [first]
    steps: list[Callable[[], None]] = [
        lambda: fix(world, VisitTime(DAY, DayPart.AFTERNOON, "13:30")),
        lambda: change(world, visit_date=MOVED),
        lambda: change(world, mode=VisitMode.ONLINE),
        lambda: change(world, visit_date=None),
        lambda: fix(world, VisitTime(date(2027, 2, 8))),
        lambda: _move(world, VisitState.CANCELLED),
        lambda: _revive(world),
    ]
    for step in steps:
        step()
        seen.append(calendars.visit(file(world)))
    assert {one.uid for one in seen} == {first.uid}
    numbers = [one.sequence or 0 for one in seen]
    assert numbers == sorted(set(numbers))
    assert [one.last_modified for one in seen] == sorted(one.last_modified for one in seen if one.last_modified)
    assert [(one.dtstart, one.status) for one in seen[1:]] == [
        (at(13, 30), "CONFIRMED"), (at(13, 30, MOVED), "CONFIRMED"), (at(13, 30, MOVED), "CONFIRMED"),
        (at(13, 30, MOVED), "CANCELLED"), (date(2027, 2, 8), "CONFIRMED"), (date(2027, 2, 8), "CANCELLED"),
        (date(2027, 2, 8), "CONFIRMED"),
    ]  # fmt: skip
    assert [(one.location or "") for one in seen[2:4]] == ["架空中央病院 架空県架空市", ""]
    assert [(one.summary or "").startswith("【中止】") for one in seen] == [
        False,
        False,
        False,
        False,
        True,
        False,
        True,
        False,
    ]


def _move(world: World, state: VisitState) -> None:
    with db.writing() as connection:
        visit_steps.move(by(connection, who(world, "secretariat")), world.visit, state)


def _revive(world: World) -> None:
    with db.writing() as connection:
        visit_steps.take_back(by(connection, who(world, "secretariat")), world.visit, "誤り")


def test_what_does_not_concern_the_day_is_not_told_anew_and_hours_stay_with_their_day(world: World) -> None:
    fix(world, VisitTime(DAY, DayPart.MORNING, "10:00"))
    before = calendars.visit(file(world))
    change(world, note="名札を持参する", member_ids=())
    assert calendars.visit(file(world)) == before
    assert "名札" not in file(world).decode()
    change(world, mode=VisitMode.ONLINE)
    after = calendars.visit(file(world))
    assert (after.dtstart, (after.sequence or 0) - (before.sequence or 0)) == (at(10), 1)


def test_a_visit_of_before_this_history_is_told_as_moved_all_the_same(world: World) -> None:
    with db.writing() as connection:
        connection.execute("DROP TRIGGER visit_day_delete_kept")
        connection.execute("DELETE FROM visit_day")
    first = calendars.visit(file(world))
    assert (first.sequence, first.dtstart) == (0, date(2026, 11, 25))
    change(world, visit_date=None)
    off = calendars.visit(file(world))
    assert (off.uid, off.dtstart, off.status) == (first.uid, date(2026, 11, 25), "CANCELLED")
    assert (off.sequence or 0) > 0
    with db.writing() as connection:
        connection.execute("DELETE FROM visit_day")
    with pytest.raises(NotFound, match="まだ決まっていません"):
        file(world)
    with db.writing() as connection:
        connection.execute("UPDATE visit SET visit_date = '2026-12-01'")
    _move(world, VisitState.CANCELLED)
    assert calendars.visit(file(world)).sequence == 1


@pytest.mark.parametrize(
    ("login", "sees", "due"),
    [
        ("manager.h01", True, True), ("leader.h01", True, True), ("evaluator.h02", True, True),
        ("manager.h02", True, True), ("secretariat", True, False), ("evaluator.h01", False, False),
        ("manager.h04", False, False), ("center", False, False), ("admin", False, False),
    ],
)  # fmt: skip
def test_everybody_has_what_concerns_them_and_nobody_else_s(world: World, login: str, sees: bool, due: bool) -> None:
    content = feed(world, login)
    found = calendars.events(content)
    assert [one.url for one in found.values() if "への訪問（医療安全" in (one.summary or "")] == (
        [f"{BASE}/visits?visit={world.visit}"] if sees else []
    )
    late = [one for one in found.values() if (one.summary or "").startswith("期限：")]
    assert bool(late) is due
    assert {one.transparency for one in late} <= {"TRANSPARENT"}
    # Neither who comes, nor anything that somebody has typed.
    assert [name for name in world.people if name in content.decode()] == []
    if not sees:
        with pytest.raises(Forbidden):
            file(world, login)


def test_a_member_taken_off_the_visit_has_it_in_their_calendar_no_more(world: World) -> None:
    kept = world.people["second.h02"].id
    change(world, member_ids=(kept,))
    assert calendars.events(feed(world, "evaluator.h02")) == {}
    assert len(calendars.events(feed(world, "second.h02"), "への訪問（医療安全")) == 1


def test_a_visit_long_past_is_left_out_and_one_that_was_called_off_stays_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _move(world, VisitState.CANCELLED)
    assert calendars.visit(feed(world, "manager.h01")).status == "CANCELLED"
    monkeypatch.setenv("CHECKLIST_TODAY", "2027-12-30")
    assert len(calendars.events(feed(world, "manager.h01"), "への訪問（医療安全")) == 1
    monkeypatch.setenv("CHECKLIST_TODAY", "2027-12-31")
    assert calendars.events(feed(world, "manager.h01"), "への訪問（医療安全") == {}
