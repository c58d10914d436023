"""The Japanese fiscal year (年度)."""

from __future__ import annotations

from datetime import date, timedelta


def of_day(day: date, start_month: int = 4) -> int:
    """The fiscal year a day lies in, named by the calendar year in which it starts."""
    return day.year if day.month >= start_month else day.year - 1


def bounds(year: int, start_month: int = 4) -> tuple[date, date]:
    """The first and the last day of a fiscal year."""
    first = date(year, start_month, 1)
    return first, date(year + 1, start_month, 1) - timedelta(days=1)
