"""Everything that is due stands in one list, told to whom it concerns, with how late it is and whom to ask."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.errors import Forbidden
from checklist.readings import listing, overdue
from checklist.store import db
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from tests import cycle
from tests.world import World, by, principal

HERE, THERE = "架空中央病院", "架空市民病院"


def read(world: World, login: str, **address: str) -> list[tuple[object, ...]]:
    with db.reading() as connection:
        found = overdue.read(by(connection, principal(world.people[login])))
    wish = listing.asked(found, {"when": listing.ALL, **address})
    assert wish.wrong == ()
    return [line.cells for line in listing.kept(found, wish)]


def plan(world: World, due_on: date) -> None:
    finding = cycle.sealed(world)
    fields = PlanFields("手順書を改訂する", "架空 担当", due_on)
    with db.writing() as connection:
        improvement_plans.save(by(connection, principal(world.people["manager.h01"])), finding, 0, fields)


def test_what_is_due_is_told_to_the_side_that_has_to_do_it(world: World) -> None:
    everything = [(cells[0], cells[1]) for cells in read(world, "secretariat")]
    assert everything == [
        (f"{HERE}・{THERE}", "協議の記録"),
        (HERE, "自己評価の提出"),
        (THERE, "訪問の実施"),
    ]
    assert [cells[:2] for cells in read(world, "leader.h01")] == [(HERE, "協議の記録"), (HERE, "自己評価の提出")]
    assert [cells[:2] for cells in read(world, "manager.h02")] == [(THERE, "協議の記録"), (THERE, "訪問の実施")]
    # A member of the joining hospital and strangers have nothing to do there.
    assert read(world, "manager.h04") == []


def test_days_late_are_counted_from_the_day_after_it_was_due(world: World) -> None:
    plan(world, date(2026, 11, 12))
    (line,) = read(world, "manager.h01", kind=overdue.PLAN)
    assert (line[1], line[3], line[4]) == ("改善計画の完了", date(2026, 11, 12), 10)
    assert read(world, "manager.h01", kind=overdue.PLAN, late=overdue.LATE) == [line]


def test_what_is_due_today_is_not_late(world: World) -> None:
    plan(world, date(2026, 11, 22))
    (line,) = read(world, "leader.h01", kind=overdue.PLAN)
    assert line[4] is None
    assert read(world, "leader.h01", kind=overdue.PLAN, late=overdue.COMING) == [line]


def test_the_secretariat_reads_the_number_of_a_plan_and_no_word_of_it(world: World) -> None:
    plan(world, date(2026, 11, 12))
    (line,) = read(world, "secretariat", kind=overdue.PLAN)
    told = " ".join(map(str, line))
    assert "改善計画 番号" in told
    assert not any(word in told for word in ("手順書", "担当", "院長の出席", "1-05"))


def test_whom_to_ask_is_the_safety_manager_with_a_mail_address(world: World) -> None:
    with db.writing() as connection:
        someone = world.people["manager.h01"]
        connection.execute("UPDATE person SET mail = 'anzen@h01.example.jp' WHERE id = ?", [someone.id])
    line = next(cells for cells in read(world, "secretariat") if cells[0] == HERE)
    assert line[5:] == (someone.name, "anzen@h01.example.jp")
    with db.writing() as connection:
        connection.execute("UPDATE person SET active = 0 WHERE id = ?", [someone.id])
    line = next(cells for cells in read(world, "secretariat") if cells[0] == HERE)
    assert line[5:] == ("", "")


def test_a_visit_without_a_day_has_nothing_due(world: World) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE visit SET visit_date = NULL")
    assert read(world, "secretariat") == []


def test_nobody_else_reads_it(world: World) -> None:
    for login in ("evaluator.h02", "admin"):
        with pytest.raises(Forbidden):
            read(world, login)
