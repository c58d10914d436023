"""Hours as people type them, and which of them fit a part of a day."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.model.visits import DayPart, Visit, VisitMode, VisitState, VisitTime
from checklist.rules.visits import visit_times

DAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ""), (" ", ""), ("9:30", "09:30"), ("１３：３０", "13:30"), ("13時", "13:00"), ("13時半", "13:30"),
        ("9時05分", "09:05"), ("9 時 5 分", "09:05"), ("00:00", "00:00"),
    ],
)  # fmt: skip
def test_an_hour_is_read_as_people_write_it(typed: str, read: str) -> None:
    assert visit_times.parse(typed) == read


@pytest.mark.parametrize(
    "typed", ["夕方", "14", "25:00", "9:60", "9:5", "1330", "9:30-11:00", "-1:00", "9時半30分", "9:30:00"]
)
def test_what_is_no_hour_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        visit_times.parse(typed)


@pytest.mark.parametrize(
    ("part", "begins", "fits"),
    [
        (DayPart.MORNING, "11:59", True), (DayPart.MORNING, "12:00", False), (DayPart.AFTERNOON, "12:00", True),
        (DayPart.AFTERNOON, "11:59", False), (DayPart.WHOLE, "09:00", True), (DayPart.MORNING, "", True),
        (DayPart.WHOLE, "24:00", False), (DayPart.WHOLE, "9:00", False), (DayPart.WHOLE, "09:60", False),
    ],
)  # fmt: skip
def test_an_hour_lies_in_its_part_of_the_day(part: DayPart, begins: str, fits: bool) -> None:
    assert (visit_times.fault(VisitTime(DAY, part, begins)) == "") is fits


def test_a_time_is_said_in_full() -> None:
    assert visit_times.said(VisitTime(DAY)) == "2026年12月3日（木）終日"
    assert visit_times.said(VisitTime(DAY, DayPart.MORNING, "09:30")) == "2026年12月3日（木）午前 9:30から"


@pytest.mark.parametrize(
    ("day", "part", "begins", "told", "hours"),
    [
        (DAY, DayPart.WHOLE, "", "2026年12月3日（木）", ""),
        (DAY, DayPart.WHOLE, "09:30", "2026年12月3日（木） 9:30から", "9:30から"),
        (DAY, DayPart.AFTERNOON, "", "2026年12月3日（木）午後", "午後"),
        (DAY, DayPart.AFTERNOON, "13:30", "2026年12月3日（木）午後 13:30から", "午後 13:30から"),
        (None, DayPart.AFTERNOON, "13:30", "", ""),
    ],
)
def test_a_visit_tells_its_day_with_what_is_known_of_its_hours(
    day: date | None, part: DayPart, begins: str, told: str, hours: str
) -> None:
    visit = Visit(1, 2026, 1, (2,), (), day, VisitMode.IN_PERSON, VisitState.PLANNED, False, "", part, begins)
    assert (visit_times.of_visit(visit), visit_times.hours(visit)) == (told, hours)
