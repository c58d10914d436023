"""When a day is told, and how long a mail waits after a failure."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.rules.notices import stages
from checklist.words.notices import STAGES

ORDER = [None, stages.SOON, stages.NEAR, stages.LATE]


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(-40, 60))
@settings(max_examples=60)
def test_as_days_go_by_a_stage_never_goes_back(due: date, before: int) -> None:
    today = due - timedelta(days=before)
    now, tomorrow = (ORDER.index(stages.of_day(due, today + timedelta(days=more))) for more in (0, 1))
    assert now <= tomorrow <= now + 1


def test_every_stage_has_its_word() -> None:
    assert set(STAGES) == set(ORDER) - {None}


def test_pauses_grow_last_over_a_weekend_and_then_end() -> None:
    found = [stages.pause(tries) for tries in range(1, 20)]
    given_up = found.index(None)
    waits = [one for one in found if one is not None]
    assert waits == sorted(waits)
    assert timedelta(days=3) < sum(waits, timedelta()) < timedelta(days=7)
    assert set(found[given_up:]) == {None}
