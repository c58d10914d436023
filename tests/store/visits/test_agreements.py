"""協議の記録 of a visit."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from checklist.errors import Forbidden, Refused
from checklist.model.visits import VisitMode, VisitState
from checklist.store import db
from checklist.store.visits import agreements, visit_steps, visits
from checklist.store.visits.agreements import VisitAgreement
from tests.cycle import who
from tests.world import World, by

DAY = date(2026, 9, 1)


def record(world: World, login: str = "manager.h01", on: date = DAY, people: str = "両院の医療安全管理者") -> None:
    with db.writing() as connection:
        agreements.record(by(connection, who(world, login)), world.visit, on, people, VisitMode.ONLINE, " 電話で確認 ")


def recorded(world: World, login: str = "leader.h02") -> list[VisitAgreement]:
    with db.reading() as connection:
        return agreements.of_visit(by(connection, who(world, login)), world.visit)


def test_a_record_names_who_agreed_when_on_which_sheets_and_how(world: World) -> None:
    record(world)
    found = recorded(world)[0]
    assert (found.agreed_on, found.participants, found.method) == (DAY, "両院の医療安全管理者", VisitMode.ONLINE)
    assert (found.versions, found.note, found.recorded_by) == ("小さな点検表 第2版", "電話で確認", "manager.h01 さん")


def test_it_leads_a_planned_visit_to_agreed_and_later_records_are_added_beside(world: World) -> None:
    record(world)
    record(world, "evaluator.h02", people="評価者を含めて再協議")
    assert [one.participants for one in recorded(world)] == ["評価者を含めて再協議", "両院の医療安全管理者"]
    with db.reading() as connection:
        assert visits.get(by(connection), world.visit).state is VisitState.AGREED
        steps = connection.execute("SELECT count(*) FROM visit_event WHERE state = 'agreed'").fetchone()[0]
    assert steps == 1


@pytest.mark.parametrize(("on", "people"), [(DAY, " 　"), (date(2026, 11, 26), "両院の医療安全管理者")])
def test_without_people_or_after_the_visit_nothing_is_recorded(world: World, on: date, people: str) -> None:
    with pytest.raises(Refused):
        record(world, on=on, people=people)
    assert recorded(world) == []


def test_a_cancelled_visit_takes_no_record(world: World) -> None:
    with db.writing() as connection:
        visit_steps.move(by(connection, who(world, "secretariat")), world.visit, VisitState.CANCELLED)
    with pytest.raises(Refused, match="中止"):
        record(world)


@pytest.mark.parametrize(
    ("login", "may"),
    [
        ("manager.h01", True), ("manager.h02", True), ("evaluator.h02", True), ("secretariat", True),
        ("leader.h01", False), ("leader.h02", False), ("evaluator.h01", False), ("manager.h04", False),
        ("center", False), ("admin", False),
    ],
)  # fmt: skip
def test_both_sides_and_the_secretariat_record(world: World, login: str, may: bool) -> None:
    if may:
        record(world, login)
    else:
        with pytest.raises(Forbidden):
            record(world, login)


def test_a_record_stays_as_it_is(world: World, world_db: Path) -> None:
    record(world)
    with closing(sqlite3.connect(world_db)) as raw:
        for statement in (
            "DELETE FROM visit_agreement",
            "UPDATE visit_agreement SET note = ''",
            "INSERT OR REPLACE INTO visit_agreement SELECT * FROM visit_agreement",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(statement)
            raw.rollback()
