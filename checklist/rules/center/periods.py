"""The periods of which a centre tells: fiscal and calendar years, their halves, and any months."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from checklist import words
from checklist.errors import Refused
from checklist.rules import fiscal_year
from checklist.rules.fields import periods

_YEARS = re.compile(r"(fy|h1|h2|cy|c1|c2)(\d{4})")
_MONTHS = re.compile(r"(\d{4})-(\d{2})_(\d{4})-(\d{2})")
MOST_MONTHS = 120


@dataclass(frozen=True)
class Span:
    """A period of whole months, with the code that it has in an address."""

    code: str
    word: str
    first: date
    last: date

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month."""
        found = [self.first]
        while (after := periods.following(found[-1])) <= self.last:
            found.append(after)
        return tuple(found)

    @property
    def is_fiscal_year(self) -> bool:
        """Whether it is one whole fiscal year."""
        return self.code.startswith("fy")

    @property
    def is_free(self) -> bool:
        """Whether its months were chosen by hand."""
        return "_" in self.code


def _span(code: str, word: str, first: date, count: int) -> Span:
    """So many months from a day on."""
    after = first
    for _ in range(count):
        after = periods.following(after)
    return Span(code, word, first, after - timedelta(days=1))


def _of_year(kind: str, year: int, start: int) -> Span:
    first = fiscal_year.bounds(year, start)[0]
    half = _span("", "", first, 6).last + timedelta(days=1)
    known = {
        "fy": (f"{year}年度", first, 12),
        "h1": (f"{year}年度 上半期", first, 6),
        "h2": (f"{year}年度 下半期", half, 6),
        "cy": (f"{year}年（1～12月）", date(year, 1, 1), 12),
        "c1": (f"{year}年1～6月", date(year, 1, 1), 6),
        "c2": (f"{year}年7～12月", date(year, 7, 1), 6),
    }
    return _span(f"{kind}{year}", *known[kind])


def parse(code: str, start: int) -> Span:
    """The period of a code, such as fy2025, h12025, c22025 or 2025-04_2025-06; raises Refused."""
    if (found := _YEARS.fullmatch(code)) and 1990 <= int(found[2]) <= 2198:
        return _of_year(found[1], int(found[2]), start)
    if found := _MONTHS.fullmatch(code):
        year, month, last_year, last_month = map(int, found.groups())
        count = 12 * (last_year - year) + last_month - month + 1
        if 1990 <= year <= 2198 and 1 <= month <= 12 and 1 <= last_month <= 12 and 1 <= count <= MOST_MONTHS:
            first = date(year, month, 1)
            last = _span("", "", first, count).last
            return Span(code, f"{words.month(first)}～{words.month(last)}", first, last)
    raise Refused("期間の指定が正しくありません。画面で選び直してください。")


def word(code: str, start: int) -> str:
    """The period of a code in words; what is none stays as it was written."""
    try:
        return parse(code, start).word
    except Refused:
        return code


def usual(today: date, start: int, years: int = 5) -> list[Span]:
    """The periods to choose from on a day, this fiscal year first."""
    this = fiscal_year.of_day(today, start)
    kinds = ("fy", "h1", "h2")
    found = [_of_year(kind, year, start) for year in range(this, this - years, -1) for kind in kinds]
    calendar = [
        _of_year(kind, year, start) for year in range(today.year, today.year - years, -1) for kind in ("cy", "c1", "c2")
    ]
    return [one for one in (*found, *calendar) if one.first <= today]


def before(span: Span, start: int) -> Span | None:
    """The same period a year earlier; None for free months."""
    found = _YEARS.fullmatch(span.code)
    return _of_year(found[1], int(found[2]) - 1, start) if found else None
