"""Until when the records of a case are kept."""

from __future__ import annotations

from datetime import date

from checklist.rules import fiscal_year


def until(last_on: date, years: int, start: int) -> date:
    """The last day of so many whole fiscal years behind the one in which a case was last worked on."""
    return fiscal_year.bounds(fiscal_year.of_day(last_on, start) + years, start)[1]
