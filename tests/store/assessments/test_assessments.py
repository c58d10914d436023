"""Assessments: starting, submitting, approving, and what stands beside them."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from checklist.errors import Forbidden, NotFound, NotOpen, Refused
from checklist.model.accounts import Role
from checklist.model.assessments import AssessmentState, Operation
from checklist.model.permission import Verb
from checklist.model.visits import VisitState
from checklist.store import db, region
from checklist.store.assessments import answers, assessment_rows, assessments
from checklist.store.visits import visit_steps, visits
from tests.world import CODES, YEAR, World, by, principal


def fill(world: World, login: str, assessment: int, value: str = "A", comment: str = "") -> None:
    with db.writing() as connection:
        operations = [Operation(str(uuid.uuid4()), code, 0, value, comment) for code in CODES]
        answers.record(by(connection, principal(world.people[login])), assessment, operations)


def test_a_complete_assessment_is_submitted_without_a_reason(world: World) -> None:
    fill(world, "manager.h01", world.self_assessment)
    with db.writing() as connection:
        assert not assessments.gaps(by(connection, principal(world.people["manager.h01"])), world.self_assessment)
        assessments.submit(by(connection, principal(world.people["manager.h01"])), world.self_assessment)
        found = assessment_rows.get(connection, world.self_assessment)
    assert found.state is AssessmentState.SUBMITTED
    assert found.submitted_at is not None


def test_what_is_uncommented_is_listed_and_needs_a_reason(world: World) -> None:
    fill(world, "manager.h01", world.self_assessment, "B")
    with db.writing() as connection:
        assert (
            assessments.gaps(by(connection, principal(world.people["manager.h01"])), world.self_assessment).uncommented
            == CODES
        )
        with pytest.raises(Refused, match="理由"):
            assessments.submit(by(connection, principal(world.people["manager.h01"])), world.self_assessment, "　")


def test_only_the_director_of_the_own_hospital_approves_and_only_what_is_submitted(world: World) -> None:
    leader = principal(world.people["leader.h01"])
    with db.writing() as connection:
        with pytest.raises(Refused):
            assessments.approve(by(connection, leader), world.self_assessment)
        assessments.submit(by(connection, principal(world.people["manager.h01"])), world.self_assessment, "確認中")
        for login in ("manager.h01", "leader.h02", "secretariat", "admin"):
            with pytest.raises(Forbidden):
                assessments.approve(by(connection, principal(world.people[login])), world.self_assessment)
        assessments.approve(by(connection, leader), world.self_assessment)
        assert assessment_rows.get(connection, world.self_assessment).approved_at is not None
        assessments.withdraw(by(connection, principal(world.people["manager.h01"])), world.self_assessment, "修正")
        assert assessment_rows.get(connection, world.self_assessment).approved_at is None


def test_a_second_edition_starts_only_once_the_first_is_submitted_and_the_visit_takes_it(world: World) -> None:
    manager = principal(world.people["manager.h01"])
    with db.writing() as connection:
        with pytest.raises(Refused):
            assessments.start_self(by(connection, manager), YEAR, "mini-2")
        assessments.submit(by(connection, manager), world.self_assessment, "途中まで")
        second = assessments.start_self(by(connection, manager), YEAR, "mini-2")
        assert assessment_rows.get(connection, second).edition == 2
        visitor = assessment_rows.get(connection, world.visitor_assessment)
        assert assessments.self_of(by(connection), visitor) == second
        earlier = assessments.earlier_ratings(by(connection, manager), assessment_rows.get(connection, second))
        assert earlier is not None
        previous = earlier[0]
        assert previous is not None
        assert previous.id == world.self_assessment


@pytest.mark.parametrize("login", ["evaluator.h01", "leader.h01", "secretariat", "admin", "center"])
def test_only_a_safety_manager_starts_a_self_assessment(world: World, login: str) -> None:
    with db.writing() as connection, pytest.raises(Forbidden):
        assessments.start_self(by(connection, principal(world.people[login])), YEAR, "mini-2")


def test_a_cancelled_visit_takes_no_answers(world: World) -> None:
    with db.writing() as connection:
        visit_steps.move(by(connection, principal(world.people["secretariat"])), world.visit, VisitState.CANCELLED)
    with pytest.raises(NotOpen):
        fill(world, "evaluator.h02", world.visitor_assessment)


@pytest.mark.parametrize("state", [VisitState.CANCELLED, VisitState.REPORTED, VisitState.CLOSED])
def test_visitor_ratings_stay_submitted_once_the_visit_is_over(world: World, state: VisitState) -> None:
    member = principal(world.people["evaluator.h02"])
    with db.writing() as connection:
        assessments.submit(by(connection, member), world.visitor_assessment, "途中まで")
        connection.execute("UPDATE visit SET state = ?", [state.value])
    with db.writing() as connection, pytest.raises(Refused, match="取り下げられません"):
        assessments.withdraw(by(connection, member), world.visitor_assessment, "入力の誤り")
    with db.reading() as connection:
        assert assessment_rows.get(connection, world.visitor_assessment).state is AssessmentState.SUBMITTED


def test_in_blind_mode_members_do_not_see_the_self_assessment_before_they_have_submitted(world: World) -> None:
    member = principal(world.people["evaluator.h02"])
    with db.writing() as connection:
        assessments.submit(by(connection, principal(world.people["manager.h01"])), world.self_assessment, "確認中")
        assert Verb.READ in assessments.verbs(by(connection, member), world.self_assessment)
        region.save(by(connection), replace(region.load(connection), blind_mode=True))
        assert Verb.READ not in assessments.verbs(by(connection, member), world.self_assessment)
        assert Verb.READ in assessments.verbs(
            by(connection, principal(world.people["manager.h02"])), world.self_assessment
        )
        assessments.submit(by(connection, member), world.visitor_assessment, "途中まで")
        assert Verb.READ in assessments.verbs(by(connection, member), world.self_assessment)


def test_an_unknown_assessment_is_not_found(world: World) -> None:
    with db.reading() as connection:
        for read in (assessments.get, assessments.facts):
            with pytest.raises(NotFound):
                read(by(connection), 999)


def test_a_self_assessment_stays_as_it_is_once_the_visitors_are_there(world: World) -> None:
    manager, member = principal(world.people["manager.h01"]), principal(world.people["evaluator.h02"])
    with db.writing() as connection:
        assessments.submit(by(connection, manager), world.self_assessment, "途中まで")
        visit_steps.move(by(connection, principal(world.people["secretariat"])), world.visit, VisitState.ON_SITE)
    with db.writing() as connection, pytest.raises(Refused, match="始まっている"):
        assessments.withdraw(by(connection, manager), world.self_assessment, "修正したい")
    with db.reading() as connection:
        assert assessment_rows.get(connection, world.self_assessment).state is AssessmentState.SUBMITTED
        assert Verb.READ in assessments.verbs(by(connection, member), world.self_assessment)


def test_ratings_of_a_cancelled_visit_are_nobodys_last_year(world: World) -> None:
    secretariat, member = principal(world.people["secretariat"]), principal(world.people["evaluator.h02"])
    with db.writing() as connection:
        earlier = visits.add(
            by(connection, secretariat),
            replace(visits.get(by(connection), world.visit), id=0, fiscal_year=YEAR - 1, visit_date=None),
            ["mini-2"],
        )
        last_year = assessment_rows.of_visit(connection, earlier)[0].id
        assessments.submit(by(connection, member), last_year, "試行")
        now = assessment_rows.get(connection, world.visitor_assessment)
        found = assessments.earlier_ratings(by(connection, member), now)
        assert found is not None
        assert found[0].id == last_year
        visit_steps.move(by(connection, secretariat), earlier, VisitState.CANCELLED)
        assert assessments.earlier_ratings(by(connection, member), now) is None


def test_blind_mode_holds_for_a_member_who_is_also_the_safety_manager(world: World) -> None:
    both = replace(principal(world.people["evaluator.h02"]), roles=frozenset({Role.EVALUATOR, Role.SAFETY_MANAGER}))
    with db.writing() as connection:
        assessments.submit(by(connection, principal(world.people["manager.h01"])), world.self_assessment, "確認中")
        region.save(by(connection), replace(region.load(connection), blind_mode=True))
        assert Verb.READ not in assessments.verbs(by(connection, both), world.self_assessment)
        assessments.submit(by(connection, both), world.visitor_assessment, "途中まで")
        assert Verb.READ in assessments.verbs(by(connection, both), world.self_assessment)


def test_the_assessments_of_a_visit_are_found_without_looking_at_all_others(world: World) -> None:
    """A verb of a visit asks for them several times; a region of 300 hospitals has some 4,000 of them after five years."""
    asked: list[str] = []
    with db.reading() as connection:
        connection.conn.set_trace_callback(asked.append)
        found = {one.id for one in assessment_rows.of_visit(connection, world.visit)}
        connection.conn.set_trace_callback(None)
        plan = [str(row["detail"]) for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    assert found == {world.self_assessment, world.visitor_assessment}
    assert not [step for step in plan if step.startswith("SCAN") and "VIRTUAL" not in step]
