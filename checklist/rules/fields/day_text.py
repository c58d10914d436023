"""A date as people in hospitals write it, read leniently: on a form and in a file alike."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "令": 2018, "平": 1988, "昭": 1925, "R": 2018, "H": 1988, "S": 1925}
_ERA = "(令和|平成|昭和|[令平昭RHS])?"
_PATTERN = re.compile(_ERA + r"\.?\s*(\d{1,4}|元)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?", re.IGNORECASE)
_MONTH = re.compile(_ERA + r"\.?\s*(\d{1,4}|元)\s*[年./-]\s*(\d{1,2})\s*月?", re.IGNORECASE)
_NO_YEAR = re.compile(r"(\d{1,2})\s*[月/]\s*(\d{1,2})\s*日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_COMPACT_ERA = re.compile(r"([RHS])(\d{2})(\d{2})(\d{2})", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}")
_WEEKDAY = re.compile(r"\s*\(([月火水木金土日])(?:曜日?)?[・･]?祝?\)$|\s*([月火水木金土日])曜日$|\s*\(祝\)$")
_MIDNIGHT = re.compile(r"[T\s]0{1,2}:00(?::00(?:\.0+)?)?$")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_KANJI = re.compile("[〇零一二三四五六七八九十]+")
_DASHES = dict.fromkeys(map(ord, "‐–—−ー"), "-")
"""What input methods offer for a hyphen, which NFKC leaves apart."""
_LAST_SHOWA = 64
_DAY_0 = date(1899, 12, 30)
"""From which Excel counts days."""


# Addresses with 9999-12-31 ended in an unexpected error.
EARLIEST = date(1950, 1, 1)
LATEST = date(2200, 1, 1)
"""Days outside of these are a slip of the pen, and calendars cannot count on from them."""


def is_plausible(day: date) -> bool:
    """Whether a day can be meant at all."""
    return EARLIEST <= day <= LATEST


def parse(text: str) -> date | None:
    """The day that a text means, None for an empty one; raises ValueError for anything else."""
    plain, _ = _plain(text)
    if not plain:
        return None
    if compact := _COMPACT.fullmatch(plain):
        return date(*map(int, compact.groups()))
    if short := _COMPACT_ERA.fullmatch(plain):
        _check_era(first := _ERAS[short[1].upper()], int(short[2]))
        return date(first + int(short[2]), int(short[3]), int(short[4]))
    # A date whose format was lost on the way: Excel then shows the number of its days.
    if _SERIAL.fullmatch(plain) and is_plausible(serial := _DAY_0 + timedelta(int(plain))):
        return serial
    found = _PATTERN.fullmatch(plain)
    if not found:
        raise ValueError(text)
    era, year, month, day = found.groups()
    number = 1 if year == "元" else int(year)
    first = _ERAS[era.upper()] if era else 0
    _check_era(first, number)
    # 「8/4/1」 may be 令和8年 or 2008: better asked than guessed.
    if not era and number < 1000:
        raise ValueError(text)
    return date(first + number, int(month), int(day))


def _check_era(first: int, number: int) -> None:
    """No era has a year 0, and nobody writes 昭和99年; the years of 平成 after its end stand in many a form."""
    if first and (number < 1 or (first == _ERAS["昭和"] and number > _LAST_SHOWA)):
        raise ValueError(number)


def has_weekday(text: str) -> bool:
    """Whether a text says the day of the week, too: then a day without its year means only one."""
    return bool(_plain(text)[1])


def _plain(text: str) -> tuple[str, str]:
    """A text in half width with digits for its numbers, and the weekday behind it: 「2026年4月1日（水）」."""
    plain = unicodedata.normalize("NFKC", text).strip().translate(_DASHES)
    weekday = _WEEKDAY.search(plain)
    plain = _MIDNIGHT.sub("", plain[: weekday.start()] if weekday else plain)
    told = (weekday[1] or weekday[2] or "") if weekday else ""
    return (_KANJI.sub(_number, plain) if "日" in plain else plain), told


def _number(found: re.Match[str]) -> str:
    """二十五 as 25, 二〇二六 as 2026."""
    tens, ten, ones = found[0].partition("十")
    if not ten:
        return found[0].translate(_DIGITS)
    return str(10 * int((tens or "一").translate(_DIGITS)) + int((ones or "〇").translate(_DIGITS)))


def lacks_year(text: str) -> bool:
    """Whether a text is a day without its year, as 8/25."""
    return bool(_NO_YEAR.fullmatch(_plain(text)[0]))


def parse_past(text: str, today: date) -> date | None:
    """The same for what has happened: a day without its year, as 8/25, is the last one that is not ahead.

    One with its weekday is the last such day: 8/25（月）.
    """
    plain, weekday = _plain(text)
    found = _NO_YEAR.fullmatch(plain)
    if not found:
        return parse(text)
    month, day = map(int, found.groups())
    # Four years back there is a 29th of February; further back nobody means it, unless a weekday says so.
    for year in range(today.year, today.year - (7 if weekday else 5), -1):
        try:
            meant = date(year, month, day)
        except ValueError:
            continue
        if meant <= today and weekday in ("", "月火水木金土日"[meant.weekday()]):
            return meant
    raise ValueError(text)


def parse_month(text: str) -> date | None:
    """A day in the month that a text means, such as 2026年4月 or any day of it; None and ValueError as `parse`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return parse(f"{plain.removesuffix('月')}月1日" if _MONTH.fullmatch(plain) else plain)
