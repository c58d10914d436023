"""Where an improvement plan stands."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.model.improvements import PlanState
from checklist.rules.improvements.improvement import plan_state

TODAY = date(2026, 11, 22)
BEFORE, AFTER = date(2026, 11, 21), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("planned", "due", "completed", "checked", "state"),
    [
        (False, None, None, None, PlanState.NONE),
        (True, None, None, None, PlanState.PLANNED),
        (True, AFTER, None, None, PlanState.PLANNED),
        (True, TODAY, None, None, PlanState.PLANNED),
        (True, BEFORE, None, None, PlanState.OVERDUE),
        (True, BEFORE, AFTER, None, PlanState.COMPLETED),
        (True, BEFORE, BEFORE, TODAY, PlanState.CHECKED),
    ],
)
def test_the_state_follows_the_dates(
    planned: bool, due: date | None, completed: date | None, checked: date | None, state: PlanState
) -> None:
    assert plan_state(planned, due, completed, checked, TODAY) is state
