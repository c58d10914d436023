"""The business day in Tokyo."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st
from sqlite_utils import Database

from checklist.store import clock

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC))


@given(MOMENTS)
@example(datetime(2025, 9, 30, 14, 59, 59, 999999, UTC))
def test_the_day_of_a_stored_moment_is_the_same_in_sql(moment: datetime) -> None:
    found = Database(memory=True).execute(f"SELECT {clock.day_in_sql('?')}", [clock.to_text(moment)]).fetchone()[0]
    assert found == clock.day_of(moment).isoformat()


def test_no_moment_has_no_day_in_sql() -> None:
    assert Database(memory=True).execute(f"SELECT {clock.day_in_sql('NULL')}").fetchone()[0] is None
