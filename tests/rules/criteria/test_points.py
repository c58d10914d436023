"""Points and money: sums by hand, months that are missing, and what a change would bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from checklist.model import Addon, Filing, Hospital, HospitalKind
from checklist.reports import criteria_sets
from checklist.rules.criteria import points
from checklist.rules.criteria.evaluation import Evaluation, Finding
from checklist.rules.criteria.facts import Facts
from checklist.rules.criteria.verdict import Result, Verdict
from checklist.rules.records.nouns import Admission

R06 = next(one for one in criteria_sets.shipped() if one.code == "r06")
HOSPITAL = Hospital(1, "H01", "架空中央病院", "", "", 200, HospitalKind.GENERAL, False, False)
ON = date(2025, 11, 25)
YEAR_OF_MONTHS = [date(2024, 11, 30), date(2024, 12, 31), *(date(2025, month, 28) for month in range(1, 11))]


def admitted(*days: date, count: int = 100) -> dict[str, tuple[Admission, ...]]:
    return {"admission": tuple(Admission(held_on=day, count=count) for day in days)}


def filing(addon: Addon, addon_class: int, valid_to: date | None = None) -> Filing:
    return Filing(0, 1, addon, addon_class, date(2024, 6, 1), valid_to, "第1号")


def facts(records: Mapping[str, tuple[Admission, ...]] | None = None, *filings: Filing) -> Facts:
    return Facts(HOSPITAL, ON, date(2025, 4, 1), filings, records or {})


def evaluation(known: Facts, results: Mapping[str, Result] | None = None, trial: bool = False) -> Evaluation:
    """Every requirement met but those whose code is named."""
    given = [(one, (results or {}).get(one.code, Result.MET)) for one in R06.requirements]
    found = tuple(
        Finding(one, Verdict(Result.UNKNOWN if trial else result, ""), result if trial else None)
        for one, result in given
    )
    return Evaluation(R06, known, trial, found)


def test_the_four_ways_to_claim_have_the_points_of_the_notice() -> None:
    found = points.combinations(evaluation(facts()))
    assert [(one.name, one.points) for one in found] == [
        ("医療安全対策加算1＋医療安全対策地域連携加算1", 135),
        ("医療安全対策加算1", 85),
        ("医療安全対策加算2＋医療安全対策地域連携加算2", 50),
        ("医療安全対策加算2", 30),
    ]


@pytest.mark.parametrize(
    ("days", "count", "months", "yearly", "extrapolated"),
    [
        (YEAR_OF_MONTHS, 1200, 12, 1200, False),
        (YEAR_OF_MONTHS[-3:], 300, 3, 1200, True),
        ([], 0, 0, None, False),
        # The running month and those before the last twelve do not count.
        ([date(2025, 11, 24), date(2024, 10, 31)], 0, 0, None, False),
        # Two records of one month are one month.
        ([date(2025, 10, 15), date(2025, 10, 31)], 200, 1, 2400, True),
    ],
)
def test_admissions_are_those_of_the_last_twelve_whole_months(
    days: list[date], count: int, months: int, yearly: int | None, extrapolated: bool
) -> None:
    found = points.admissions(facts(admitted(*days)))
    assert (found.first, found.last) == (date(2024, 11, 1), date(2025, 10, 31))
    assert (found.count, found.months, found.yearly, found.extrapolated) == (count, months, yearly, extrapolated)


def test_yen_are_points_times_ten_times_admissions() -> None:
    found = points.combinations(evaluation(facts(admitted(*YEAR_OF_MONTHS))))
    assert [one.yen for one in found] == [1_620_000, 1_020_000, 600_000, 360_000]
    assert {one.yen for one in points.combinations(evaluation(facts()))} == {None}


def test_what_stands_in_the_way_is_told_for_each_combination() -> None:
    results = {"safety-1.system-a": Result.NOT_MET, "regional-2.visited": Result.UNKNOWN}
    found = {one.points: one for one in points.combinations(evaluation(facts(), results))}
    assert {points: one.result for points, one in found.items()} == {
        135: Result.NOT_MET, 85: Result.NOT_MET, 50: Result.UNKNOWN, 30: Result.MET,
    }  # fmt: skip
    assert [one.code for one in found[135].missing] == ["safety-1.system-a"]
    assert [one.code for one in found[50].open] == ["regional-2.visited"]


def test_after_the_time_of_a_set_its_trial_says_what_stands_in_the_way() -> None:
    found = points.combinations(evaluation(facts(), {"safety-1.system-a": Result.NOT_MET}, trial=True))
    assert [one.result for one in found] == [Result.NOT_MET, Result.NOT_MET, Result.MET, Result.MET]


@pytest.mark.parametrize(
    ("filings", "claimed"),
    [
        ((), None),
        ((filing(Addon.SAFETY, 1),), 85),
        ((filing(Addon.SAFETY, 1), filing(Addon.REGIONAL, 1)), 135),
        ((filing(Addon.SAFETY, 2), filing(Addon.REGIONAL, 2)), 50),
        ((filing(Addon.SAFETY, 2), replace(filing(Addon.REGIONAL, 2), valid_to=date(2025, 3, 31))), 30),
        # Classes that do not belong together are no way to claim.
        ((filing(Addon.SAFETY, 2), filing(Addon.REGIONAL, 1)), None),
    ],
)
def test_what_is_claimed_is_what_is_filed_on_the_day(filings: tuple[Filing, ...], claimed: int | None) -> None:
    found = points.claimed(points.combinations(evaluation(facts(None, *filings))))
    assert (found.points if found else None) == claimed


def test_a_change_is_told_with_its_sum_written_out() -> None:
    known = facts(admitted(*YEAR_OF_MONTHS), filing(Addon.SAFETY, 2))
    found = points.combinations(evaluation(known))
    now = points.claimed(found)
    assert points.what_if(found[1], now, 1200) == "1入院あたり+55点×10円×新入院1,200人＝年+660,000円。"
    assert points.what_if(found[0], None, 1200) == "1入院あたり+135点×10円×新入院1,200人＝年+1,620,000円。"
    assert "試算できません" in points.what_if(found[1], now, None)
