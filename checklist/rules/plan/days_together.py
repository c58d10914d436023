"""Which evaluators come together to a host, who of them leads, and in which month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from checklist.model.plan import MOST_TOGETHER, Pair, PlannedVisit
from checklist.rules.plan import solver
from checklist.rules.plan.partnership import Question, can_join, room
from checklist.rules.plan.solver import Problem

CROWDED = 20.0
"""What it costs that a hospital has two visits in one month, beside the weight of a month."""


MOVED = 0.1
"""The share of the weight of a changed pair that a changed month of it costs."""


def joined(question: Question, pairs: Iterable[Pair]) -> tuple[tuple[PlannedVisit, ...], tuple[Pair, ...]]:
    """The visits that are there with those who join them, and the pairs that need a day of their own."""
    grown: dict[int, PlannedVisit] = {}
    rest: list[Pair] = []
    # Those with the fewest open months first: whoever comes after them finds room more easily.
    for evaluator, host in sorted(pairs, key=lambda pair: (pair[1], -len(question.partners[pair[0]].closed), pair[0])):
        places = [grown.get(one.visit_id or 0, one) for one in room(question, host)]
        fits = [one for one in places if len(one.evaluator_ids) < MOST_TOGETHER and can_join(question, one, evaluator)]
        if fits:
            # Behind all others: who leads was agreed already.
            grown[fits[0].visit_id or 0] = replace(fits[0], evaluator_ids=(*fits[0].evaluator_ids, evaluator))
        else:
            rest.append((evaluator, host))
    return tuple(grown.values()), tuple(rest)


def grouped(question: Question, pairs: Iterable[Pair]) -> tuple[PlannedVisit, ...]:
    """The pairs as days: at most three evaluators, who have a month in common with the host; the least burdened leads."""
    leads = Counter(visit.evaluator_ids[0] for visit in question.fixed if visit.evaluator_ids)
    by_host: dict[int, list[int]] = defaultdict(list)
    for evaluator, host in pairs:
        by_host[host].append(evaluator)
    found = []
    for host in sorted(by_host):
        for crew in _crews(question, host, by_host[host]):
            ordered = sorted(crew, key=lambda one: (leads[one], -question.partners[one].beds, one))
            leads[ordered[0]] += 1
            found.append(PlannedVisit(host, tuple(ordered)))
    return tuple(found)


def _crews(question: Question, host: int, evaluators: Sequence[int]) -> list[list[int]]:
    # Those with the fewest open months first: whoever comes after them fits in more easily.
    ordered = sorted(evaluators, key=lambda one: (-len(question.partners[one].closed), one))
    crews: list[list[int]] = []
    for one in ordered:
        fits = [crew for crew in crews if len(crew) < MOST_TOGETHER and open_months(question, host, [*crew, one])]
        if fits:
            fits[0].append(one)
        else:
            crews.append([one])
    return crews


def open_months(question: Question, host: int, evaluators: Iterable[int]) -> tuple[int, ...]:
    """The months in which all of them take part in visits."""
    closed = frozenset[int]().union(*(question.partners[one].closed for one in (host, *evaluators)))
    return tuple(month for month in question.months if month not in closed)


Columns = dict[tuple[int, int], int]
"""The column of a visit, by its place, in a month."""


@dataclass(frozen=True)
class Scheduled:
    """Visits with their months, and what the solver says of them."""

    visits: tuple[PlannedVisit, ...]
    gap: float


def schedule(question: Question, visits: Sequence[PlannedVisit], seconds: float) -> Scheduled:
    """Give every visit without a month one that is open to all, spread evenly over the year.

    A visit that has no such month keeps none.
    """
    problem, weight = Problem(), question.settings.weights.month
    columns = {
        (at, month): problem.column(_moved(question, visit, month))
        for at, visit in enumerate(visits)
        if visit.month is None
        for month in open_months(question, visit.host_id, visit.evaluator_ids)
    }
    for at in {at for at, _ in columns}:
        problem.row(1, 1, ((column, 1.0) for (one, _), column in columns.items() if one == at))
    held = [*question.fixed, *visits]
    _even(problem, columns, Counter(one.month for one in held), len(visits), weight)
    _apart(problem, columns, visits, held)
    found = solver.solve(problem, seconds)
    if found is None:
        return Scheduled(_in_turn(visits, columns), 1.0)
    month_of = {at: month for (at, month), column in columns.items() if found.taken(column)}
    return Scheduled(tuple(replace(one, month=month_of.get(at, one.month)) for at, one in enumerate(visits)), found.gap)


def _moved(question: Question, visit: PlannedVisit, month: int) -> float:
    """What it costs that a visit of the plan before comes in another month."""
    before = {question.former.get(pair) for pair in visit.pairs} - {None}
    return MOVED * question.settings.weights.change if before and month not in before else 0.0


def _in_turn(visits: Sequence[PlannedVisit], columns: Columns) -> tuple[PlannedVisit, ...]:
    """One visit after the other takes the open month that has the fewest: where there was no time to look."""
    used: Counter[int] = Counter()
    given = []
    for at, visit in enumerate(visits):
        found = sorted((used[month], month) for one, month in columns if one == at)
        given.append(replace(visit, month=found[0][1]) if found else visit)
        used.update(month for _, month in found[:1])
    return tuple(given)


def _even(problem: Problem, columns: Columns, known: Counter[int | None], count: int, weight: float) -> None:
    """Every further visit of a month costs more than the one before."""
    by_month: dict[int, list[int]] = defaultdict(list)
    for (_, month), column in columns.items():
        by_month[month].append(column)
    for month, found in by_month.items():
        most = min(len(found), 2 * count // max(1, len(by_month)) + 2)
        steps = problem.steps([weight * (known[month] + at) for at in range(most)])
        problem.row(0, 0, [*((one, 1.0) for one in found), *((one, -1.0) for one in steps)])


def _apart(problem: Problem, columns: Columns, visits: Sequence[PlannedVisit], held: Iterable[PlannedVisit]) -> None:
    """A hospital has one visit a month at most, on whichever side, where that can be."""
    busy = {(one, visit.month) for visit in held if visit.month for one in (visit.host_id, *visit.evaluator_ids)}
    mine: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (at, month), column in columns.items():
        for one in (visits[at].host_id, *visits[at].evaluator_ids):
            mine[one, month].append(column)
    for place, found in mine.items():
        room = 0 if place in busy else 1
        if len(found) > room:
            more = problem.column(CROWDED, solver.INFINITE, whole=False)
            problem.row(-solver.INFINITE, room, [*((one, 1.0) for one in found), (more, -1.0)])
