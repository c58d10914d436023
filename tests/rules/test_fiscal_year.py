"""年度."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from checklist.rules import fiscal_year


def test_the_year_changes_on_the_first_of_april() -> None:
    assert fiscal_year.of_day(date(2026, 3, 31)) == 2025
    assert fiscal_year.of_day(date(2026, 4, 1)) == 2026
    assert fiscal_year.bounds(2025) == (date(2025, 4, 1), date(2026, 3, 31))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 12))
def test_every_day_lies_within_the_bounds_of_its_year(day: date, start: int) -> None:
    year = fiscal_year.of_day(day, start)
    first, last = fiscal_year.bounds(year, start)
    assert first <= day <= last
    assert fiscal_year.of_day(last + timedelta(days=1), start) == year + 1
