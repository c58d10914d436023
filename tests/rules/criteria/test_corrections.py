"""What a region confirms or corrects counts from its day on and no earlier, and the shipped set stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.criteria import Certainty, Correction, Result
from checklist.readings import criteria_sets
from checklist.rules.criteria import corrections
from checklist.rules.criteria.evaluation import assess, choose
from tests.rules.criteria.documents import MET, NOT_MET, manager, of

FIRST, FROM = date(2026, 6, 1), date(2026, 9, 1)
HOURS = Correction(
    1, "r08", "safety-1.system-a", "other_hours", "8", FROM, "事務局 花子", date(2026, 10, 1), "保医発0305第5号 別添3"
)
POINTS = replace(HOURS, id=2, requirement="safety-1", field="points", value="165")
CONFIRMED = replace(HOURS, id=3, requirement="safety-2.system-d", field="", value="")
TEXT = replace(HOURS, id=4, requirement="safety-1.system-b", field="text", value="確認した文言")


def result(on: date, *found: Correction) -> Result:
    rule_set = corrections.laid_over(choose(criteria_sets.shipped(), on), found, on)
    judged = assess(rule_set, of([manager(other_hours=12)], on)).judgements
    return next(one.result for one in judged if one.requirement.code == "safety-1.system-a")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 5, 31), NOT_MET),
        (FIRST, MET),
        (date(2026, 8, 31), MET),
        (FROM, NOT_MET),
        (date(2027, 4, 1), NOT_MET),
    ],
)
def test_a_corrected_number_changes_the_judgement_from_its_day_on(on: date, expected: Result) -> None:
    assert result(on, HOURS) is expected


def test_of_two_corrections_the_one_from_the_latest_day_counts() -> None:
    later = replace(HOURS, id=9, value="20", valid_from=date(2026, 10, 1))
    earlier = replace(HOURS, id=10, value="0", valid_from=date(2026, 7, 1))
    days = (date(2026, 6, 30), date(2026, 7, 1), FROM, date(2026, 10, 1))
    assert [result(day, later, HOURS, earlier) for day in days] == [MET, NOT_MET, NOT_MET, MET]


def test_points_texts_and_confirmations_are_told_with_name_day_and_source() -> None:
    shipped = choose(criteria_sets.shipped(), FROM)
    found = corrections.laid_over(shipped, (POINTS, CONFIRMED, TEXT), FROM)
    addon = found.addon("safety-1")
    assert (addon.points, addon.certainty) == (165, Certainty.REGION)
    known = {one.code: one for one in found.requirements}
    assert known["safety-1.system-b"].text == "確認した文言"
    assert known["safety-2.system-d"].certainty is Certainty.REGION
    assert known["safety-2.system-d"].source == "保医発0305第5号 別添3（2026年10月1日（木） 事務局 花子 確認）"
    touched = {"safety-1.system-b", "safety-2.system-d"}
    assert [one for one in found.requirements if one.code not in touched] == [
        one for one in shipped.requirements if one.code not in touched
    ]


def test_the_shipped_set_stays_and_corrections_of_another_set_or_of_nothing_are_left_alone() -> None:
    shipped = choose(criteria_sets.shipped(), FROM)
    others = (replace(HOURS, rule_set="r06"), replace(HOURS, requirement="safety-9.x"), replace(HOURS, field="colour"))
    assert corrections.laid_over(shipped, others[:2], FROM) == shipped
    (found,) = (
        one for one in corrections.laid_over(shipped, others, FROM).requirements if one.code == HOURS.requirement
    )
    assert found.parameters == {one.code: one for one in shipped.requirements}[HOURS.requirement].parameters
    assert choose(criteria_sets.shipped(), FROM) == shipped


def test_what_can_be_corrected_is_told_with_its_present_value() -> None:
    shipped = choose(criteria_sets.shipped(), FROM)
    assert corrections.fields(shipped, "safety-1") == {"points": "160"}
    assert corrections.fields(shipped, "safety-1.system-a")["other_hours"] == "16"
    assert set(corrections.fields(shipped, "regional-1.visited")) == {"near_days", "text"}
    assert corrections.fields(shipped, "nothing") == {}
