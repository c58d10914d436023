"""A mixed-integer problem row by row, and HiGHS, which solves it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import highspy
import numpy as np

# HiGHS and not OR-Tools CP-SAT: with 300 hospitals it proves the optimum in seconds, where the other was half off after 20
# (tests/benchmarks/year_plan.py). The problem is a flow but for the days at a host, so its relaxation is all but whole.
# Not highspy 1.16.0, which prints a banner into the output of every command.
STEP = 0.005
"""Costs are told apart down to a hundredth, so a plan within half of one is optimal."""
INFINITE = float("inf")


@dataclass
class Problem:
    """Columns with their costs and bounds, and rows over them; everything is at least 0."""

    costs: list[float] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, list[tuple[int, float]]]] = field(default_factory=list)

    def column(self, cost: float, upper: float = 1.0, whole: bool = True) -> int:
        """Add a column and return its number; the cost is rounded to a hundredth."""
        self.costs.append(round(cost, 2))
        self.uppers.append(upper)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, least: float, most: float, entries: Iterable[tuple[int, float]]) -> None:
        """Add a row: the sum of these columns, each times its factor, lies between the two."""
        self.rows.append((least, most, list(entries)))

    def steps(self, costs: Sequence[float]) -> list[int]:
        """Columns that count one after the other, each dearer than the one before; the last has no end."""
        last = len(costs) - 1
        return [self.column(cost, INFINITE if at == last else 1.0, whole=False) for at, cost in enumerate(costs)]


@dataclass(frozen=True)
class Solution:
    """The values of the columns, what they cost, and below which cost no solution can be."""

    values: tuple[float, ...]
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """The share of the cost that a better solution might save."""
        missing = max(0.0, self.cost - self.bound)
        return 0.0 if missing <= 2 * STEP else missing / max(abs(self.cost), 1.0)

    def taken(self, column: int) -> bool:
        """Whether a column that is 0 or 1 is 1."""
        return self.values[column] > 0.5


SMALL = 3_000
"""Up to so many columns a problem is solved as it is."""
NEAR = 120.0
"""Columns that the relaxation would take for so little more are looked at; the others only if that could pay."""


def solve(problem: Problem, seconds: float) -> Solution | None:
    """The cheapest solution that is found within so many seconds; None if there is none."""
    if not problem.costs:
        return Solution((), 0.0, 0.0)
    if len(problem.costs) <= SMALL:
        return _whole(problem, seconds)
    # Of 78,000 pairs of 300 hospitals few are ever worth a thought. Whatever takes one that the relaxation finds dearer
    # by more than NEAR costs at least that much more than the relaxation: so the bound holds for all of them.
    relaxed = _run(replace(problem, whole=[False] * len(problem.costs)), seconds)
    info, found = relaxed.getInfo(), relaxed.getSolution()
    if int(info.primal_solution_status) != _FEASIBLE:
        return _whole(problem, seconds)
    least = info.objective_function_value
    kept = [value > STEP or abs(dual) <= NEAR for value, dual in zip(found.col_value, found.col_dual, strict=True)]
    uppers = [
        upper if stays or not whole else 0.0
        for upper, stays, whole in zip(problem.uppers, kept, problem.whole, strict=True)
    ]
    answer = _whole(replace(problem, uppers=uppers), max(0.1, seconds - relaxed.getRunTime()))
    return answer and replace(answer, bound=max(least, min(answer.bound, least + NEAR)))


_FEASIBLE = int(highspy.SolutionStatus.kSolutionStatusFeasible)


def _whole(problem: Problem, seconds: float) -> Solution | None:
    solver = _run(problem, seconds)
    info = solver.getInfo()
    if int(info.primal_solution_status) != _FEASIBLE:
        return None
    return Solution(tuple(solver.getSolution().col_value), info.objective_function_value, info.mip_dual_bound)


def _run(problem: Problem, seconds: float) -> highspy.Highs:
    solver = highspy.Highs()
    options: tuple[tuple[str, float | bool], ...] = (
        ("output_flag", False), ("time_limit", seconds), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", STEP)
    )  # fmt: skip
    for name, value in options:
        solver.setOptionValue(name, value)
    solver.passModel(_model(problem))
    solver.run()
    return solver


def _model(problem: Problem) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(problem.costs), len(problem.rows)
    model.col_cost_ = np.array(problem.costs)
    model.col_lower_ = np.zeros(len(problem.costs))
    model.col_upper_ = np.array(problem.uppers)
    kinds = highspy.HighsVarType
    model.integrality_ = [kinds.kInteger if one else kinds.kContinuous for one in problem.whole]
    model.row_lower_ = np.array([least for least, _, _ in problem.rows])
    model.row_upper_ = np.array([most for _, most, _ in problem.rows])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(entries) for _, _, entries in problem.rows)], dtype=np.int32)
    model.a_matrix_.index_ = np.array([at for _, _, entries in problem.rows for at, _ in entries], dtype=np.int32)
    model.a_matrix_.value_ = np.array([by for _, _, entries in problem.rows for _, by in entries], dtype=float)
    return model
