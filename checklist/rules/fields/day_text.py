"""A date as people in hospitals write it, read leniently: on a form and in a file alike."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_ERAS = {"令和": 2018, "平成": 1988, "R": 2018, "H": 1988}
_PATTERN = re.compile(
    r"(令和|平成|[RH])?\s*(\d{1,4}|元)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?", re.IGNORECASE
)
_MONTH = re.compile(r"(令和|平成|[RH])?\s*(\d{1,4}|元)\s*[年./-]\s*(\d{1,2})\s*月?", re.IGNORECASE)
_NO_YEAR = re.compile(r"(\d{1,2})\s*[月/]\s*(\d{1,2})\s*日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


# Addresses with 9999-12-31 ended in an unexpected error.
EARLIEST = date(1950, 1, 1)
LATEST = date(2200, 1, 1)
"""Days outside of these are a slip of the pen, and calendars cannot count on from them."""


def is_plausible(day: date) -> bool:
    """Whether a day can be meant at all."""
    return EARLIEST <= day <= LATEST


def parse(text: str) -> date | None:
    """The day that a text means, None for an empty one; raises ValueError for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    if compact := _COMPACT.fullmatch(plain):
        return date(*map(int, compact.groups()))
    # The weekday of 「2026年4月1日（水）」, as the product itself writes it.
    found = _PATTERN.fullmatch(re.sub(r"\(.\)$", "", plain))
    if not found:
        raise ValueError(text)
    era, year, month, day = found.groups()
    number = 1 if year == "元" else int(year)
    first = _ERAS[era.upper()] if era else 0
    # 「8/4/1」 may be 令和8年 or 2008: better asked than guessed.
    if not era and number < 1000:
        raise ValueError(text)
    return date(first + number, int(month), int(day))


def parse_past(text: str, today: date) -> date | None:
    """The same for what has happened: a day without its year, as 8/25, is the last one that is not ahead."""
    plain = re.sub(r"\(.\)$", "", unicodedata.normalize("NFKC", text).strip())
    found = _NO_YEAR.fullmatch(plain)
    if not found:
        return parse(text)
    month, day = map(int, found.groups())
    # Four years back there is a 29th of February; further back nobody means it.
    for year in range(today.year, today.year - 5, -1):
        try:
            meant = date(year, month, day)
        except ValueError:
            continue
        if meant <= today:
            return meant
    raise ValueError(text)


def parse_month(text: str) -> date | None:
    """A day in the month that a text means, such as 2026年4月 or any day of it; None and ValueError as `parse`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return parse(f"{plain.removesuffix('月')}月1日" if _MONTH.fullmatch(plain) else plain)
