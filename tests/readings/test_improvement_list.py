"""Improvement plans as their page reads them: whose they are, and for the secretariat nothing of what they say."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.errors import Forbidden
from checklist.readings import improvement_list
from checklist.store import db
from checklist.store.act import viewing
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from tests import cycle
from tests.cycle import who
from tests.world import World, by

TEXT, ACTION = "院長の出席が記録されていない", "議事録の様式を改める"


@pytest.fixture
def planned(world: World) -> World:
    """A sealed finding with a plan and two notes."""
    finding = cycle.sealed(world)
    with db.writing() as connection:
        act = by(connection, who(world, "manager.h01"))
        improvement_plans.save(act, finding, 0, PlanFields(ACTION, "医療安全管理者", date(2026, 12, 1)))
        for text in ("様式の案を作成", "委員会で承認"):
            improvement_plans.add_note(act, finding, text)
    return world


@pytest.mark.parametrize(
    ("login", "hosts"),
    [("manager.h01", {"H01"}), ("leader.h01", {"H01"}), ("manager.h02", {"H01", "H02"}), ("evaluator.h02", {"H01"}),
     ("leader.h02", {"H02"}), ("manager.h04", {"H04"}), ("secretariat", set())],
)  # fmt: skip
def test_the_hospitals_whose_plans_somebody_reads(planned: World, login: str, hosts: set[str]) -> None:
    with viewing(who(planned, login)) as view:
        assert {one.code for one in improvement_list.hospitals_of(view)} == hosts


def test_a_board_has_its_plans_with_their_notes_in_order(planned: World) -> None:
    with viewing(who(planned, "evaluator.h02")) as view:
        board = improvement_list.board(view, planned.hospitals["H01"])
        with pytest.raises(Forbidden):
            improvement_list.board(view, planned.hospitals["H04"])
    (plan,) = board.plans
    assert (plan.finding.text, plan.fields.action) == (TEXT, ACTION)
    assert [one.text for one in plan.notes] == ["様式の案を作成", "委員会で承認"]
    assert board.repeated is not None
    assert board.repeated.counts == {}


def test_the_overview_of_the_region_says_how_many_and_until_when_only(planned: World) -> None:
    with viewing(who(planned, "secretariat")) as view:
        found = improvement_list.overview(view)
    assert [(one.hospital_id, one.due_on) for one in found.lines] == [(planned.hospitals["H01"], date(2026, 12, 1))]
    assert TEXT not in repr(found)
    assert ACTION not in repr(found)
    with viewing(who(planned, "manager.h01")) as view, pytest.raises(Forbidden):
        improvement_list.overview(view)
