"""The pairs of a year by HiGHS, beside OR-Tools CP-SAT with the same rows and columns.

Run by hand: `python -m tests.benchmarks.year_plan`, in an environment of its own with OR-Tools 9.15.6755, whose protobuf
(6.33) is not ours. The aim is 300 hospitals in ten seconds, proven optimal or with the gap, and 24 in one.
"""

from __future__ import annotations

import importlib
import time
from random import Random
from typing import Any

from checklist.model.plan import Partner
from checklist.rules.plan import matching, planner, solver
from checklist.rules.plan.partnership import Question
from checklist.rules.plan.solver import INFINITE, Problem

SIZES = ((24, 0.5), (300, 0.5), (300, 0.8), (300, 0.2))
"""So many hospitals, and the share of 加算1 among them."""
SECONDS = 20.0
"""What the other solver is given."""


def region(count: int, share: float, seed: int = 1) -> Question:
    """A region of so many hospitals with places, groups, closed months and pairs of recent years."""
    dice = Random(seed)
    partners = {}
    for key in range(1, count + 1):
        one = dice.random() < share
        partners[key] = Partner(
            key, f"H{key:03}", f"架空{key}病院", 1 if one else 2, 1 if one else 2,
            int(dice.triangular(180, 800, 320) if one else dice.triangular(20, 260, 90)),
            (35 + dice.random(), 139 + dice.random()),
            f"架空{dice.randrange(count // 6 + 2)}会" if dice.random() < 0.3 else "", "",
            frozenset(dice.sample(range(1, 13), dice.randrange(3))), one and dice.random() < 0.8,
        )  # fmt: skip
    ones = [key for key, one in partners.items() if one.safety == 1]
    recent = {
        (one, host): dice.randint(1, 3) for one in ones for host in dice.sample(sorted(partners), 2) if host != one
    }
    return Question((4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3), partners, recent=recent)


def by_the_other(problem: Problem) -> str:
    """What CP-SAT finds in its time for the same problem."""
    try:
        cp_model: Any = importlib.import_module("ortools.sat.python.cp_model")
    except ImportError:
        return "OR-Tools is not installed"
    model = cp_model.CpModel()
    columns = [model.new_int_var(0, 400 if upper == INFINITE else int(upper), "") for upper in problem.uppers]
    for least, most, entries in problem.rows:
        total = sum(int(by) * columns[at] for at, by in entries)
        if least > -INFINITE:
            model.add(total >= int(least))
        if most < INFINITE:
            model.add(total <= int(most))
    model.minimize(sum(round(cost * 100) * one for cost, one in zip(problem.costs, columns, strict=True)))
    asked = cp_model.CpSolver()
    asked.parameters.max_time_in_seconds = SECONDS
    begun = time.perf_counter()
    status = asked.solve(model)
    cost, bound = asked.objective_value / 100, asked.best_objective_bound / 100
    return f"{time.perf_counter() - begun:5.1f} s {asked.status_name(status)} {cost:.0f}, not below {bound:.0f}"


def main() -> None:
    """Both solvers on each region, then the whole planner."""
    for count, share in SIZES:
        question = region(count, share)
        problem, _, _ = matching.build(question)
        begun = time.perf_counter()
        found = solver.solve(problem, 60)
        took = time.perf_counter() - begun
        assert found is not None
        print(f"{count} hospitals, {share:.0%} 加算1: {len(problem.costs)} columns, {len(problem.rows)} rows")
        print(f"  HiGHS   {took:5.1f} s {found.cost:.0f}, gap {found.gap:.3%}")
        print(f"  CP-SAT  {by_the_other(problem)}")
        begun = time.perf_counter()
        proposal = planner.plan(question)
        took = time.perf_counter() - begun
        print(f"  planner {took:5.1f} s {proposal.status}, gap {proposal.gap:.3%}, {proposal.days_saved} days saved")


if __name__ == "__main__":
    main()
