"""Spans of days that come back every year."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.rules.fields import day_spans


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("12/29-1/3", date(2025, 12, 29), True),
        ("12/29-1/3", date(2026, 1, 3), True),
        ("12/29-1/3", date(2026, 1, 4), False),
        ("12/29-1/3", date(2025, 12, 28), False),
        ("12/29-1/3、8/13-8/16", date(2025, 8, 16), True),
        ("12/29-1/3, 8/13-8/16", date(2025, 8, 17), False),
        ("5/1", date(2025, 5, 1), True),
        ("5/1", date(2025, 5, 2), False),
        ("", date(2025, 5, 1), False),
    ],
)
def test_a_day_lies_in_a_span_or_not(text: str, day: date, expected: bool) -> None:
    assert day_spans.touches(day_spans.parse(text), day) is expected


@pytest.mark.parametrize("text", ["お盆", "13/1-13/2", "2/30", "8/13-", "8.13-8.16", "8/13-8/16-8/17"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^.*$"):
        day_spans.parse(text)
