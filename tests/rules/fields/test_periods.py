"""The days that a record may be of, and the day of the next one."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.model.records import Admission, Conference, Record, StaffTraining
from checklist.rules.fields import periods


@pytest.mark.parametrize(
    ("record", "day"),
    [
        (Conference(id=3, version=2, held_on=date(2026, 12, 28), participants=8, committee_members=3, topic="検討"),
         date(2027, 1, 4)),
        (Admission(id=3, version=2, held_on=date(2026, 1, 31), count=10), date(2026, 2, 28)),
        (Admission(id=3, version=2, held_on=date(2026, 11, 30), count=10), date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_a_record_is_repeated_a_week_or_a_month_later(record: Record, day: date) -> None:
    found = periods.repeated(record, date(2027, 4, 1))
    assert (found.id, found.version, found.day) == (0, 0, day)


@pytest.mark.parametrize(
    ("record", "day"),
    [
        (Conference(held_on=date(2026, 11, 18), participants=8, committee_members=3, topic="検討"),
         date(2026, 11, 22)),
        (Admission(held_on=date(2026, 10, 31), count=10), date(2026, 11, 30)),
        (Admission(held_on=date(2026, 11, 30), count=10), date(2026, 11, 30)),
        (StaffTraining(held_on=date(2026, 11, 18), title="研修", held=True, audience=9), date(2026, 11, 22)),
        (StaffTraining(held_on=date(2026, 11, 18), title="研修"), date(2026, 11, 25)),
    ],
)  # fmt: skip
def test_only_a_plan_is_repeated_on_a_day_to_come(record: Record, day: date) -> None:
    assert periods.repeated(record, date(2026, 11, 22)).day == day
