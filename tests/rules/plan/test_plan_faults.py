"""What no plan may hold, and what somebody should know of a visit before it is published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.model.plan import PlannedVisit, PlanSettings
from checklist.rules.plan import plan_faults, price
from tests.rules.plan.regions import hospital, question

NAMES = {key: f"架空{key}病院" for key in range(1, 7)}


def told(*visits: PlannedVisit) -> list[str]:
    return [f"{one.where}：{one.message}" for one in plan_faults.faults(visits, NAMES)]


def test_a_plan_of_different_pairs_has_no_fault() -> None:
    assert told(PlannedVisit(1, (2, 3, 4), 5), PlannedVisit(2, (1,), None), PlannedVisit(1, (5,), 12)) == []
    assert told() == []


@pytest.mark.parametrize(
    ("visit", "expected"),
    [
        (PlannedVisit(1, ()), ["1つから3つまで"]), (PlannedVisit(1, (2, 3, 4, 5)), ["1つから3つまで"]),
        (PlannedVisit(1, (1, 2)), ["受審病院自身"]), (PlannedVisit(1, (2,), 0), ["1から12まで"]),
        (PlannedVisit(1, (2,), 13), ["1から12まで"]), (PlannedVisit(9, (2,)), ["登録されていない病院"]),
        (PlannedVisit(1, (9,)), ["登録されていない病院"]), (PlannedVisit(1, (2, 2)), ["同じ病院が2回", "組合せが2回"]),
        (PlannedVisit(1, (1,), 13), ["受審病院自身", "1から12まで"]),
    ],
)  # fmt: skip
def test_every_fault_of_a_visit_is_told(visit: PlannedVisit, expected: list[str]) -> None:
    found = told(visit)
    assert len(found) == len(expected)
    assert all(part in line for part, line in zip(expected, found, strict=True))


@pytest.mark.parametrize("pinned", [True, False])
def test_two_days_of_one_pair_contradict_each_other_whoever_pinned_them(pinned: bool) -> None:
    found = told(PlannedVisit(1, (2, 3), 4, pinned), PlannedVisit(1, (3,), 5, pinned=True))
    assert found == ["架空1病院への訪問：架空3病院との組合せが2回あります。"]


def test_the_way_back_is_another_pair() -> None:
    assert told(PlannedVisit(1, (2,), 4), PlannedVisit(2, (1,), 4)) == []


ASKED = question(
    hospital(1, 1, group="甲会", area="北山"), hospital(2, 2, group="甲会", area="南川", closed=frozenset({8, 9})),
    hospital(3, 1, advanced=True), hospital(4, 1, external=True), hospital(5, None),
    settings=PlanSettings(other_area=False), recent={(3, 2): 1, (4, 2): 3},
)  # fmt: skip


@pytest.mark.parametrize(
    ("visit", "parts"),
    [
        (PlannedVisit(2, (1,), 5), ["同じグループ", "医療圏が異なります"]),
        (PlannedVisit(2, (3,), 5), ["前年度にも架空2病院を訪問"]),
        (PlannedVisit(2, (4,), 5), ["3年前にも架空2病院を訪問"]),
        (PlannedVisit(2, (5,), 5), ["架空5病院は医療安全対策加算1を届け出ていない"]),
        (PlannedVisit(3, (1,), 5), ["特定機能病院のため、評価を受ける義務がありません"]),
        (PlannedVisit(1, (3,), 5), []),
        (PlannedVisit(1, (3,), None), []),
    ],
)
def test_what_speaks_against_a_visit_is_told(visit: PlannedVisit, parts: list[str]) -> None:
    found = plan_faults.remarks(ASKED, [visit]).get(visit, ())
    assert len(found) == len(parts)
    assert all(any(part in line for line in found) for part in parts)


def test_a_closed_month_is_told_with_those_that_are_open_to_all() -> None:
    asked = replace(ASKED, months=(8, 9, 10, 2))
    visit = PlannedVisit(2, (3,), 8)
    (_, line) = plan_faults.remarks(asked, [visit])[visit]
    assert line == "8月は架空2病院が訪問できません（全員が空いている月：10月、2月）。"
    (_, line) = plan_faults.remarks(replace(asked, months=(8, 9)), [visit])[visit]
    assert "全員が空いている月：なし" in line


def test_a_month_that_is_over_is_told() -> None:
    visit = PlannedVisit(1, (3,), 4)
    assert plan_faults.remarks(replace(ASKED, months=(12, 1, 2, 3)), [visit])[visit] == ("4月はすでに過ぎています。",)


def test_a_price_is_the_sum_of_its_parts_and_names_each() -> None:
    one, other = hospital(1, 1, group="甲会", infection=True), hospital(2, 1, group="甲会")
    asked = question(one, other, recent={(1, 2): 2}, former={(2, 1): 5})
    found = price.parts(asked, one, other)
    assert found == {"change": 300, "repeated": 50, "travel": 50, "group": 60, "infection": 8, "unbound": 0}
    assert price.of_pair(asked, one, other) == sum(found.values())
    back = price.parts(asked, other, one)
    assert (back["change"], back["repeated"], back["infection"]) == (0, 0, 0)


def test_without_a_duty_a_visit_costs_more_and_beside_each_other_it_costs_no_travel() -> None:
    here = (35.0, 135.0)
    one, other = hospital(1, 1, place=here, advanced=True), hospital(2, 1, place=here)
    found = price.parts(question(one, other), one, other)
    assert (found["unbound"], found["travel"]) == (40, 0)


def test_the_burden_grows_with_the_visits_and_shrinks_with_the_beds() -> None:
    small, large, empty = hospital(1, 1, beds=100), hospital(2, 1, beds=400), hospital(3, 1, beds=0)
    asked = question(small, large, empty)
    mean = price.mean_beds([small, large])
    assert mean == 250
    assert [price.burden(asked, small, mean, visits) for visits in range(3)] == [0, 75, 150]
    assert price.burden(asked, large, mean, 1) == 18.75
    assert price.burden(asked, empty, mean, 1) == 7500
    assert price.mean_beds([]) == 1.0
