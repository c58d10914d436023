"""The steps of a visit by hand: what they may claim, who takes them, and how they are taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.errors import Forbidden, Refused, Unconfirmed
from checklist.model.visits import VisitMode, VisitState
from checklist.store import db
from checklist.store.act import Act
from checklist.store.assessments import assessments
from checklist.store.closing import closings
from checklist.store.visits import agreements, visit_rows, visit_steps, visits
from tests import cycle
from tests.cycle import who
from tests.world import World, by, principal

DAY = date(2026, 11, 25)


def state(world: World) -> VisitState:
    with db.reading() as connection:
        return visits.get(by(connection), world.visit).state


def move(world: World, login: str, to: VisitState) -> None:
    with db.writing() as connection:
        visit_steps.move(by(connection, who(world, login)), world.visit, to)


def back(world: World, login: str, reason: str = "押し間違い") -> None:
    with db.writing() as connection:
        visit_steps.take_back(by(connection, who(world, login)), world.visit, reason)


@pytest.mark.parametrize("login", ["evaluator.h02", "second.h02", "secretariat"])
def test_two_taps_finish_no_visit(world: World, login: str) -> None:
    cycle.submitted(world)
    with pytest.raises(Refused, match="紙の評価報告書の写しと手交日"):
        move(world, login, VisitState.REPORTED)
    with pytest.raises(Forbidden):
        move(world, login, VisitState.ACKNOWLEDGED)
    with pytest.raises(Refused):
        move(world, login, VisitState.CLOSED)
    assert state(world) is VisitState.ON_SITE


def test_an_agreement_is_what_its_record_says(world: World) -> None:
    with pytest.raises(Refused, match="協議の記録を登録"):
        move(world, "manager.h01", VisitState.AGREED)
    with db.writing() as connection:
        act = by(connection, who(world, "manager.h01"))
        agreements.record(act, world.visit, date(2026, 11, 1), "双方", VisitMode.IN_PERSON)
    assert state(world) is VisitState.AGREED
    with pytest.raises(Refused, match="協議の記録があるため"):
        back(world, "manager.h01")


def test_a_report_on_paper_is_received_by_the_host_with_its_password_and_by_nobody_else(world: World) -> None:
    with db.writing() as connection:
        cycle.reported_on_paper(connection, who(world, "manager.h02"), world.visit)
    for login in ("evaluator.h02", "manager.h02", "secretariat", "leader.h02"):
        with pytest.raises(Forbidden):
            move(world, login, VisitState.ACKNOWLEDGED)
    leader = who(world, "leader.h01")
    with db.writing() as connection, pytest.raises(Unconfirmed):
        visit_steps.move(Act.now(connection, leader), world.visit, VisitState.ACKNOWLEDGED)
    move(world, "leader.h01", VisitState.ACKNOWLEDGED)
    with pytest.raises(Forbidden):
        back(world, "evaluator.h02")
    back(world, "manager.h01")
    assert state(world) is VisitState.REPORTED


def test_every_step_is_taken_back_by_those_who_take_it_with_a_reason_that_stays(world: World) -> None:
    member = "evaluator.h02"
    move(world, member, VisitState.ON_SITE)
    with pytest.raises(Refused, match="理由"):
        back(world, member, " ")
    with pytest.raises(Forbidden):
        back(world, "manager.h01")
    back(world, member, "訪問日を取り違えた")
    assert state(world) is VisitState.PLANNED
    with pytest.raises(Forbidden):
        back(world, member)
    move(world, "secretariat", VisitState.CANCELLED)
    back(world, "secretariat", "別の訪問を中止するはずだった")
    assert state(world) is VisitState.PLANNED
    with db.reading() as connection:
        told = connection.execute(
            "SELECT kind, visit_id, detail FROM audit WHERE kind = 'taken_back' ORDER BY id"
        ).fetchall()
    assert [tuple(row) for row in told] == [
        ("taken_back", world.visit, "on_site"),
        ("taken_back", world.visit, "cancelled"),
    ]


def test_what_stands_on_a_step_keeps_it(world: World) -> None:
    cycle.meeting(world)
    with pytest.raises(Refused, match="講評会を始めている"):
        back(world, "evaluator.h02")
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    with pytest.raises(Refused, match="報告書の欄"):
        back(world, "evaluator.h02")


@pytest.mark.parametrize("before", [VisitState.PLANNED, VisitState.AGREED, VisitState.READY])
def test_the_first_rating_on_the_day_begins_the_visit_and_one_before_it_does_not(
    world: World, monkeypatch: pytest.MonkeyPatch, before: VisitState
) -> None:
    member = who(world, "evaluator.h02")
    with db.writing() as connection:
        visit_rows.enter(by(connection, who(world, "secretariat")), world.visit, before)
        cycle.fill(connection, member, world.visitor_assessment, {"1-01": "A"})
    assert state(world) is before
    monkeypatch.setenv("CHECKLIST_TODAY", DAY.isoformat())
    with db.writing() as connection:
        cycle.fill(connection, member, world.visitor_assessment, {"1-02": "A"})
    assert state(world) is VisitState.ON_SITE


def test_once_both_sides_have_submitted_the_meeting_begins_the_visit_from_its_day_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager, member = who(world, "manager.h01"), who(world, "evaluator.h02")
    with db.writing() as connection:
        assessments.submit(by(connection, manager), world.self_assessment, "試行")
        assessments.submit(by(connection, member), world.visitor_assessment, "試行")
        with pytest.raises(Refused, match="訪問日より前"):
            closings.open_meeting(by(connection, member), world.visit)
    monkeypatch.setenv("CHECKLIST_TODAY", (DAY + timedelta(days=1)).isoformat())
    with db.writing() as connection:
        closings.open_meeting(by(connection, member), world.visit)
    assert state(world) is VisitState.ON_SITE


def test_a_pass_moves_no_visit(world: World) -> None:
    with db.reading() as connection:
        member = replace(principal(world.people["evaluator.h02"]), visit_scope=world.visit)
        visit = visits.get(by(connection), world.visit)
    assert not any(visit_steps.may_move(member, visit, one) for one in VisitState)
