"""Which version of a sheet holds on a day, and by which day one is chosen for a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from checklist.rules.sheets import in_force


@dataclass(frozen=True)
class Line:
    sheet_code: str
    code: str
    from_fiscal_year: int
    holds_from: date | None = None


LINES = (
    Line("a", "a-3", 2026, date(2026, 10, 1)),
    Line("a", "a-2", 2025),
    Line("a", "a-1", 2022),
    Line("b", "b-1", 2026),
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 3, 31), []),
        (date(2022, 4, 1), ["a-1"]),
        (date(2025, 4, 1), ["a-2"]),
        (date(2026, 9, 30), ["a-2", "b-1"]),
        (date(2026, 10, 1), ["a-3", "b-1"]),
    ],
)
def test_the_newest_version_whose_day_has_come_holds(day: date, expected: list[str]) -> None:
    assert [line.code for line in in_force.on(LINES, day, 4)] == expected


def test_a_year_that_begins_in_january_begins_its_versions_then() -> None:
    assert in_force.begins(LINES[1], 1) == date(2025, 1, 1)
    assert in_force.begins(LINES[0], 1) == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2025, date(2026, 3, 31)), (2026, date(2026, 11, 28)), (2027, date(2027, 4, 1))],
)
def test_a_year_is_looked_at_today_or_on_its_nearest_day(year: int, expected: date) -> None:
    assert in_force.day_in(year, date(2026, 11, 28), 4) == expected
