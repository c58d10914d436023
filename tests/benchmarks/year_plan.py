"""The pairs of a year by HiGHS, beside OR-Tools CP-SAT with the same rows and columns.

Run by hand: `ORTOOLS_PYTHON=… python -m tests.benchmarks.year_plan`. OR-Tools 9.15.6755 has an environment of its own: its
protobuf (6.33) is not ours, and the HiGHS inside it does not load beside highspy. The aim is 300 hospitals in ten seconds, proven optimal or with the gap, and 24 in one.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from random import Random

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
    """What CP-SAT finds in its time for the same problem, in a process of its own."""
    python = os.environ.get("ORTOOLS_PYTHON")
    if not python:
        return "not asked: ORTOOLS_PYTHON names no interpreter with OR-Tools"
    uppers = [None if upper == INFINITE else upper for upper in problem.uppers]
    rows = [
        [None if least == -INFINITE else least, None if most == INFINITE else most, entries]
        for least, most, entries in problem.rows
    ]
    text = json.dumps({"costs": problem.costs, "uppers": uppers, "rows": rows, "seconds": SECONDS})
    done = subprocess.run([python, "-c", OTHER], input=text, capture_output=True, text=True, check=True)
    return done.stdout.strip()


OTHER = """
import json, sys, time
from ortools.sat.python import cp_model
asked = json.load(sys.stdin)
model = cp_model.CpModel()
columns = [model.new_int_var(0, 400 if upper is None else int(upper), "") for upper in asked["uppers"]]
for least, most, entries in asked["rows"]:
    total = sum(int(by) * columns[at] for at, by in entries)
    if least is not None:
        model.add(total >= int(least))
    if most is not None:
        model.add(total <= int(most))
model.minimize(sum(round(cost * 100) * one for cost, one in zip(asked["costs"], columns)))
solver = cp_model.CpSolver()
solver.parameters.max_time_in_seconds = asked["seconds"]
begun = time.perf_counter()
status = solver.status_name(solver.solve(model))
took = time.perf_counter() - begun
print(f"{took:5.1f} s {status} {solver.objective_value / 100:.0f}, not below {solver.best_objective_bound / 100:.0f}")
"""


def main() -> None:
    """Both solvers on each region, then the whole planner."""
    for count, share in SIZES:
        question = region(count, share)
        problem, _, _ = matching.build(question)
        begun = time.perf_counter()
        found = solver.solve(problem, planner.MATCHING_SECONDS)
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
