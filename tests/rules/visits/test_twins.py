"""The same visit is found before it is planned twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.rules.visits.twins import twin

PLAN = Visit(7, 2026, 1, (2, 3), (), date(2026, 11, 20), VisitMode.IN_PERSON, VisitState.PLANNED, False, "")


@pytest.mark.parametrize(
    "change", [{}, {"evaluator_ids": (3, 2)}, {"member_ids": (9,)}, {"mode": VisitMode.ONLINE}, {"note": "2回目"}]
)
def test_who_visits_whom_and_when_is_the_same(change: dict[str, object]) -> None:
    assert twin(replace(PLAN, id=0, **change), [PLAN]) is PLAN  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change", [{"fiscal_year": 2025}, {"host_id": 4}, {"evaluator_ids": (2,)}, {"visit_date": None}]
)
def test_another_visit_is_no_twin(change: dict[str, object]) -> None:
    assert twin(replace(PLAN, id=0, **change), [PLAN]) is None  # type: ignore[arg-type]


def test_one_that_was_called_off_stands_against_nothing() -> None:
    assert twin(PLAN, [replace(PLAN, state=VisitState.CANCELLED)]) is None
    assert twin(PLAN, []) is None
