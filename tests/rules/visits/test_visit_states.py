"""The order of a visit's states."""

from __future__ import annotations

import pytest

from checklist.model.visits import VisitState
from checklist.rules.visits.visit_states import next_states


def reachable(start: VisitState) -> set[VisitState]:
    seen, todo = {start}, [start]
    while todo:
        for state in next_states(todo.pop()):
            if state not in seen:
                seen.add(state)
                todo.append(state)
    return seen


def test_every_state_can_be_reached_from_the_plan() -> None:
    assert reachable(VisitState.PLANNED) == set(VisitState)


@pytest.mark.parametrize("state", list(VisitState))
def test_no_state_leads_back_to_an_earlier_one(state: VisitState) -> None:
    assert all(state not in reachable(after) for after in next_states(state))


def test_what_is_reported_is_never_cancelled() -> None:
    assert VisitState.CANCELLED not in reachable(VisitState.REPORTED)
