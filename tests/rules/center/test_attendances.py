"""Attendees added up by facility, way and profession, and windows that count whoever watched in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.center.activities import Training
from checklist.model.center.attendance import Attendance, Reopening, ViewingTurn
from checklist.rules.center import attendances
from checklist.rules.fields import checks

DAY = date(2026, 11, 12)
NURSES = Attendance(id=1, training_id=1, held_on=DAY, hospital_code="H02", profession="nurse", people=3)
TRAINING = Training(id=1, held_on=DAY, theme="接遇", topic="system")


def test_facilities_stand_by_code_then_others_by_name_each_with_its_parts() -> None:
    found = attendances.by_facility(
        [
            replace(NURSES, hospital_code="", facility="西部保健所"),
            NURSES,
            replace(NURSES, way="demand", profession="office", people=2),
            replace(NURSES, way="again", people=4),
            replace(NURSES, hospital_code="H01", people=1),
            replace(NURSES, hospital_code="", facility="東部保健所"),
        ],
        {"H01": "架空中央病院"},
    )
    assert [(one.code, one.name, one.people) for one in found] == [
        ("H01", "架空中央病院", 1),
        ("H02", "H02", 9),
        ("", "東部保健所", 3),
        ("", "西部保健所", 3),
    ]
    assert (found[1].by_way, found[1].by_profession) == ({"day": 3, "demand": 2, "again": 4}, {"nurse": 7, "office": 2})
    assert (found[1].attended, found[1].viewed) == (3, 6)


def test_nobody_adds_up_to_nothing() -> None:
    assert (attendances.by_facility([], {}), attendances.total([])) == ((), 0)
    assert attendances.windows(TRAINING, [], [NURSES, replace(NURSES, way="demand")]) == ()


@pytest.mark.parametrize(
    ("last", "asked_by", "remark"),
    [
        (date(2026, 12, 8), "", "1か月より短く"),
        (date(2026, 12, 9), "", ""),
        (date(2027, 1, 13), "", ""),
        (date(2027, 1, 14), "", "2か月より長く"),
        (date(2026, 11, 13), "東部保健所", ""),
    ],
)
def test_a_window_is_one_to_two_months_unless_it_was_asked_for(last: date, asked_by: str, remark: str) -> None:
    found = attendances.Window(DAY, last, asked_by, 0)
    assert remark in found.remark
    assert bool(found.remark) is bool(remark)
    assert [found.is_open(day) for day in (DAY, last, date(2026, 11, 11))] == [True, True, False]


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2026, 11, 1), [1, 0]),
        (date(2026, 11, 20), [1, 0]),
        (date(2026, 12, 20), [1, 0]),
        (date(2027, 1, 10), [0, 1]),
        (date(2027, 3, 1), [0, 1]),
    ],
)
def test_who_watched_counts_in_the_window_of_their_day_else_in_the_last_begun(day: date, counts: list[int]) -> None:
    training = replace(TRAINING, demand_from=DAY, demand_until=date(2026, 12, 15))
    again = Reopening(training_id=1, held_on=date(2027, 1, 5), closes_on=date(2027, 1, 20), asked_by="東部保健所")
    line = replace(NURSES, way="demand", held_on=day, people=1)
    assert [one.people for one in attendances.windows(training, [again], [line, NURSES])] == counts


TURN = ViewingTurn(id=1, held_on=DAY, started="10:30", ended="11:30", course="研修", staff="春子", agreed_by="秋子")


@pytest.mark.parametrize(
    ("started", "ended", "clash"),
    [
        ("09:00", "10:30", False),
        ("11:30", "12:00", False),
        ("09:00", "10:31", True),
        ("11:29", "12:00", True),
        ("10:45", "11:00", True),
    ],
)
def test_turns_touch_but_do_not_overlap(started: str, ended: str, clash: bool) -> None:
    other = replace(TURN, id=2, started=started, ended=ended)
    assert (attendances.overlapping(other, [TURN]) is TURN) is clash
    assert attendances.overlapping(replace(other, held_on=date(2026, 11, 13)), [TURN]) is None


def test_a_turn_does_not_stand_in_its_own_way() -> None:
    assert attendances.overlapping(TURN, [TURN]) is None


@pytest.mark.parametrize("text", ["9:30", "0930", "24:00", "10:60", "１０:３０", "", "10:3", ":"])
def test_an_hour_is_what_a_clock_shows(text: str) -> None:
    assert checks.faults(replace(TURN, started=text), date(2026, 11, 22))


def test_a_window_to_come_may_be_planned_and_not_end_before_it_begins() -> None:
    again = Reopening(training_id=1, held_on=date(2027, 1, 5), closes_on=date(2027, 1, 20), asked_by="東部保健所")
    assert checks.faults(again, DAY) == []
    assert checks.faults(replace(again, closes_on=date(2027, 1, 4)), DAY)
    assert checks.faults(replace(again, asked_by=" "), DAY)
