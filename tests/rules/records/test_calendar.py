"""A fiscal year as weeks and months."""

from __future__ import annotations

from datetime import date

from checklist.rules.fields import day_spans
from checklist.rules.records import calendar
from checklist.rules.records.calendar import Presence

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)


def test_a_fiscal_year_has_52_weeks_that_begin_in_it() -> None:
    found = calendar.weeks(FIRST, LAST, [], FIRST)
    assert (len(found), found[0].first, found[-1].first) == (52, date(2026, 4, 6), date(2027, 3, 29))


def test_weeks_tell_what_was_held_what_is_missing_and_what_is_still_to_come() -> None:
    today = date(2026, 4, 22)
    days = [date(2026, 4, 6), date(2026, 4, 12)]
    found = calendar.weeks(FIRST, LAST, days, today)[:4]
    assert [(one.count, one.presence) for one in found] == [
        (2, Presence.HELD), (0, Presence.MISSING), (0, Presence.RUNNING), (0, Presence.FUTURE),
    ]  # fmt: skip


def test_a_week_is_missing_only_once_its_sunday_is_over() -> None:
    for today, presence in ((date(2026, 4, 12), Presence.RUNNING), (date(2026, 4, 13), Presence.MISSING)):
        assert calendar.weeks(FIRST, LAST, [], today)[0].presence is presence


def test_weeks_off_and_the_running_one_are_not_counted_whether_anybody_met_or_not() -> None:
    days, free = [date(2026, 12, 21), date(2026, 12, 30), date(2027, 1, 12)], day_spans.parse("12/29-1/3、1/18")
    for given, presences in (
        (days, [Presence.HELD, Presence.HELD, Presence.MISSING, Presence.HELD, Presence.FUTURE]),
        ([], [Presence.MISSING, Presence.FREE, Presence.MISSING, Presence.RUNNING, Presence.FUTURE]),
    ):
        found = calendar.weeks(date(2026, 12, 21), LAST, given, date(2027, 1, 13), free)[:5]
        assert [one.presence for one in found] == presences
        assert [one.counted for one in found] == [True, False, True, False, False]


def test_months_go_round_the_year_and_end_on_their_last_day() -> None:
    found = calendar.months(FIRST, [date(2027, 2, 28)], date(2027, 2, 10))
    assert [one.first.month for one in found] == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    assert (found[10].last, found[10].count, found[10].presence) == (date(2027, 2, 28), 1, Presence.HELD)
    assert (found[9].presence, found[11].presence) == (Presence.MISSING, Presence.FUTURE)


def test_departments_known_from_elsewhere_show_that_they_had_no_round() -> None:
    day = date(2026, 5, 1)
    found = calendar.by_department([("3階病棟", day), (" 薬剤部 ", day), ("3階病棟", day)], ["手術室", "薬剤部", ""])
    assert found == {"手術室": [], "薬剤部": [day], "3階病棟": [day, day]}
