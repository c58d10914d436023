"""Which class a hospital has filed on a day."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.model.hospitals import Addon, Filing
from checklist.rules.hospitals import filed_class

SAFETY, REGIONAL = Addon.SAFETY, Addon.REGIONAL
FILINGS = (
    Filing(1, 7, SAFETY, 2, date(2024, 4, 1), date(2025, 3, 31), "第1号"),
    Filing(2, 7, SAFETY, 1, date(2025, 4, 1), None, "第2号"),
    Filing(3, 7, REGIONAL, 2, date(2025, 4, 1), date(2025, 4, 1), "第3号"),
)


@pytest.mark.parametrize(
    ("addon", "day", "expected"),
    [
        (SAFETY, date(2024, 3, 31), None),
        (SAFETY, date(2024, 4, 1), 2),
        (SAFETY, date(2025, 3, 31), 2),
        (SAFETY, date(2025, 4, 1), 1),
        (SAFETY, date.max, 1),
        (REGIONAL, date(2025, 3, 31), None),
        (REGIONAL, date(2025, 4, 1), 2),
        (REGIONAL, date(2025, 4, 2), None),
    ],
)
def test_the_class_is_that_of_the_filing_valid_on_the_day(addon: Addon, day: date, expected: int | None) -> None:
    assert filed_class.class_on(FILINGS, addon, day) == expected


def test_without_filings_there_is_no_class() -> None:
    assert filed_class.class_on((), SAFETY, date(2025, 4, 1)) is None
