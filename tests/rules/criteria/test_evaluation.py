"""Every requirement has its rule, and what answers are worth before, within and after the time of a set."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.errors import Refused
from checklist.model.criteria import Result
from checklist.model.hospitals import Addon
from checklist.readings import criteria_sets
from checklist.rules.criteria.evaluation import assess, choose, evaluate
from checklist.rules.criteria.facts import window
from checklist.rules.criteria.registry import RULES
from tests.rules.criteria import test_activity_rules, test_partnership, test_staffing
from tests.rules.criteria.documents import (
    DAY,
    KINDS_OF_ACTIVITY,
    MET,
    NOT_MET,
    PAPERS,
    UNKNOWN,
    activity,
    comes,
    committee,
    conferences,
    consultation,
    course,
    filing,
    goes,
    manager,
    members,
    notice,
    of,
    paper,
    plan,
    safety_round,
    training,
)

CASES = {**test_staffing.CASES, **test_activity_rules.CASES, **test_partnership.CASES}
NOW = date(2025, 9, 10)
COMPLETE = [
    manager(), course(), *members(), *map(paper, PAPERS[:4]),
    committee(NOW), notice(), safety_round(date(2025, 11, 1)), training(NOW), plan(date(2025, 1, 10), NOW), plan(NOW),
    *(activity(one, NOW) for one in KINDS_OF_ACTIVITY),
    consultation(NOW), *conferences(date(2025, 4, 1), DAY), filing(Addon.SAFETY, 1),
]  # fmt: skip
"""A hospital that meets everything of 加算1 on DAY."""

NEVER_NOT_MET = {
    # A difference to the filing has to be looked at, and settles nothing.
    "partners_filed",
    # No notice says how often.
    "planned_and_evaluated",
    "staff_supported",
    "departments_coordinated",
    "consultations_supported",
    "improvement_planned",
    "improvement_evaluated",
}


def test_every_requirement_of_every_set_has_its_rule_and_every_rule_its_requirement() -> None:
    sets = criteria_sets.shipped()
    assert sets
    for found in sets:
        assert {one.rule for one in found.requirements} <= set(RULES), found.code
    assert {one.rule for found in sets for one in found.requirements} == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_tested_with_documents_of_every_answer(rule: str) -> None:
    found = CASES[rule]
    assert len(found) >= 4
    possible = {MET, NOT_MET, UNKNOWN}
    # The kind of a hospital is always known.
    possible -= {UNKNOWN} if rule == "kind_allowed" else {NOT_MET} if rule in NEVER_NOT_MET else set()
    assert {case.expected for case in found} == possible


def results(has: list[object], on: date, code: str = "r06") -> dict[str, str]:
    rule_set = next(one for one in criteria_sets.shipped() if one.code == code)
    return {one.requirement.code: one.verdict.result for one in evaluate(rule_set, of(has, on))}


def test_a_complete_hospital_meets_everything_of_the_first_class() -> None:
    found = results(list(COMPLETE), DAY)
    assert {code: result for code, result in found.items() if code.startswith("safety-1") and result is not MET} == {}


def test_a_past_answer_stays_when_records_with_a_later_date_are_added() -> None:
    later = date(2025, 12, 10)
    added = [
        manager(valid_from=later, dedication="assigned"), course(5, on=later), committee(later, minutes=False),
        notice(later), safety_round(later, ""), training(later, held=False), plan(later), activity("support", later),
        consultation(later, 4, ""), *conferences(later, date(2026, 1, 31)), paper("duties", later), goes(later, known_from=later),
        comes(later, known_from=later), filing(Addon.SAFETY, 2, later), *members(valid_from=later),
    ]  # fmt: skip
    for day in (date(2024, 8, 1), date(2025, 8, 1), DAY, date(2025, 12, 9)):
        rule_set = choose(criteria_sets.shipped(), day)
        assert evaluate(rule_set, of([*COMPLETE, *added], day)) == evaluate(rule_set, of(COMPLETE, day)), day
    assert results([*COMPLETE, *added], date(2025, 12, 31)) != results(list(COMPLETE), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("on", "code", "hours"),
    [(date(2026, 5, 31), "r06", NOT_MET), (date(2026, 6, 1), "r08", MET), (date(2030, 1, 1), "r08", MET)],
)
def test_each_day_has_its_set_and_is_judged_by_it(on: date, code: str, hours: Result) -> None:
    rule_set = choose(criteria_sets.shipped(), on)
    assert rule_set.code == code
    found = {one.requirement.code: one.result for one in assess(rule_set, of([manager(other_hours=12)], on)).judgements}
    assert found["safety-1.system-a"] is hours
    assert found["safety-2.system-a"] is MET


def test_before_the_first_set_nothing_is_judged() -> None:
    with pytest.raises(Refused, match="2024年6月1日（土）より前の施設基準は登録されていない"):
        choose(criteria_sets.shipped(), date(2024, 5, 31))


@pytest.mark.parametrize(
    ("setting", "on", "first", "last"),
    [
        ("fiscal_year", date(2025, 11, 25), date(2025, 4, 1), date(2026, 3, 31)),
        ("fiscal_year", date(2026, 3, 31), date(2025, 4, 1), None),
        ("fiscal_year", date(2026, 4, 1), date(2026, 4, 1), date(2027, 3, 31)),
        ("twelve_months", date(2025, 11, 25), date(2024, 11, 26), None),
        ("twelve_months", date(2024, 2, 29), date(2023, 3, 1), None),
    ],
)
def test_the_window_is_the_regions_setting(setting: str, on: date, first: date, last: date | None) -> None:
    assert window(setting, on, 4) == (first, last)
