"""What the rules look for together is looked for once, and only in what is known on the day."""

from __future__ import annotations

from datetime import date
from itertools import count

from checklist.model.hospitals import Hospital, HospitalKind
from checklist.model.records import Appointment, Conference
from checklist.rules.criteria import conferences
from checklist.rules.criteria.facts import Facts
from tests.rules.criteria.documents import requirement

HOSPITAL = Hospital(1, "H01", "架空病院", "", "", 200, HospitalKind.GENERAL, False)
ON = date(2026, 11, 22)


def conference(on: date) -> Conference:
    return Conference(held_on=on, participants=5, committee_members=2, topic="検討")


def test_what_several_rules_look_for_is_found_once() -> None:
    numbers = count(3)
    facts = Facts(HOSPITAL, ON, date(2026, 4, 1))
    assert [facts.once(name, lambda: next(numbers)) for name in ("sum", "sum", "other", "sum", "other")] == [
        3,
        3,
        4,
        3,
        4,
    ]


def test_of_two_days_each_has_what_was_known_on_it() -> None:
    kept = {"conference": (conference(date(2026, 11, 1)), conference(ON))}
    found = [len(Facts(HOSPITAL, on, date(2026, 4, 1), records=kept).of(Conference)) for on in (date(2026, 11, 2), ON)]
    assert found == [1, 2]


def test_the_day_of_a_record_is_the_field_that_its_kind_names() -> None:
    nurse = Appointment(
        staff_name="架空花子", profession="nurse", post="safety_manager", dedication="dedicated", valid_from=ON
    )
    assert (nurse.day, conference(ON).day) == (ON, ON)


def test_weeks_that_one_hospital_is_judged_by_are_not_taken_for_those_of_another_day() -> None:
    asked = requirement("conference_weekly")
    found = [conferences.weeks_looked_at(Facts(HOSPITAL, on, date(2026, 4, 1)), asked) for on in (ON, date(2026, 9, 6))]
    assert [(one[0], one[-1]) for one in found] == [
        (date(2026, 10, 26), date(2026, 11, 16)),
        (date(2026, 8, 10), date(2026, 8, 31)),
    ]
