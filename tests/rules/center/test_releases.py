"""Which periods may be told to everybody: over, of a fixed kind, and none that overlaps what was told before."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.rules.center import periods, releases
from checklist.rules.center.releases import Release

TODAY = date(2026, 11, 22)


def release(code: str, figures: str = "same") -> Release:
    return Release(periods.parse(code, 4), figures)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("fy2025", ""), ("h12026", ""), ("c12026", ""), ("cy2025", ""), ("fy2026", "期間が終わってから"),
        ("h22026", "期間が終わってから"), ("2026-04_2026-06", "決まった期間"), ("2026-10_2026-11", "決まった期間"),
    ],
)  # fmt: skip
def test_a_period_is_told_once_it_is_over(code: str, told: str) -> None:
    found = list(releases.faults(periods.parse(code, 4), "same", [], TODAY))
    assert (told in found[0]) if told else found == []


@pytest.mark.parametrize(
    ("code", "before", "refused"),
    [
        ("fy2025", ["h12025"], True), ("h12025", ["fy2025"], True), ("h22025", ["h12025"], False), ("fy2025", ["fy2024"], False),
        ("c12026", ["h22025"], True), ("cy2025", ["h22025"], True), ("c22025", ["h22024"], False), ("h12026", ["h12025", "h22025"], False),
        ("fy2024", ["h12025", "cy2024"], True),
    ],
)  # fmt: skip
def test_no_two_periods_that_were_told_overlap(code: str, before: list[str], refused: bool) -> None:
    found = list(releases.faults(periods.parse(code, 4), "same", [release(one) for one in before], TODAY))
    assert bool(found) is refused
    assert not refused or "差し引き" in found[0]


def test_the_same_period_is_told_again_with_the_same_numbers_alone() -> None:
    span = periods.parse("fy2025", 4)
    assert list(releases.faults(span, "same", [release("fy2025")], TODAY)) == []
    (told,) = releases.faults(span, "others", [release("fy2025")], TODAY)
    assert "作成済みの資料を使ってください" in told


def test_a_year_with_an_edition_lets_a_paper_of_the_year_stand_and_none_of_a_part() -> None:
    edition = [release("fy2025", "")]
    assert list(releases.faults(periods.parse("fy2025", 4), "any", edition, TODAY)) == []
    (told,) = releases.faults(periods.parse("h22025", 4), "any", edition, TODAY)
    assert "「2025年度」と期間が重なります" in told


@pytest.mark.parametrize("start", [1, 4, 10])
def test_halves_of_a_year_never_overlap_whenever_it_begins(start: int) -> None:
    first, second = (periods.parse(code, start) for code in ("h12025", "h22025"))
    assert releases.overlapping(first, [Release(second, "")]) is None
    assert releases.overlapping(periods.parse("fy2025", start), [Release(second, "")]) is not None
