"""Who may be whose partner, what a year asks of whom, and which evaluation meets it, case by case."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.model.plan import DutyState, Edge, Partner, PlanDuty, PlannedVisit, PlanSettings
from checklist.rules.plan import duty_states, partnership
from checklist.rules.plan.partnership import Obstacle
from tests.rules.plan.regions import apart, hospital, question, regions

ONE, TWO, THREE = PlanDuty.EVALUATES_ONE, PlanDuty.EVALUATES_TWO, PlanDuty.EVALUATED
TOKYO_STATION, OSAKA_STATION = (35.6812, 139.7671), (34.7025, 135.4959)


def test_the_distance_between_two_stations_is_that_of_the_map() -> None:
    found = partnership.kilometres(hospital(1, 1, place=TOKYO_STATION), hospital(2, 1, place=OSAKA_STATION))
    assert found == pytest.approx(403, abs=2)


@given(*[st.tuples(st.floats(24, 46), st.floats(123, 146))] * 2)
@settings(max_examples=40)
def test_a_distance_is_the_same_both_ways_and_by_another_formula(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    one, other = hospital(1, 1, place=here), hospital(2, 1, place=there)
    found = partnership.kilometres(one, other)
    assert found == pytest.approx(partnership.kilometres(other, one))
    assert found == pytest.approx(apart(here, there), abs=1e-3)


@pytest.mark.parametrize("places", [(None, TOKYO_STATION), (TOKYO_STATION, None), (None, None)])
def test_without_a_place_no_distance_keeps_anybody_apart(
    places: tuple[tuple[float, float] | None, tuple[float, float] | None],
) -> None:
    one, other = (hospital(key, 1, place=place) for key, place in enumerate(places))
    assert partnership.kilometres(one, other) is None
    assert partnership.obstacles(question(one, other, settings=PlanSettings(kilometres=1)), one, other) == frozenset()


def test_the_limit_itself_is_not_too_far() -> None:
    one, other = hospital(1, 1, place=(35.0, 135.0)), hospital(2, 1, place=(35.0 + 50 / 111.19, 135.0))
    for limit, found in ((0, set()), (49, {Obstacle.DISTANCE}), (51, set())):
        assert partnership.obstacles(question(one, other, settings=PlanSettings(kilometres=limit)), one, other) == found


@pytest.mark.parametrize(
    ("mine", "theirs", "wish", "found"),
    [
        ({"group": "甲会"}, {"group": "甲会"}, PlanSettings(), {Obstacle.GROUP}),
        ({"group": "甲会"}, {"group": "甲会"}, PlanSettings(same_group=True), set()),
        ({"group": "甲会"}, {"group": "乙会"}, PlanSettings(), set()),
        ({"group": ""}, {"group": ""}, PlanSettings(), set()),
        ({"area": "北山"}, {"area": "南川"}, PlanSettings(), set()),
        ({"area": "北山"}, {"area": "南川"}, PlanSettings(other_area=False), {Obstacle.AREA}),
        ({"area": ""}, {"area": "南川"}, PlanSettings(other_area=False), set()),
        ({"closed": frozenset(range(1, 7))}, {"closed": frozenset(range(7, 13))}, PlanSettings(), {Obstacle.MONTHS}),
        ({"closed": frozenset(range(1, 7))}, {"closed": frozenset(range(7, 12))}, PlanSettings(), set()),
        (
            {"group": "甲会", "area": "北山"}, {"group": "甲会", "area": "南川"}, PlanSettings(other_area=False),
            {Obstacle.GROUP, Obstacle.AREA},
        ),
    ],
)  # fmt: skip
def test_what_keeps_two_apart_by_the_settings(
    mine: dict[str, object], theirs: dict[str, object], wish: PlanSettings, found: set[Obstacle]
) -> None:
    one, other = hospital(1, 1, **mine), hospital(2, 1, **theirs)
    asked = question(one, other, settings=wish)
    assert partnership.obstacles(asked, one, other) == partnership.obstacles(asked, other, one) == found


def test_months_that_are_over_are_no_common_months() -> None:
    one, other = hospital(1, 1, closed=frozenset({2, 3})), hospital(2, 1)
    assert partnership.obstacles(replace(question(one, other), months=(2, 3)), one, other) == {Obstacle.MONTHS}
    assert partnership.obstacles(replace(question(one, other), months=(1, 2, 3)), one, other) == frozenset()


@pytest.mark.parametrize(
    ("partner", "asked"),
    [
        (hospital(1, 1), (ONE, TWO, THREE)), (hospital(1, 2), (THREE,)), (hospital(1, None), ()),
        (replace(hospital(1, 1), regional=None), ()), (hospital(1, 1, advanced=True), ()),
        (hospital(1, 1, external=True), ()), (replace(hospital(1, 1), regional=2), (THREE,)),
    ],
)  # fmt: skip
def test_what_a_year_asks_of_whom(partner: Partner, asked: tuple[PlanDuty, ...]) -> None:
    assert set(partnership.duties(partner)) == set(asked)


@pytest.mark.parametrize(("evaluator", "host"), list(product((1, 2, None), repeat=2)))
def test_an_evaluation_counts_only_by_the_classes_that_the_law_names(evaluator: int | None, host: int | None) -> None:
    edge = Edge(1, 2, evaluator, host, DutyState.PLANNED)
    assert partnership.meets(THREE, 2, edge) is (evaluator == 1)
    assert partnership.meets(ONE, 1, edge) is (host == 1)
    assert partnership.meets(TWO, 1, edge) is (host == 2)
    # Never the other way round: who is visited has evaluated nobody.
    assert not any(partnership.meets(duty, 2, edge) for duty in (ONE, TWO))
    assert not partnership.meets(THREE, 1, edge)
    assert not any(partnership.meets(duty, 3, edge) for duty in PlanDuty)


@given(regions())
@settings(max_examples=20)
def test_no_pair_sends_somebody_who_may_not_or_to_themselves(asked: object) -> None:
    assert isinstance(asked, partnership.Question)
    for evaluator, host in partnership.pairs(asked):
        assert evaluator.id != host.id
        assert (evaluator.safety, evaluator.external) == (1, False)
        assert host.safety in (1, 2)
        assert (host.external, host.advanced) == (False, False)


@given(regions(), st.sets(st.sampled_from(Obstacle)))
@settings(max_examples=20)
def test_lifting_obstacles_lifts_these_and_adds_none(asked: object, lifted: set[Obstacle]) -> None:
    assert isinstance(asked, partnership.Question)
    lifted -= {Obstacle.MONTHS}
    easier = partnership.relaxed(asked, frozenset(lifted))
    for one, other in partnership.pairs(asked):
        assert partnership.obstacles(easier, one, other) == partnership.obstacles(asked, one, other) - lifted


@pytest.mark.parametrize(
    ("states", "visited", "visits"),
    [
        ((), DutyState.MISSING, DutyState.MISSING),
        ((DutyState.DRAFT,), DutyState.DRAFT, DutyState.DRAFT),
        ((DutyState.AGREED, DutyState.PLANNED), DutyState.AGREED, DutyState.AGREED),
        ((DutyState.HELD,), DutyState.DONE, DutyState.HELD),
        ((DutyState.HELD, DutyState.DONE), DutyState.DONE, DutyState.DONE),
    ],
)
def test_the_best_of_several_visits_counts_and_a_report_is_owed_by_the_visitor_alone(
    states: tuple[DutyState, ...], visited: DutyState, visits: DutyState
) -> None:
    asked = question(hospital(1, 1), hospital(2, 2))
    edges = [Edge(1, 2, 1, 2, state) for state in states]
    found = {(one.hospital_id, one.duty): one for one in duty_states.lines(asked.partners, edges)}
    assert found[2, THREE].state is visited
    assert found[1, TWO].state is visits
    assert found[2, THREE].partner_ids == ((1,) if states else ())
    assert found[1, ONE].state is found[1, THREE].state is DutyState.MISSING


def test_each_partner_is_named_once_however_often_they_meet() -> None:
    asked = question(hospital(1, 1), hospital(2, 1), hospital(3, 1))
    edges = [Edge(one, 3, 1, 1, DutyState.PLANNED) for one in (2, 1, 2)]
    (line,) = [one for one in duty_states.lines(asked.partners, edges) if (one.hospital_id, one.duty) == (3, THREE)]
    assert line.partner_ids == (2, 1)


def test_what_is_there_already_is_not_proposed_and_strangers_are_passed_over() -> None:
    asked = question(hospital(1, 1), hospital(2, 2))
    visits = (
        PlannedVisit(2, (1,), 4), PlannedVisit(2, (1,), 5, visit_id=9), PlannedVisit(7, (1,), 6), PlannedVisit(2, (8, 1), 7)
    )  # fmt: skip
    found = duty_states.proposed(asked.partners, visits)
    assert [(one.pair, one.state) for one in found] == [((1, 2), DutyState.DRAFT)] * 2


def test_missing_is_what_nothing_stands_for() -> None:
    asked = question(hospital(1, 1), hospital(2, 2))
    found = duty_states.lines(asked.partners, [Edge(1, 2, 1, 2, DutyState.DRAFT)])
    assert {(one.hospital_id, one.duty) for one in duty_states.missing(found)} == {(1, ONE), (1, THREE)}
