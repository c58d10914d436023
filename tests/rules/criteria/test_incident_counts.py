"""The counts of incidents stand beside three answers, and change none of them: no notice asks for a number."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.model.records.incidents import IncidentCount
from checklist.rules.criteria.facts import months_before
from checklist.rules.fields.periods import month_end
from tests.rules.criteria.documents import DAY, MET, NOT_MET, UNKNOWN, Case, answer, paper, plan, safety_round

NEW = date(2025, 11, 1)


def counted(*back: int, **counts: int | None) -> list[IncidentCount]:
    """One row of nurses for each month so many months back."""
    values = counts or {"level_1": 30, "level_3b": 2}
    months = (month_end(months_before(NEW, one)) for one in back)
    return [IncidentCount(held_on=on, profession="nurse", **values) for on in months]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "has", "expected"),
    [
        ("reporting_written", [], UNKNOWN),
        ("reporting_written", [paper("reporting")], MET),
        ("reporting_written", [paper("reporting", ended=date(2025, 5, 1))], NOT_MET),
        ("improvement_planned", [], UNKNOWN),
        ("improvement_planned", [plan(date(2025, 9, 10))], MET),
        ("rounds_made", [], UNKNOWN),
        ("rounds_made", [safety_round(date(2025, 11, 10))], MET),
    ],
)
def test_they_are_shown_beside_the_answer_and_leave_it_as_it_is(rule: str, has: list[object], expected: object) -> None:
    before = answer(rule, Case("without", has, UNKNOWN, ""))  # type: ignore[arg-type]
    after = answer(rule, Case("with", [*has, *counted(1, 2, 12)], UNKNOWN, ""))  # type: ignore[list-item]
    assert before.result is after.result is expected
    assert (after.remedy, after.shown[: len(before.shown)]) == (before.remedy, before.shown)
    told = "インシデント報告の件数は、直近12か月のうち3か月分が記録されています（判定には用いていません）。"
    assert after.reason == before.reason + told
    assert [one.label for one in after.shown[len(before.shown) :]] == [
        f"インシデント報告 {month}　32件（未入力8欄）" for month in ("2025年10月", "2025年9月", "2024年11月")
    ]


@pytest.mark.parametrize(
    ("has", "labels"),
    [
        (counted(13), []),
        (counted(0), []),
        (counted(1, level_0=0), ["インシデント報告 2025年10月　0件（未入力9欄）"]),
    ],
)
def test_only_months_of_the_last_year_that_are_over_are_shown(has: list[IncidentCount], labels: list[str]) -> None:
    found = answer("reporting_written", Case("", has, UNKNOWN, "", on=DAY))
    assert [one.label for one in found.shown] == labels
    assert ("インシデント" in found.reason) is bool(labels)
