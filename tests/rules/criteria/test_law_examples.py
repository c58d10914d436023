"""Cases with the answer that somebody who files 施設基準 gave: one hospital, complete on 2026-03-31, and one change each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from checklist.model.criteria import Direction, Result
from checklist.model.hospitals import Addon
from checklist.model.records import Appointment, Course
from checklist.readings import criteria_sets
from checklist.rules.criteria.evaluation import assess, choose
from checklist.rules.criteria.points import options
from checklist.words.records import TOPICS
from tests.rules.criteria.documents import (
    ALL_PARTS,
    FIRST,
    KINDS_OF_ACTIVITY,
    MET,
    NOT_MET,
    OWN,
    PAPERS,
    SECOND,
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
    partner,
    person,
    plan,
    safety_round,
    training,
    visit,
)

YEAR_END = date(2026, 3, 31)
FIVE = tuple(TOPICS)[:5]
OUT, IN = Direction.VISITS, Direction.VISITED_BY


def doctor(**changed: object) -> Appointment:
    return person("physician", "架空 医師", "physician", "assigned", **({"safety_since": date(2020, 4, 1)} | changed))


def heard(*changed: object, **named: object) -> Course:
    return course(*changed, staff_name="架空 医師", **named)  # type: ignore[arg-type]


FILINGS = [filing(Addon.SAFETY, 1), filing(Addon.REGIONAL, 1)]
VISITS = [goes(date(2025, 6, 10)), goes(date(2025, 7, 10), 2), comes(date(2025, 6, 20))]
PARTNERS = [partner(FIRST, OUT, filed_class=1, class_now=1), partner(SECOND, OUT, filed_class=2, class_now=2),
            partner(FIRST, IN, filed_class=1, class_now=1)]  # fmt: skip
WRITTEN = [paper(one) for one in PAPERS]


def work(first: date, last: date) -> list[object]:
    """What the people of the hospital did and wrote down between two days."""
    months = [date(first.year + (first.month + n - 1) // 12, (first.month + n - 1) % 12 + 1, 10) for n in range(24)]
    months = [one for one in months if first <= one <= last]
    return [
        *(safety_round(one) for one in months), *(committee(one) for one in months),
        *(consultation(one) for one in months), *(activity(kind, one) for kind in KINDS_OF_ACTIVITY for one in months[:1]),
        training(months[0]), plan(date(2024, 10, 1), date(2025, 9, 1)), plan(months[0]), *conferences(first, last),
    ]  # fmt: skip


STAFF = [*members(), doctor(), notice()]
BASE = [manager(), course(), *STAFF, *WRITTEN, *work(date(2025, 4, 1), YEAR_END), *FILINGS, *VISITS, *PARTNERS]


def without(has: Sequence[object], *left_out: object) -> list[object]:
    return [one for one in has if one not in left_out]


def judged(has: Sequence[object], on: date = YEAR_END) -> dict[str, Result]:
    found = assess(choose(criteria_sets.shipped(), on), of(has, on))
    return {one.requirement.code: one.result for one in found.judgements}


def test_the_hospital_meets_every_line_of_what_it_has_filed() -> None:
    found = judged(BASE)
    lacking = {code: one for code, one in found.items() if code.split(".")[0].endswith("-1") and one is not MET}
    assert lacking == {}


def test_a_course_of_39_and_a_half_hours_is_half_an_hour_short() -> None:
    assert judged([*without(BASE, course()), course(39.5)])["safety-1.system-a-hours"] is NOT_MET


@pytest.mark.parametrize(
    ("organiser", "on", "expected"),
    [
        ("association", date(2025, 12, 9), NOT_MET),
        ("association", date(2025, 12, 10), MET),
        ("other", date(2025, 12, 10), NOT_MET),
    ],
)
def test_a_topic_is_made_up_by_a_recognised_course_from_its_day_on(organiser: str, on: date, expected: Result) -> None:
    hour = course(1, ["culture"], date(2025, 12, 10), organiser=organiser)
    assert judged([*without(BASE, course()), course(topics=FIVE), hour], on)["safety-1.system-a-topics"] is expected


@pytest.mark.parametrize(
    ("courses", "since", "expected"),
    [
        ([heard(40, physician_training=True)], date(2023, 4, 30), MET),
        ([heard(40)], date(2023, 4, 30), MET),
        ([heard(2, ["basics"], physician_training=True)], date(2023, 4, 30), NOT_MET),
        ([], date(2023, 4, 30), NOT_MET),
        ([], date(2023, 3, 31), MET),
        ([], date(2023, 4, 1), NOT_MET),
    ],
)
def test_a_physician_with_less_than_three_years_needs_the_training(
    courses: list[Course], since: date, expected: Result
) -> None:
    has = [*without(BASE, doctor()), doctor(safety_since=since), *courses]
    assert judged(has)["regional-1.physician-qualified"] is expected


def test_a_partner_that_drops_a_class_after_its_visit_is_a_change_of_the_filing_and_no_missed_evaluation() -> None:
    dropped = partner(FIRST, IN, filed_class=1, class_now=2)
    found = judged([*without(BASE, PARTNERS[2]), dropped], date(2025, 12, 1))
    assert (found["regional-1.visited"], found["regional-1.partners"]) == (MET, UNKNOWN)


def test_both_evaluated_in_march_and_reported_in_april() -> None:
    evaluated = visit(OWN, FIRST, date(2026, 3, 10), date(2026, 4, 20))
    evaluates = visit(FIRST, OWN, date(2026, 3, 12), date(2026, 4, 20))
    has = [*without(BASE, VISITS[0], VISITS[2]), evaluated, evaluates]
    found, later = judged(has), judged(has, date(2026, 4, 20))
    # 評価を受けていること is all that is asked of the one who is evaluated; 報告 is asked of the one who evaluates.
    assert (found["regional-1.visited"], found["regional-1.visit-first"]) == (MET, UNKNOWN)
    unmade = judged([*has[:-2], replace(evaluated, proven=False, handed_over_on=None), evaluates])
    assert unmade["regional-1.visited"] is UNKNOWN
    assert (later["regional-1.visited"], later["regional-1.visit-first"]) == (MET, MET)


def test_filed_in_october_with_conferences_since_the_month_before() -> None:
    on = date(2025, 12, 15)
    has = [filing(Addon.SAFETY, 1, date(2025, 10, 1)), *conferences(date(2025, 9, 1), on)]
    assert judged(has, on)["safety-1.department-c-weekly"] is MET


def test_the_assigned_physician_is_the_manager_with_a_dedicated_nurse_in_the_department() -> None:
    physician = manager(profession="physician", dedication="assigned")
    nurse = person("nursing", "架空 看護", "nurse", "dedicated")
    assert judged([*without(BASE, manager()), physician, nurse])["safety-1.system-a"] is MET


@pytest.mark.parametrize(
    ("on", "hours", "expected"),
    [
        (date(2026, 5, 20), 12, NOT_MET),
        (date(2026, 6, 10), 12, MET),
        (date(2026, 5, 31), 16, NOT_MET),
        (date(2026, 6, 1), 16, MET),
        (date(2026, 6, 1), 16.5, NOT_MET),
        (date(2026, 5, 31), 0, MET),
    ],
)
def test_other_work_is_allowed_from_june_2026_on(on: date, hours: float, expected: Result) -> None:
    has = [*without(BASE, manager()), manager(other_hours=hours)]
    assert judged(has, on)["safety-1.system-a"] is expected


def test_coverage_is_that_of_the_safety_visit_where_infection_control_came_alone_before() -> None:
    infection = comes(date(2025, 6, 12), parts=frozenset({""}))
    safety = comes(date(2025, 10, 12), parts=ALL_PARTS)
    found = judged([*without(BASE, VISITS[2]), infection, safety])
    assert found["regional-1.coverage"] is MET
    lacking = comes(date(2025, 10, 12), parts=ALL_PARTS - {"イ"})
    assert judged([*without(BASE, VISITS[2]), infection, lacking])["regional-1.coverage"] is NOT_MET


def test_an_infection_visit_alone_is_no_evaluation() -> None:
    infection = goes(date(2025, 6, 10), parts=frozenset({""}))
    assert judged([*without(BASE, VISITS[0]), infection])["regional-1.visit-first"] is NOT_MET


@pytest.mark.parametrize(
    ("on", "expected", "class_1", "both"),
    [
        (date(2026, 5, 31), (85, 30, 135, 50), 55, 85),
        (date(2026, 6, 1), (160, 70, 210, 90), 90, 120),
        (date(2026, 11, 27), (160, 70, 210, 90), 90, 120),
    ],
)
def test_points_and_what_a_change_of_class_brings(on: date, expected: tuple[int, ...], class_1: int, both: int) -> None:
    found = options(assess(choose(criteria_sets.shipped(), on), of(BASE, on)))
    assert tuple(one.points for one in found) == expected
    second = [filing(Addon.SAFETY, 2), filing(Addon.REGIONAL, 2)]
    moved = options(assess(choose(criteria_sets.shipped(), on), of([*without(BASE, *FILINGS), *second], on)))
    assert moved[2].more_points == both
    alone = options(assess(choose(criteria_sets.shipped(), on), of([*without(BASE, *FILINGS), second[0]], on)))
    assert alone[0].more_points == class_1
