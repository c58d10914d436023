"""What the add-ons are worth: entitlement, points, a year's yen, and what would change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from checklist.model.criteria import Direction
from checklist.model.hospitals import Addon, HospitalKind
from checklist.model.records import Admission
from checklist.readings import criteria_sets
from checklist.rules.criteria.evaluation import Evaluation, assess, choose
from checklist.rules.criteria.points import Option, admissions, options, standings
from tests.rules.criteria.documents import (
    DAY,
    FIRST,
    MET,
    NOT_MET,
    SECOND,
    UNKNOWN,
    comes,
    filing,
    goes,
    manager,
    of,
    partner,
    person,
)
from tests.rules.criteria.test_evaluation import COMPLETE, NOW

PARTNERS = [
    goes(NOW), goes(date(2025, 10, 1), 2), comes(date(2025, 11, 5)), partner(FIRST, Direction.VISITS),
    partner(SECOND, Direction.VISITS), partner(FIRST, Direction.VISITED_BY),
    person("physician", "架空 医師", "physician", "assigned", safety_since=date(2020, 4, 1)),
]  # fmt: skip
BOTH = [*COMPLETE, *PARTNERS, filing(Addon.REGIONAL, 1)]
MONTHS = [date(2024, 12, 31), *(date(2025, month, 28) for month in range(1, 11)), date(2025, 11, 25)]


def admitted(*days: date, count: int = 100) -> list[Admission]:
    return [Admission(held_on=day, count=count) for day in days]


def judged(has: Sequence[object], on: date = DAY, kind: HospitalKind = HospitalKind.GENERAL) -> Evaluation:
    return assess(choose(criteria_sets.shipped(), on), of(has, on, kind))


def option(has: Sequence[object], name: str) -> Option:
    return next(one for one in options(judged(has)) if one.name == name)


def test_a_complete_pair_is_entitled_to_both() -> None:
    found = {one.addon.code: (one.filed, one.result) for one in standings(judged(BOTH))}
    assert (found["safety-1"], found["regional-1"]) == ((True, MET), (True, MET))


def test_without_its_base_the_regional_addon_is_not_met() -> None:
    has = [one for one in BOTH if one != manager()]
    found = {one.addon.code: one.result for one in standings(judged([*has, manager(other_hours=4)]))}
    assert (found["safety-1"], found["safety-2"], found["regional-1"]) == (NOT_MET, MET, NOT_MET)


def test_an_advanced_treatment_hospital_keeps_the_base_only() -> None:
    found = {one.addon.code: one.result for one in standings(judged(BOTH, kind=HospitalKind.ADVANCED_TREATMENT))}
    assert (found["safety-1"], found["regional-1"]) == (MET, NOT_MET)


def test_a_hospital_without_records_is_to_be_confirmed() -> None:
    assert {one.addon.code: one.result for one in standings(judged([]))}["safety-1"] is UNKNOWN


def test_the_four_combinations_have_their_points() -> None:
    found = {one.name: (one.points, one.filed) for one in options(judged(BOTH))}
    assert found == {
        "医療安全対策加算1": (85, False),
        "医療安全対策加算2": (30, False),
        "医療安全対策加算1＋医療安全対策地域連携加算1": (135, True),
        "医療安全対策加算2＋医療安全対策地域連携加算2": (50, False),
    }


def test_a_dedicated_manager_is_told_with_points_and_yen() -> None:
    has = [one for one in COMPLETE if one not in (manager(), filing(Addon.SAFETY, 1))]
    has += [
        manager(dedication="assigned"),
        filing(Addon.SAFETY, 2),
        *admitted(*MONTHS[:-1]),
        *admitted(MONTHS[-1], count=134),
    ]
    found = option(has, "医療安全対策加算1")
    assert [one.requirement.code for one in found.judgements(NOT_MET)] == ["safety-1.system-a"]
    assert found.sentence == "専従化すると +55点 × 10円 × 新入院 1,234人 = 678,700円/年"
    assert (found.yen, found.more_yen) == (85 * 10 * 1234, 678_700)


def test_what_is_not_known_is_no_promise() -> None:
    found = option(admitted(*MONTHS), "医療安全対策加算1")
    assert len(found.judgements(UNKNOWN)) == 22
    assert found.sentence == "届け出ると +85点 × 10円 × 新入院 1,200人 = 1,020,000円/年（要確認の22件も満たす場合）"


def test_several_things_that_are_missing_are_counted() -> None:
    has = [filing(Addon.SAFETY, 1), *COMPLETE, *admitted(*MONTHS)]
    found = option(has, "医療安全対策加算1＋医療安全対策地域連携加算1")
    told = "「地域連携 訪問（加算1へ）」など3件を満たすと +50点 × 10円 × 新入院 1,200人 = 600,000円/年"
    assert found.sentence == f"{told}（要確認の5件も満たす場合）"
    assert option(has, "医療安全対策加算2").sentence == ""


@pytest.mark.parametrize(
    ("days", "count", "yearly", "told"),
    [
        (MONTHS, 100, 1200, "直近12か月の新入院患者数 1,200人"),
        (MONTHS[-3:], 100, 1200, "記録のある3か月の新入院患者数 300人から12か月分を推計（1,200人）"),
        ([], 100, 0, "金額は計算できません"),
        ([date(2024, 11, 25), *MONTHS], 100, 1200, "直近12か月"),
        ([*MONTHS, date(2025, 11, 26)], 100, 1200, "直近12か月"),
    ],
)
def test_admissions_are_those_of_the_last_twelve_months(days: list[date], count: int, yearly: int, told: str) -> None:
    found = admissions(of(admitted(*days, count=count)))
    assert (found.yearly, told in found.basis) == (yearly, True), found.basis
