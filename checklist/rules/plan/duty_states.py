"""How far every duty of a year is met, by the evaluations that stand and those that are proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklist.model.plan import DutyState, Edge, Partner, PlanDuty, PlannedVisit
from checklist.rules.plan.partnership import duties, meets

ORDER = tuple(DutyState)
"""From nothing to done."""


@dataclass(frozen=True)
class DutyLine:
    """One duty of one hospital: the best that stands for it, and the partners with whom."""

    hospital_id: int
    duty: PlanDuty
    state: DutyState
    partner_ids: tuple[int, ...]


def proposed(partners: Mapping[int, Partner], visits: Iterable[PlannedVisit]) -> tuple[Edge, ...]:
    """The evaluations of visits that are only proposed, by the classes of the year."""
    return tuple(
        Edge(one, visit.host_id, partners[one].safety, partners[visit.host_id].safety, DutyState.DRAFT)
        for visit in visits
        if visit.visit_id is None and visit.host_id in partners
        for one in visit.evaluator_ids
        if one in partners
    )


def lines(partners: Mapping[int, Partner], edges: Iterable[Edge]) -> tuple[DutyLine, ...]:
    """Every duty of the year with its state, by the order of the hospitals."""
    mine: dict[int, list[Edge]] = {}
    for edge in edges:
        mine.setdefault(edge.evaluator_id, []).append(edge)
        mine.setdefault(edge.host_id, []).append(edge)
    return tuple(_line(one.id, duty, mine.get(one.id, [])) for one in partners.values() for duty in duties(one))


def _line(hospital_id: int, duty: PlanDuty, edges: Iterable[Edge]) -> DutyLine:
    found = [(_state(duty, edge), edge) for edge in edges if meets(duty, hospital_id, edge)]
    state = max((state for state, _ in found), key=ORDER.index, default=DutyState.MISSING)
    other = [edge.evaluator_id if duty is PlanDuty.EVALUATED else edge.host_id for _, edge in found]
    return DutyLine(hospital_id, duty, state, tuple(dict.fromkeys(other)))


def _state(duty: PlanDuty, edge: Edge) -> DutyState:
    # The host need only have been evaluated; whoever evaluates has to hand over the report as well.
    return DutyState.DONE if duty is PlanDuty.EVALUATED and edge.state is DutyState.HELD else edge.state


def missing(found: Iterable[DutyLine]) -> tuple[DutyLine, ...]:
    """The duties that nothing stands for."""
    return tuple(one for one in found if one.state is DutyState.MISSING)
