"""Visits in the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.assessments import Track
from checklist.model.visits import DayPart, Visit, VisitMode, VisitState, VisitTime
from checklist.rules.visits import visit_times
from checklist.store import db, doctor
from checklist.store.act import Act
from checklist.store.assessments import assessment_rows
from checklist.store.clock import to_text
from checklist.store.visits import agreements, visit_days, visits
from tests.world import HOST, LEADING, SMALL, STRANGER, YEAR, World, by, principal


def plan(world: World, **changes: object) -> Visit:
    base = Visit(
        0, YEAR, world.hospitals[SMALL], (world.hospitals[HOST], world.hospitals[LEADING]),
        (world.people["evaluator.h01"].id,), date(YEAR, 12, 1), VisitMode.IN_PERSON, VisitState.PLANNED, False, "",
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def add(world: World, visit: Visit, login: str = "secretariat", codes: tuple[str, ...] = ("mini-2",)) -> int:
    with db.writing() as connection:
        return visits.add(by(connection, principal(world.people[login])), visit, codes)


def test_a_visit_comes_back_with_its_leading_hospital_first_and_an_empty_visitor_assessment(world: World) -> None:
    visit_id = add(world, plan(world, evaluator_ids=(world.hospitals[LEADING], world.hospitals[HOST])))
    with db.reading() as connection:
        found = visits.get(by(connection), visit_id)
        tracks = [a.track for a in assessment_rows.of_visit(connection, visit_id)]
    assert found.evaluator_ids == (world.hospitals[LEADING], world.hospitals[HOST])
    assert found.state is VisitState.PLANNED
    assert tracks == [Track.VISITOR]


def test_a_visit_has_the_history_of_its_acts_each_at_its_own_moment(world: World, world_db: Path) -> None:
    spring = datetime(YEAR, 4, 21, 1, 15, tzinfo=UTC)
    with db.writing() as connection:
        secretariat, member = (principal(world.people[login]) for login in ("secretariat", "evaluator.h01"))
        visit_id = visits.add(Act.of(connection, secretariat, spring), plan(world), ["mini-2", "mini-1"])
        later = Act.of(connection, member, spring + timedelta(days=30))
        agreements.record(later, visit_id, later.today, "双方の医療安全管理者", VisitMode.IN_PERSON)
    with db.reading() as connection:
        rows = connection.execute(
            "SELECT state, at, person_id FROM visit_event WHERE visit_id = ? ORDER BY id", [visit_id]
        )
        assert [tuple(row) for row in rows] == [
            ("planned", to_text(spring), secretariat.person_id),
            ("agreed", later.stamp, member.person_id),
        ]
        assert visits.get(by(connection), visit_id).state is VisitState.AGREED
        frozen = connection.execute("SELECT frozen_at FROM sheet_version WHERE code = 'mini-1'").fetchone()[0]
        assert frozen == to_text(spring)
    assert doctor.examine(world_db).faults == ()


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"evaluator_ids": ()}, ("mini-2",)),
        ({"visit_date": date(2027, 4, 1)}, ("mini-2",)),
        ({"begins": "25:00"}, ("mini-2",)),
        ({"begins": "13:30", "part": DayPart.MORNING}, ("mini-2",)),
        ({"begins": "13:30", "visit_date": None}, ("mini-2",)),
        ({}, ()),
    ],
)
def test_a_faulty_visit_is_refused(world: World, changes: dict[str, object], codes: tuple[str, ...]) -> None:
    with pytest.raises(Refused):
        add(world, plan(world, **changes), codes=codes)


def test_a_hospital_does_not_visit_itself_and_members_belong_to_an_evaluator_hospital(world: World) -> None:
    with pytest.raises(Refused, match="受審病院自身"):
        add(world, plan(world, evaluator_ids=(world.hospitals[SMALL],), member_ids=()))
    with pytest.raises(Refused, match="訪問評価者"):
        add(world, plan(world, member_ids=(world.people["evaluator.h03"].id,)))
    with db.reading() as connection:
        assert len(visits.all_visits(by(connection))) == 1


def test_hours_stand_with_the_day_of_which_they_were_said_and_every_change_is_one_more_for_calendars(
    world: World,
) -> None:
    secretariat = principal(world.people["secretariat"])
    hours = {"part": DayPart.AFTERNOON, "begins": "13:30"}
    visit_id = add(world, plan(world, **hours))
    told = []
    for change in (
        {},
        {"note": "玄関に集合"},
        {"begins": "14:00"},
        {"visit_date": date(YEAR, 12, 2)},
        {"begins": ""},
        {"visit_date": None},
    ):
        with db.writing() as connection:
            act = by(connection, secretariat)
            visits.change(act, replace(visits.get(act, visit_id), **change))
            found = visits.get(act, visit_id)
            told.append((visit_times.of_visit(found), visit_days.of_visits(act, [found])[visit_id].sequence))
    first = "2026年12月1日（火）午後"
    assert told == [
        (f"{first} 13:30から", 1), (f"{first} 13:30から", 1), (f"{first} 14:00から", 2),
        ("2026年12月2日（水）午後 14:00から", 3), ("2026年12月2日（水）午後", 4), ("", 5),
    ]  # fmt: skip
    # Without a day there are no hours, and those of another day are not those of the next one.
    with db.writing() as connection:
        act = by(connection, secretariat)
        visits.change(act, replace(visits.get(act, visit_id), visit_date=date(YEAR, 12, 9)))
        assert visits.get(act, visit_id).time == VisitTime(date(YEAR, 12, 9))


@pytest.mark.parametrize("login", ["manager.h01", "evaluator.h02", "leader.h01", "admin", "center"])
def test_only_the_secretariat_plans(world: World, login: str) -> None:
    with pytest.raises(Forbidden):
        add(world, plan(world), login)
    with db.writing() as connection, pytest.raises(Forbidden):
        visits.change(by(connection, principal(world.people[login])), visits.get(by(connection), world.visit))


def test_dates_and_members_change_while_the_visit_is_ahead(world: World) -> None:
    with db.writing() as connection:
        old = visits.get(by(connection), world.visit)
        members = (world.people["second.h02"].id,)
        visits.change(
            by(connection, principal(world.people["secretariat"])),
            replace(old, visit_date=date(2027, 1, 20), member_ids=members, note="午後"),
        )
        found = visits.get(by(connection), world.visit)
    assert (found.visit_date, found.member_ids, found.note) == (date(2027, 1, 20), members, "午後")


@pytest.mark.parametrize(
    ("login", "sees"),
    [
        ("secretariat", True),
        ("manager.h01", True),
        ("leader.h01", True),
        ("evaluator.h01", False),
        ("manager.h02", True),
        ("evaluator.h02", True),
        ("evaluator.h04", False),
        ("manager.h04", False),
        ("center", False),
        ("admin", False),
    ],
)
def test_who_knows_of_a_visit(world: World, login: str, sees: bool) -> None:
    who = principal(world.people[login])
    with db.reading() as connection:
        assert [visit.id for visit in visits.visible_to(by(connection, who))] == ([world.visit] if sees else [])
        if not sees:
            with pytest.raises(Forbidden):
                visits.get(by(connection, who), world.visit)
        with pytest.raises(NotFound):
            visits.get(by(connection, who), 999)


def test_partners_are_both_directions_of_visits_that_were_made(world: World) -> None:
    with db.writing() as connection:
        host, leading = world.hospitals[HOST], world.hospitals[LEADING]
        assert visits.partner_years(by(connection), host) == {}
        connection.execute("UPDATE visit SET state = 'on_site' WHERE id = ?", [world.visit])
        assert visits.partner_years(by(connection), host) == {(leading, YEAR): False}
        assert visits.partner_years(by(connection), leading) == {(host, YEAR): True}
        assert visits.partner_years(by(connection), world.hospitals[STRANGER]) == {}
        connection.execute("UPDATE visit SET state = 'cancelled' WHERE id = ?", [world.visit])
        assert visits.partner_years(by(connection), host) == {}
