"""Who evaluates whom: the pairs that meet every duty on the fewest days, then at the least cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from math import ceil

from checklist.model.plan import MOST_TOGETHER, Edge, Pair, Partner, PlanDuty
from checklist.rules.plan import duty_states, greedy, price, solver
from checklist.rules.plan.duty_states import DutyLine
from checklist.rules.plan.partnership import Question, can_join, evaluates, obstacles, pairs, room
from checklist.rules.plan.solver import Problem, Solution


@dataclass(frozen=True)
class Match:
    """The new pairs, the duties for which there is nobody, and what the solver says of its answer."""

    pairs: tuple[Pair, ...]
    unmet: tuple[DutyLine, ...]
    gap: float


@dataclass
class _Arcs:
    """The columns of the problem: one for each pair that may be."""

    of_pair: dict[Pair, int] = field(default_factory=dict)
    by_evaluator: dict[int, list[tuple[Partner, int]]] = field(default_factory=lambda: defaultdict(list))
    by_host: dict[int, list[tuple[Partner, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, evaluator: Partner, host: Partner, column: int) -> None:
        self.of_pair[evaluator.id, host.id] = column
        self.by_evaluator[evaluator.id].append((host, column))
        self.by_host[host.id].append((evaluator, column))


def match(question: Question, seconds: float) -> Match:
    """The cheapest pairs beside those that are fixed; a duty without any partner is left out and told."""
    problem, arcs, unmet = build(question)
    found = solver.solve(problem, seconds)
    if found is None:
        # Every duty in the problem has a pair that meets it, so there is a plan: only the time was too short to find one.
        by_hand = tuple(pair for visit in greedy.plan(question) for pair in visit.pairs)
        return Match(by_hand, unmet, 1.0)
    return Match(_chosen(arcs, found), unmet, found.gap)


def build(question: Question) -> tuple[Problem, _Arcs, tuple[DutyLine, ...]]:
    """The problem as rows and columns, and the duties that no pair can meet."""
    problem, arcs = Problem(), _Arcs()
    open_duties = duty_states.missing(duty_states.lines(question.partners, _standing(question)))
    taken = {pair for visit in question.fixed for pair in visit.pairs} | {edge.pair for edge in question.edges}
    for evaluator, host in pairs(question):
        if (evaluator.id, host.id) not in taken and not obstacles(question, evaluator, host):
            arcs.add(evaluator, host, problem.column(price.of_pair(question, evaluator, host)))
    unmet = []
    for line in open_duties:
        columns = _columns(arcs, line)
        if columns:
            problem.row(1, solver.INFINITE, ((one, 1.0) for one in columns))
        else:
            unmet.append(line)
    _days(question, problem, arcs, {one.hospital_id for one in open_duties if one.duty is PlanDuty.EVALUATED})
    _loads(question, problem, arcs)
    return problem, arcs, tuple(unmet)


def _standing(question: Question) -> Iterable[Edge]:
    return (*question.edges, *duty_states.proposed(question.partners, question.fixed))


def _columns(arcs: _Arcs, line: DutyLine) -> list[int]:
    """The pairs that would meet a duty."""
    if line.duty is PlanDuty.EVALUATED:
        return [column for _, column in arcs.by_host.get(line.hospital_id, [])]
    wanted = 1 if line.duty is PlanDuty.EVALUATES_ONE else 2
    return [column for host, column in arcs.by_evaluator.get(line.hospital_id, []) if host.safety == wanted]


def _days(question: Question, problem: Problem, arcs: _Arcs, owed: Collection[int]) -> None:
    """A day for every three hospitals that come to a host, begun ones included; `owed`: hosts to which somebody has to come.

    Whoever joins a visit that is there needs no day of its own.
    """
    for host_id, found in arcs.by_host.items():
        places = list(room(question, host_id))
        day = problem.column(question.settings.weights.day, ceil(len(found) / MOST_TOGETHER))
        visits = [(column, 1.0) for _, column in found]
        come: list[tuple[int, float]] = [(day, 1.0)]
        if places:
            seats = sum(MOST_TOGETHER - len(one.evaluator_ids) for one in places)
            joined = problem.column(0, seats)
            joins = [column for one, column in found if any(can_join(question, each, one.id) for each in places)]
            problem.row(-solver.INFINITE, 0, [(joined, 1.0), *((column, -1.0) for column in joins)])
            come.append((joined, 1.0))
        room_for = [(day, -float(MOST_TOGETHER)), *((one, -1.0) for one, _ in come[1:])]
        problem.row(-solver.INFINITE, 0, [*visits, *room_for])
        if host_id in owed:
            problem.row(1, solver.INFINITE, come)
        else:
            # Follows from the row above for whole numbers; without it the relaxation pays a third of a day for a visit.
            for column, _ in visits:
                problem.row(-solver.INFINITE, 0, [(column, 1.0), *((one, -1.0) for one, _ in come)])


def _loads(question: Question, problem: Problem, arcs: _Arcs) -> None:
    """Every further visit of a hospital costs more than the one before, and the less the larger it is."""
    made: dict[int, int] = defaultdict(int)
    for visit in question.fixed:
        for one in visit.evaluator_ids:
            made[one] += 1
    mean = price.mean_beds(filter(evaluates, question.partners.values()))
    for key, found in arcs.by_evaluator.items():
        most = min(len(found), price.most_steps(question))
        costs = [price.burden(question, question.partners[key], mean, made[key] + at) for at in range(most)]
        steps = problem.steps(costs)
        problem.row(0, 0, [*((column, 1.0) for _, column in found), *((one, -1.0) for one in steps)])


def _chosen(arcs: _Arcs, found: Solution) -> tuple[Pair, ...]:
    return tuple(pair for pair, column in arcs.of_pair.items() if found.taken(column))
