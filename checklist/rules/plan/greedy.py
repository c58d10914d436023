"""The year as it is planned by hand: one hospital after the other takes the nearest that nobody has taken yet."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.model.plan import Pair, Partner, PlanDuty, PlannedVisit
from checklist.rules.plan import duty_states
from checklist.rules.plan.partnership import Question, apart, obstacles, pairs


def plan(question: Question) -> tuple[PlannedVisit, ...]:
    """A visit of its own for every duty that is open, by the order of the hospitals; what cannot be met is left out."""
    standing = (*question.edges, *duty_states.proposed(question.partners, question.fixed))
    edges = {edge.pair for edge in standing}
    owed = {(one.hospital_id, one.duty) for one in duty_states.missing(duty_states.lines(question.partners, standing))}
    open_to: dict[int, list[Partner]] = {}
    comes_to: dict[int, list[Partner]] = {}
    for evaluator, host in pairs(question):
        if (evaluator.id, host.id) not in edges and not obstacles(question, evaluator, host):
            open_to.setdefault(evaluator.id, []).append(host)
            comes_to.setdefault(host.id, []).append(evaluator)
    taken = {host for _, host in edges}
    found: list[Pair] = []
    for one in question.partners.values():
        for duty, wanted in ((PlanDuty.EVALUATES_ONE, 1), (PlanDuty.EVALUATES_TWO, 2)):
            hosts = [host for host in open_to.get(one.id, []) if host.safety == wanted]
            if (one.id, duty) in owed and hosts:
                host = _nearest(question, one, [each for each in hosts if each.id not in taken] or hosts)
                found.append((one.id, host.id))
                taken.add(host.id)
    served = {host for _, host in found}
    for one in question.partners.values():
        if (one.id, PlanDuty.EVALUATED) in owed and one.id not in served and one.id in comes_to:
            found.append((_nearest(question, one, comes_to[one.id]).id, one.id))
    return tuple(PlannedVisit(host, (evaluator,)) for evaluator, host in found)


def _nearest(question: Question, me: Partner, others: Sequence[Partner]) -> Partner:
    return min(others, key=lambda one: (apart(question, me, one) or 0.0, one.code))
