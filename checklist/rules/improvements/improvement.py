"""Where an improvement plan stands."""

from __future__ import annotations

from datetime import date

from checklist.model.improvements import PlanState


def plan_state(
    planned: bool, due_on: date | None, completed_on: date | None, checked_on: date | None, today: date
) -> PlanState:
    """The state of a plan on a day; what is due today is not overdue yet."""
    if not planned:
        return PlanState.NONE
    if checked_on is not None:
        return PlanState.CHECKED
    if completed_on is not None:
        return PlanState.COMPLETED
    return PlanState.OVERDUE if due_on is not None and due_on < today else PlanState.PLANNED
