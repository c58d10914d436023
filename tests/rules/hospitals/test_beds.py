"""The beds of a day: from the day on which they changed, never a day earlier, and as they were corrected last."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.rules.hospitals.beds import BedCount, on, standing

FIRST, MORE, LESS = BedCount(None, 200), BedCount(date(2025, 4, 1), 250), BedCount(date(2026, 6, 1), 240)


@pytest.mark.parametrize(
    ("written", "day", "expected"),
    [
        ([FIRST], date(1999, 1, 1), 200),
        ([FIRST, MORE], date(2025, 3, 31), 200),
        ([FIRST, MORE], date(2025, 4, 1), 250),
        ([FIRST, LESS, MORE], date(2026, 5, 31), 250),
        ([FIRST, LESS, MORE], date(2026, 6, 1), 240),
        ([FIRST, MORE, BedCount(MORE.since, 199)], date(2025, 4, 1), 199),
        ([FIRST, MORE, BedCount(None, 180)], date(2025, 3, 31), 180),
        ([MORE], date(2025, 3, 31), 250),
        ([], date(2025, 3, 31), None),
    ],
)
def test_the_beds_of_a_day(written: list[BedCount], day: date, expected: int | None) -> None:
    assert on(standing(written), day) == expected
