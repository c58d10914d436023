"""The planner: the visits of a year that meet every duty, proposed anew beside what is fixed."""

from __future__ import annotations

from checklist.model.plan import PlannedVisit, PlanStatus, Proposal
from checklist.rules.plan import days_together, duty_states, greedy, matching, reasons
from checklist.rules.plan.partnership import Question

MATCHING_SECONDS, MONTHS_SECONDS = 5.0, 1.5
"""How long the solver may look for the pairs, and for their months."""


def plan(question: Question, seconds: tuple[float, float] = (MATCHING_SECONDS, MONTHS_SECONDS)) -> Proposal:
    """The cheapest year that meets all duties; those for which there is nobody are told with the reason.

    Pairs and days are chosen first and months afterwards: a month that suits no day together splits it. That is exact
    but for hospitals whose closed months exclude each other three at a time.
    """
    found = matching.match(question, seconds[0])
    joins, rest = days_together.joined(question, found.pairs)
    visits = days_together.grouped(question, rest)
    scheduled = days_together.schedule(question, visits, seconds[1])
    unmet = reasons.unmet(question, found.unmet)
    gap = max(found.gap, scheduled.gap)
    status = PlanStatus.INFEASIBLE if unmet else PlanStatus.FEASIBLE if gap else PlanStatus.OPTIMAL
    by_hand = greedy.plan(question)
    return Proposal(status, gap, scheduled.visits, unmet, len(by_hand), joins)


def states(question: Question, visits: tuple[PlannedVisit, ...]) -> tuple[duty_states.DutyLine, ...]:
    """How far every duty is met by what stands, what is pinned, and these visits."""
    more = duty_states.proposed(question.partners, (*question.fixed, *visits))
    return duty_states.lines(question.partners, (*question.edges, *more))
