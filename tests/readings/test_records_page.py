"""The page of the records as its address asks for it."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.errors import Forbidden
from checklist.model.records import Appointment, BusinessPlan, Conference, Record, SafetyRound
from checklist.readings import records_page
from checklist.readings.records_page import RecordsPage
from checklist.store import db
from checklist.store.records import records
from tests.world import HOST, World, by, principal

NOW, BEFORE = date(2026, 11, 11), date(2025, 11, 11)


def read(
    world: World, kind: type[Record], year: str | None = None, record: int | None = None, login: str = "manager.h01"
) -> RecordsPage:
    with db.reading() as connection:
        view = by(connection, principal(world.people[login]))
        return records_page.read(view, world.hospitals[HOST], kind, year, record)


@pytest.fixture
def kept(world: World) -> World:
    """The world with a conference and a round in each of two years, and an improvement plan."""
    found: list[Record] = [
        Conference(held_on=day, participants=8, committee_members=3, topic="検討") for day in (BEFORE, NOW)
    ]
    found += [SafetyRound(held_on=day, department=place) for day, place in ((BEFORE, "手術室"), (NOW, "薬剤部"))]
    found += [BusinessPlan(held_on=NOW, department="病棟", assessment="評価", plan="計画")]
    with db.writing() as connection:
        for one in found:
            records.save(by(connection, principal(world.people["manager.h01"])), world.hospitals[HOST], one)
    return world


@pytest.mark.parametrize(
    ("asked", "year", "days"),
    [(None, 2026, [NOW]), ("2025", 2025, [BEFORE]), ("2021", 2021, []), ("9999", 2026, [NOW]), ("今年", 2026, [NOW])],
)
def test_the_year_comes_from_the_address(asked: str | None, year: int, days: list[date], kept: World) -> None:
    page = read(kept, Conference, asked)
    assert (page.year, page.first, page.last) == (year, date(year, 4, 1), date(year + 1, 3, 31))
    assert [one.day for one in page.found] == days
    assert page.newest is not None
    assert page.newest.day == NOW
    assert page.years == (2027, 2026, 2025, 2024, 2023, 2022, 2021)


def test_what_lasts_has_no_year(kept: World) -> None:
    page = read(kept, Appointment, "2025")
    assert (page.years, page.year, page.first, page.last) == ((), None, None, None)


def test_departments_are_those_ever_named(kept: World) -> None:
    assert read(kept, SafetyRound).departments == {"手術室", "薬剤部", "病棟"}
    assert read(kept, Conference).departments == frozenset()


def test_a_record_to_correct_is_for_those_who_write(kept: World) -> None:
    assert read(kept, Conference, record=2).chosen is not None
    assert read(kept, Conference, record=99).refusal
    found = read(kept, Conference, record=2, login="leader.h01")
    assert (found.chosen, found.refusal, found.writes) == (None, "", False)


@pytest.mark.parametrize("login", ["manager.h02", "evaluator.h01", "secretariat"])
def test_nobody_else_reads_it(login: str, kept: World) -> None:
    with pytest.raises(Forbidden):
        read(kept, Conference, login=login)
