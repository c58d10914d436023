"""Whether a visit is planned already: the same hospitals on both sides, on the same day of the same year."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.model.visits import Visit, VisitState


def twin(visit: Visit, planned: Iterable[Visit]) -> Visit | None:
    """A visit that says the same of who visits whom and when; one that was called off is none."""
    said = _said(visit)
    return next((one for one in planned if one.state is not VisitState.CANCELLED and _said(one) == said), None)


def _said(one: Visit) -> tuple[object, ...]:
    return one.fiscal_year, one.host_id, frozenset(one.evaluator_ids), one.visit_date
