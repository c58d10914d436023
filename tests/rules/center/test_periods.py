"""The periods of which a centre tells: each day of a year lies in one half, and no address makes a period that is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.errors import Refused
from checklist.rules.center import periods

FISCAL = [("fy", 12), ("h1", 6), ("h2", 6)]


@pytest.mark.parametrize(
    ("code", "word", "first", "last"),
    [
        ("fy2026", "2026年度", date(2026, 4, 1), date(2027, 3, 31)),
        ("h12026", "2026年度 上半期", date(2026, 4, 1), date(2026, 9, 30)),
        ("h22026", "2026年度 下半期", date(2026, 10, 1), date(2027, 3, 31)),
        ("cy2026", "2026年（1～12月）", date(2026, 1, 1), date(2026, 12, 31)),
        ("c12026", "2026年1～6月", date(2026, 1, 1), date(2026, 6, 30)),
        ("c22026", "2026年7～12月", date(2026, 7, 1), date(2026, 12, 31)),
        ("2024-02_2024-02", "2024年2月～2024年2月", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-12_2026-02", "2025年12月～2026年2月", date(2025, 12, 1), date(2026, 2, 28)),
    ],
)
def test_a_code_means_whole_months(code: str, word: str, first: date, last: date) -> None:
    span = periods.parse(code, 4)
    assert (span.code, span.word, span.first, span.last) == (code, word, first, last)
    assert span.is_fiscal_year == code.startswith("fy")
    assert (periods.word(code, 4), periods.word(f"x{code}", 4)) == (word, f"x{code}")


@pytest.mark.parametrize(
    "code",
    [
        "", "fy", "fy1989", "fy2199", "fy20260", "FY2026", " fy2026", "fy2026\n", "h32026", "2026-04", "2026-4_2026-5",
        "2026-00_2026-01", "2026-01_2026-13", "2026-02_2026-01", "2026-01_2036-01", "1989-01_1989-02", "2199-01_2199-02", "0000-01_0000-01",
        "9999-12_9999-12", "2026-01_2026-02_2026-03", "'; DROP TABLE center_case",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(Refused, match="期間の指定が正しくありません"):
        periods.parse(code, 4)


def test_ten_years_of_months_are_the_most() -> None:
    assert len(periods.parse("2026-01_2035-12", 4).months) == periods.MOST_MONTHS == 120


@given(st.integers(1990, 2198), st.integers(1, 12))
@settings(max_examples=30, deadline=None)
def test_both_halves_are_the_year_and_every_year_follows_the_last(year: int, start: int) -> None:
    whole, first, second = (periods.parse(f"{kind}{year}", start) for kind, _ in FISCAL)
    assert (first.first, second.last) == (whole.first, whole.last)
    assert second.first - first.last == timedelta(days=1)
    assert whole.months == first.months + second.months
    assert [len(one.months) for one in (whole, first, second)] == [count for _, count in FISCAL]
    before = periods.before(whole, start)
    assert before is not None
    assert before.last + timedelta(days=1) == whole.first


def test_the_same_period_a_year_earlier_and_none_for_free_months() -> None:
    found = [periods.before(periods.parse(code, 4), 4) for code in ("fy2026", "h22026", "c12026")]
    assert [one.code for one in found if one] == ["fy2025", "h22025", "c12025"]
    assert periods.before(periods.parse("2026-04_2026-06", 4), 4) is None


def test_months_are_first_days_in_their_order() -> None:
    months = periods.parse("2025-11_2026-02", 4).months
    assert months == (date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))


@pytest.mark.parametrize(
    ("today", "start", "first", "halves"),
    [
        (date(2026, 11, 22), 4, "fy2026", ["h12026", "h22026"]),
        (date(2026, 4, 1), 4, "fy2026", ["h12026"]),
        (date(2026, 3, 31), 4, "fy2025", ["h12025", "h22025"]),
        (date(2026, 3, 31), 1, "fy2026", ["h12026"]),
    ],
)
def test_the_periods_to_choose_from_begin_with_this_year_and_have_begun(
    today: date, start: int, first: str, halves: list[str]
) -> None:
    found = periods.usual(today, start)
    assert found[0].code == first
    assert [one.code for one in found if one.code[:2] in ("h1", "h2") and one.code[2:] == first[2:]] == halves
    assert all(one.first <= today for one in found)
    assert len({one.code for one in found}) == len(found)
    assert sum(one.is_fiscal_year for one in found) == sum(one.code.startswith("cy") for one in found) == 5
    assert all(periods.parse(one.code, start) == one for one in found)
