"""Improvement plans as their page reads them: whose they are, and for the secretariat nothing of what they say."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from checklist.errors import Forbidden
from checklist.model.improvements import PlanState
from checklist.readings import improvement_list, listing, plan_lists
from checklist.readings.listing import Listing
from checklist.store import db
from checklist.store.act import viewing
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import ImprovementPlan, PlanFields, PlanLine
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


TODAY = date(2026, 11, 22)
# In the order in which they are to stand: until when, of which year, and what was done.
ORDERED: list[tuple[date | None, int, dict[str, date]]] = [
    (date(2023, 3, 27), 2022, {}),
    (date(2026, 11, 21), 2025, {}),
    (None, 2025, {}),
    (None, 2024, {}),
    (date(2026, 11, 22), 2026, {}),
    (date(2027, 1, 31), 2026, {}),
    (date(2026, 2, 1), 2025, {"completed_on": date(2026, 1, 31)}),
    (date(2025, 2, 1), 2024, {"completed_on": date(2025, 1, 31), "checked_on": date(2025, 2, 3)}),
]


def test_what_is_late_stands_first_with_its_days_and_what_is_done_last() -> None:
    """Both lists: of a hospital with its year, and of the region, each narrowed by year and state."""
    plans = []
    for number, (due, year, done) in enumerate(ORDERED):
        finding: Any = SimpleNamespace(id=number, item="1-05", text=TEXT)
        fields = PlanFields(ACTION, "担当", due, **done)  # type: ignore[arg-type]
        plans.append(ImprovementPlan(finding, 1, year, number if due else None, 1, fields, (), ()))
    lines = [PlanLine(one.finding.id, 1, one.fiscal_year, one.state(TODAY), one.fields.due_on, 1) for one in plans]
    both: tuple[Listing[Any], ...] = (
        plan_lists.of_hospital(plans[::-1], TODAY),
        plan_lists.of_region(lines[::-1], {1: "架空中央病院"}, TODAY),
    )
    for found in both:
        column = {one.name: place for place, one in enumerate(found.columns)}
        assert [line.cells[column["期限"]] for line in found.lines] == [due for due, _, _ in ORDERED], found.name
        assert [line.cells[column["遅れ（日）"]] for line in found.lines] == [1336, 1, *[None] * 6]
        assert [line.cells[column["年度"]] for line in found.lines] == [f"{year}年度" for _, year, _ in ORDERED]
        of_year, of_state = f"{found.before}year", f"{found.before}state"
        assert {one.key for one in found.choices} >= {of_year, of_state}
        asked: list[tuple[dict[str, str], int]] = [
            ({of_year: "2025"}, 3), ({of_state: PlanState.OVERDUE.value}, 2), ({of_year: "2024", of_state: "none"}, 1)
        ]  # fmt: skip
        for wish, kept in asked:
            assert len(listing.kept(found, listing.asked(found, wish))) == kept, wish
