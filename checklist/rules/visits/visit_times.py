"""Times of a visit: which hours belong to a part of a day, and how they are read and said."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time, timedelta

from checklist import words
from checklist.model.visits import DayPart, Visit, VisitTime

NOON, EVENING = time(12), time(17)
_USUAL = {DayPart.MORNING: (time(9), NOON), DayPart.AFTERNOON: (time(13), EVENING)}
_TYPED = re.compile(r"(\d{1,2})(?::(\d{2})|時(?:(\d{1,2})分|半)?)")
_HOUR = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
SHORTEST = timedelta(hours=2)
"""What a visit takes that begins late in its part of the day."""


def parse(text: str) -> str:
    """An hour as people type it (9:30, 13時, １３時半) as HH:MM, empty for nothing; raises ValueError."""
    typed = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not typed:
        return ""
    found = _TYPED.fullmatch(typed)
    if found is None:
        raise ValueError(text)
    half = 30 if typed.endswith("半") else 0
    return f"{time(int(found[1]), int(found[2] or found[3] or half)):%H:%M}"


def fault(one: VisitTime) -> str:
    """What is wrong with the hour of a time, empty if nothing is."""
    if not one.begins:
        return ""
    if not _HOUR.fullmatch(one.begins):
        return unread(one.begins)
    starts = time.fromisoformat(one.begins)
    if one.part is DayPart.MORNING and starts >= NOON:
        return "午前のときは、開始時刻を12時より前にしてください。"
    if one.part is DayPart.AFTERNOON and starts < NOON:
        return "午後のときは、開始時刻を12時以降にしてください。"
    return ""


def unread(typed: str) -> str:
    """That what was typed is no hour."""
    return f"「{typed}」は時刻として読み取れません。13:30のように入力してください。"


def said(one: VisitTime) -> str:
    """A time as it is written, for instance 2026年12月3日（木）午後 13:30から."""
    starts = f" {one.begins.removeprefix('0')}から" if one.begins else ""
    return f"{words.day(one.on_date)}{words.DAY_PARTS[one.part]}{starts}"


def of_visit(visit: Visit) -> str:
    """The day of a visit with its hours as far as they are known; empty without a day, and 終日 is not said."""
    return said(visit.time).replace(words.DAY_PARTS[DayPart.WHOLE], "", 1) if visit.time else ""


def hours(visit: Visit) -> str:
    """The hours alone, empty where only the day is known."""
    return of_visit(visit).removeprefix(words.day(visit.visit_date)).strip()


def span(one: VisitTime) -> tuple[datetime, datetime] | None:
    """From when to when it is, in Tokyo; None for a whole day of which no hour is said."""
    if not one.begins and one.part is DayPart.WHOLE:
        return None
    usual, ends = _USUAL.get(one.part, (time(9), EVENING))
    first = time.fromisoformat(one.begins) if one.begins else usual
    start = datetime.combine(one.on_date, first, words.TOKYO)
    return start, max(datetime.combine(one.on_date, ends, words.TOKYO), start + SHORTEST)
