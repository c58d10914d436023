"""Whoever visits a host that is visited anyway comes along; months of the plan before stay; travel times count as distance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.model.plan import DutyState, Edge, PlanDuty, PlannedVisit, PlanSettings, PlanStatus
from checklist.rules.plan import days_together, partnership, planner, price
from checklist.rules.plan.partnership import Obstacle, Question
from tests.rules.plan.regions import hospital, owed, question, regions
from tests.rules.plan.regions import price as reckoned

THERE = 41
"""A visit that is there."""


def visited(asked: Question, host: int, *evaluators: int, month: int | None = 10, joinable: bool = True) -> Question:
    """The same with a visit that is there already and has not begun."""
    known = asked.partners
    edges = [Edge(one, host, known[one].safety, known[host].safety, DutyState.PLANNED) for one in evaluators]
    visit = PlannedVisit(host, evaluators, month, True, THERE)
    return replace(
        asked, edges=(*asked.edges, *edges), fixed=(*asked.fixed, visit), joinable={THERE: None} if joinable else {}
    )


def alone(*closed: int) -> Question:
    """Two of 加算1 and one of 加算2: the second of 加算1 has to go where the first goes already."""
    return question(hospital(1, 1), hospital(2, 1, closed=frozenset(closed)), hospital(3, 2))


def test_another_hospital_joins_the_visit_that_is_there() -> None:
    found = planner.plan(visited(alone(), 3, 1))
    assert found.joins == (PlannedVisit(3, (1, 2), 10, True, THERE),)
    assert {one.host_id for one in found.visits} == {1, 2}
    assert found.status is PlanStatus.OPTIMAL


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (visited(alone(), 3, 1, joinable=False), "it has begun, or would meet no duty"),
        (visited(alone(10), 3, 1), "its month is closed to whoever would join"),
        (visited(question(*(hospital(key, 1) for key in range(1, 5)), hospital(5, 2)), 5, 1, 2, 3), "it is full"),
    ],
)
def test_a_day_of_its_own_where_nobody_can_join(asked: Question, why: str) -> None:
    found = planner.plan(asked)
    assert found.joins == (), why
    assert max(asked.partners) in {one.host_id for one in found.visits}


def test_a_visit_without_a_month_is_open_to_all_and_who_leads_goes_on_to_lead() -> None:
    found = planner.plan(visited(alone(*range(1, 12)), 3, 1, month=None))
    (join,) = found.joins
    assert join.evaluator_ids == (1, 2)
    assert join.month is None


def test_no_more_join_than_there_is_room_for() -> None:
    ones = [hospital(key, 1) for key in range(1, 7)]
    found = planner.plan(visited(question(*ones, hospital(7, 2)), 7, 1))
    (join,) = found.joins
    assert len(join.evaluator_ids) == 3
    assert [len(one.evaluator_ids) for one in found.visits if one.host_id == 7] == [3]


@given(regions(), st.data())
@settings(max_examples=25, deadline=None)
def test_with_visits_that_can_be_joined_every_duty_is_met_as_before(asked: Question, data: st.DataObject) -> None:
    pairs = [(one.id, host.id) for one, host in partnership.pairs(asked)]
    if not pairs:
        return
    evaluator, host = data.draw(st.sampled_from(pairs))
    if (evaluator, host) in {pair for visit in asked.fixed for pair in visit.pairs}:
        return
    more = visited(asked, host, evaluator, month=data.draw(st.none() | st.integers(1, 12)))
    found = planner.plan(more)
    fixed = {pair for visit in more.fixed for pair in visit.pairs}
    new = {pair for visit in (*found.visits, *found.joins) for pair in visit.pairs} - fixed
    told = {(one.hospital_id, one.duty.value) for one in found.unmet}
    for one in owed(more):
        assert bool(one.ways & (fixed | new)) is ((one.hospital, one.what) not in told)
    for join in found.joins:
        assert join.visit_id == THERE
        assert join.evaluator_ids[0] == evaluator
        assert len(join.evaluator_ids) <= 3
        assert all(join.month not in more.partners[key].closed for key in join.evaluator_ids[1:])
    # It never costs a day more than without the visit being open to others.
    assert len(found.visits) <= len(planner.plan(replace(more, joinable={})).visits)
    assert len(found.visits) <= found.greedy_days


def test_months_of_the_plan_before_stay_where_they_can() -> None:
    asked = question(hospital(1, 1), hospital(2, 1), hospital(3, 2))
    first = planner.plan(asked).visits
    wanted = {one.host_id: month for one, month in zip(first, (2, 2, 2), strict=True)}
    former = {pair: wanted[one.host_id] for one in first for pair in one.pairs}
    again = planner.plan(replace(asked, former=former)).visits
    assert {pair for one in again for pair in one.pairs} == former.keys()
    # Two visits of one hospital in one month cost more than the change of a month is worth, and no more is changed.
    assert sum(one.month != 2 for one in again) <= 2
    closed = replace(asked, former=former, partners={**asked.partners, 3: hospital(3, 2, closed=frozenset({2}))})
    assert {one.month for one in planner.plan(closed).visits if one.host_id == 3} != {2}


def test_a_month_that_changes_costs_only_where_there_was_one() -> None:
    asked = question(hospital(1, 1), hospital(2, 2))
    visits = (PlannedVisit(2, (1,)),)
    for former, kept in (({(1, 2): 7}, 7), ({(1, 2): 11}, 11)):
        (found,) = days_together.schedule(replace(asked, former=former), visits, 1.0).visits
        assert found.month == kept
    (found,) = days_together.schedule(replace(asked, former={(1, 2): None}), visits, 1.0).visits
    assert found.month


def far(one: int, other: int, minutes: int, **more: object) -> Question:
    """Two hospitals ten kilometres apart by the map."""
    partners = (
        hospital(1, 1, place=(35.0, 135.0)),
        hospital(2, 1, place=(35.09, 135.0)),
        hospital(3, 2, place=(35.0, 135.1)),
    )
    return question(*partners, minutes={(one, other): minutes}, **more)


@pytest.mark.parametrize(
    ("minutes", "kilometres", "apart"),
    [(15, 10, False), (15, 9, True), (180, 119, True), (180, 120, False), (1, 1, False)],
)
def test_a_travel_time_is_told_as_a_distance(minutes: int, kilometres: int, apart: bool) -> None:
    asked = far(1, 2, minutes, settings=PlanSettings(kilometres=kilometres))
    one, other = asked.partners[1], asked.partners[2]
    assert partnership.apart(asked, one, other) == partnership.apart(asked, other, one) == pytest.approx(minutes / 1.5)
    assert (Obstacle.DISTANCE in partnership.obstacles(asked, one, other)) is apart
    assert partnership.obstacles(asked, one, other) == partnership.obstacles(asked, other, one)


def test_without_a_travel_time_the_map_counts_and_without_a_place_the_time_does() -> None:
    asked = far(1, 2, 60)
    assert partnership.apart(asked, asked.partners[1], asked.partners[3]) == pytest.approx(9.1, abs=0.1)
    unplaced = question(hospital(1, 1), hospital(2, 1), minutes={(1, 2): 90})
    assert partnership.apart(unplaced, unplaced.partners[2], unplaced.partners[1]) == 60
    assert partnership.apart(question(hospital(1, 1), hospital(2, 1)), hospital(1, 1), hospital(2, 1)) is None


def test_the_partner_to_whom_one_travels_shorter_is_taken_whatever_the_map_says() -> None:
    partners = (
        hospital(1, 1, place=(35.0, 135.0)), hospital(2, 1, place=(35.0, 135.0)),
        hospital(3, 2, place=(35.05, 135.0)), hospital(4, 2, place=(35.5, 135.0)),
    )  # fmt: skip
    asked = question(*partners)
    ferry = replace(asked, minutes={(1, 3): 300, (2, 3): 30, (1, 4): 40, (2, 4): 300})
    found = planner.plan(ferry)
    assert {pair for one in found.visits for pair in one.pairs} >= {(2, 3), (1, 4)}


def test_who_is_too_far_by_the_clock_is_told_with_the_minutes() -> None:
    asked = question(
        hospital(1, 1, place=(35.0, 135.0)), hospital(2, 2, place=(35.1, 135.0)), minutes={(1, 2): 150},
        settings=PlanSettings(kilometres=70),
    )  # fmt: skip
    (found,) = (one for one in planner.plan(asked).unmet if one.hospital_id == 2)
    assert (found.duty, found.reason) == (PlanDuty.EVALUATED, "70km以内に加算1がありません。")
    assert found.remedy.startswith("距離の上限を101km以上にすると満たせます")
    assert "移動時間150分" in found.remedy


@given(regions())
@settings(max_examples=25, deadline=None)
def test_what_a_whole_plan_costs_is_what_it_costs_reckoned_otherwise(asked: Question) -> None:
    visits = planner.plan(replace(asked, fixed=())).visits
    if not visits:
        return
    bare = replace(asked, fixed=())
    found = price.of_plan(bare, visits)
    months = [one.month for one in visits if one.month]
    crowded = sum(asked.settings.weights.month * months[:at].count(one) for at, one in enumerate(months))
    assert found.pop("month") == pytest.approx(crowded)
    apart: dict[int, set[int]] = {}
    for one in visits:
        apart.setdefault(one.host_id, set()).update(one.evaluator_ids)
    extra = len(visits) - sum(-(-len(found) // 3) for found in apart.values())
    assert sum(found.values()) == pytest.approx(reckoned(bare, visits) + extra * asked.settings.weights.day, rel=1e-6)
