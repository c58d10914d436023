"""The order of a visit's states by hand, and the way back."""

from __future__ import annotations

import pytest

from checklist.model.visits import VisitState as S
from checklist.rules.visits.visit_states import BY_DEED, former, movers, next_states, stands_on


def reachable(start: S) -> set[S]:
    seen, todo = {start}, [start]
    while todo:
        for state in next_states(todo.pop()):
            if state not in seen:
                seen.add(state)
                todo.append(state)
    return seen


def test_by_hand_nothing_leads_to_an_agreement_or_a_report() -> None:
    assert reachable(S.PLANNED) == {S.PLANNED, S.ON_SITE, S.CANCELLED}
    assert not any(state in BY_DEED for one in S for state in next_states(one))


@pytest.mark.parametrize("state", list(S))
def test_no_state_leads_back_to_an_earlier_one(state: S) -> None:
    assert all(state not in reachable(after) for after in next_states(state))


def test_what_is_reported_is_never_cancelled() -> None:
    assert S.CANCELLED not in reachable(S.REPORTED)


def test_only_the_host_receives_and_nobody_does_so_for_a_host_outside_of_the_product() -> None:
    assert {one.value for one in movers(S.ACKNOWLEDGED)} == {"host"}
    assert next_states(S.REPORTED) == (S.ACKNOWLEDGED,)
    assert next_states(S.REPORTED, external_host=True) == (S.CLOSED,)


@pytest.mark.parametrize(
    ("history", "before"),
    [
        ([], None),
        ([(S.PLANNED, False)], None),
        ([(S.PLANNED, False), (S.ON_SITE, False)], S.PLANNED),
        ([(S.PLANNED, False), (S.AGREED, False), (S.CANCELLED, False)], S.AGREED),
        ([(S.PLANNED, False), (S.ON_SITE, False), (S.CANCELLED, False), (S.ON_SITE, True)], S.PLANNED),
        ([(S.PLANNED, False), (S.ON_SITE, False), (S.PLANNED, True)], None),
        ([(S.PLANNED, False), (S.CANCELLED, False), (S.PLANNED, True), (S.ON_SITE, False)], S.PLANNED),
    ],
)
def test_a_step_back_leads_to_where_the_last_step_came_from(history: list[tuple[S, bool]], before: S | None) -> None:
    assert former(history) == before


@pytest.mark.parametrize(
    ("state", "agreed", "opened", "sealed", "stands"),
    [
        (S.PLANNED, False, False, False, True),
        (S.AGREED, True, False, False, True),
        (S.AGREED, False, False, False, False),
        (S.READY, True, False, False, False),
        (S.ON_SITE, True, False, False, False),
        (S.ON_SITE, True, True, False, True),
        (S.REPORTED, True, True, True, True),
        (S.REPORTED, False, False, False, False),
        (S.ACKNOWLEDGED, True, True, True, True),
        (S.ACKNOWLEDGED, False, False, False, False),
        (S.CLOSED, True, True, True, False),
        (S.CANCELLED, True, True, False, False),
    ],
)
def test_a_state_is_taken_back_while_nothing_stands_on_it(
    state: S, agreed: bool, opened: bool, sealed: bool, stands: bool
) -> None:
    assert bool(stands_on(state, agreed, opened, sealed)) is stands
