"""How far visitors rate above or below each other once the hosts' level is taken off: two additive models by least squares.

First, within each sheet version, year and track, an answer is what its item brings plus what its assessment brings: so an item
that somebody left out makes nobody look better. Then what an assessment brings is a level of its version, year and track, plus
the host's, plus (on the visitors' track) the visitor's. The self-assessments tie hosts together; all of them share the host's
level, so whatever a host is, its visitors are not.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
CLOSE = 1e-8
"""What is nearer to nothing than this is nothing."""


@dataclass(frozen=True)
class Rated:
    """One assessment: its group (version, year, track), its host, who visited (None: the host itself), and how high it rated."""

    group: Hashable
    host: int
    visitor: int | None
    level: float


@dataclass(frozen=True)
class Effect:
    """A visitor's distance from the mean of the visitors it can be compared with, with the ends of its 95% interval."""

    visitor: int
    estimate: float
    low: float
    high: float

    @property
    def apart(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Fitted:
    """The effects by visitor; `strange` are visitors that cannot be compared with the others, `freedom` what was left to judge by."""

    effects: dict[int, Effect]
    strange: frozenset[int]
    freedom: int


def levels(points: Matrix) -> Matrix:
    """What each assessment of one group brings, from its answers (assessments × items, NaN where there is none).

    Assessments without an answer, or without an item in common with the others, have NaN.
    """
    given = ~np.isnan(points)
    raters = given.sum(axis=0)
    used, shared = given[:, raters > 0].astype(float), raters[raters > 0]
    values = np.nan_to_num(points[:, raters > 0])
    # The items are solved for beforehand, which leaves one equation for each assessment.
    normal = np.diag(used.sum(axis=1)) - (used / shared) @ used.T
    wanted = values.sum(axis=1) - used @ (values.sum(axis=0) / shared)
    if _hangs_together(normal):
        # One direction alone is unknown, so that an equation more makes it solvable: all levels together are nothing.
        solved: Matrix = np.linalg.solve(normal + 1 / len(normal), wanted)
        return solved
    inverse, null = _inverse(normal)
    found: Matrix = inverse @ wanted
    # Everybody has one direction in common that nobody can know; who hangs together otherwise is no part of it.
    found[~_alike(null) | ~given.any(axis=1)] = np.nan
    return found


def _hangs_together(normal: Matrix) -> bool:
    """Whether each assessment has an item in common with one that has with one … that has with the first."""
    linked = np.abs(normal) > CLOSE
    seen = linked[:1].any(axis=0)
    while seen.any():
        wider = linked[seen].any(axis=0)
        if (wider == seen).all():
            return bool(seen.all())
        seen = wider
    return False


def _inverse(matrix: Matrix) -> tuple[Matrix, Matrix]:
    """The pseudoinverse of a symmetric matrix without negative values, and a basis of what it cannot see, a column each."""
    # Both of one decomposition, which is nearly all of the time.
    sizes, vectors = np.linalg.eigh(matrix)
    seen = sizes >= CLOSE * max(1.0, sizes.max(initial=0.0))
    kept: Matrix = vectors[:, seen]
    inverse: Matrix = (kept / sizes[seen]) @ kept.T
    null: Matrix = vectors[:, ~seen]
    return inverse, null


def _alike(null: Matrix) -> npt.NDArray[np.bool_]:
    """The largest set of unknowns that can be compared with each other: their rows of the null space are the same."""
    if not len(null):
        return np.zeros(0, np.bool_)
    near = np.abs(null[:, None, :] - null[None, :, :]).max(axis=2, initial=0.0) < 1e-6
    found: npt.NDArray[np.bool_] = near[int(near.sum(axis=1).argmax())]
    return found


def fit(rated: Sequence[Rated], wanted: Iterable[int]) -> Fitted:
    """The effects of the wanted visitors, as far as they can be compared with each other; the others only help to fit."""
    groups = sorted({one.group for one in rated}, key=repr)
    hosts = sorted({one.host for one in rated})
    visitors = sorted({one.visitor for one in rated if one.visitor is not None})
    design = np.hstack(
        [
            _dummies([one.group for one in rated], groups),
            _dummies([one.host for one in rated], hosts),
            _dummies([one.visitor for one in rated], visitors),
        ]
    )
    level = np.array([one.level for one in rated])
    asked = [place for place, visitor in enumerate(visitors) if visitor in set(wanted)]
    if not asked:
        return Fitted({}, frozenset(), 0)
    first = len(groups) + len(hosts)
    normal = design.T @ design
    inverse, null = _inverse(normal)
    alike = _alike(null[[first + place for place in asked]])
    known = [place for place, same in zip(asked, alike, strict=True) if same]
    strange = frozenset(visitors[place] for place in asked) - {visitors[place] for place in known}
    solution = inverse @ (design.T @ level)
    freedom = len(rated) - (design.shape[1] - null.shape[1])
    left = level - design @ solution
    variance = float(left @ left) / freedom if freedom > 0 else float("nan")
    contrasts = np.zeros((len(known), design.shape[1]))
    contrasts[:, [first + place for place in known]] = np.eye(len(known)) - 1 / max(1, len(known))
    errors = np.sqrt(np.maximum(0.0, ((contrasts @ inverse) * contrasts).sum(axis=1)) * variance)
    width = t_quantile(freedom) * errors if freedom > 0 else errors
    effects = {
        visitors[place]: Effect(visitors[place], *map(_whole, (one, one - half, one + half)))
        for place, one, half in zip(known, contrasts @ solution, width, strict=True)
    }
    return Fitted(effects, strange, freedom)


def _whole(points: float) -> float:
    """Points without the rest that a machine leaves of nothing: else equal visitors would stand apart from each other."""
    return 0.0 if abs(points) < CLOSE else float(points)


def _dummies(values: Sequence[Hashable], kinds: Sequence[Hashable]) -> Matrix:
    place = {kind: number for number, kind in enumerate(kinds)}
    found = np.zeros((len(values), len(kinds)))
    for row, value in enumerate(values):
        if value is not None:
            found[row, place[value]] = 1.0
    return found


def t_quantile(freedom: int, share: float = 0.975) -> float:
    """Student's t, by the expansion of Abramowitz and Stegun, 26.7.5: from 10 degrees of freedom on right to three decimals."""
    z, n = NormalDist().inv_cdf(share), freedom
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * n**4)
    )
