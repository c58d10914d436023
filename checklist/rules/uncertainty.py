"""How far a score may stray by chance, and how far apart two groups are: limits, intervals and effect sizes.

得点率 is read as a share: an A is a point, a B half a point, a C none. A mean of numbers between 0 and 1 never strays more
than a share of ones and zeros with the same mean, so limits by the binomial distribution are never too narrow.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from math import exp, floor, inf, lgamma, log, sqrt
from statistics import NormalDist

import numpy as np

USUAL, WIDE = 0.95, 0.998
"""The two pairs of limits of a funnel: beyond the outer one lies one hospital of 500 by chance."""


class Standing(IntEnum):
    """Where a value lies beside its limits, from low to high."""

    BELOW_WIDE = -2
    BELOW = -1
    WITHIN = 0
    ABOVE = 1
    ABOVE_WIDE = 2


@dataclass(frozen=True)
class Limits:
    """Both pairs of limits of a share for a number of ratings, in percent."""

    wide_low: float
    low: float
    high: float
    wide_high: float

    def standing(self, percent: float) -> Standing:
        """Where a percentage lies beside them."""
        if percent < self.low:
            return Standing.BELOW_WIDE if percent < self.wide_low else Standing.BELOW
        if percent > self.high:
            return Standing.ABOVE_WIDE if percent > self.wide_high else Standing.ABOVE
        return Standing.WITHIN


# A region has few classes and numbers of ratings: 0.5 ms each, and again for table, picture and file.
@lru_cache(maxsize=4096)
def limits(center: float, rated: int) -> Limits:
    """The exact binomial limits around a value in percent for so many ratings.

    Interpolated between the whole numbers, as D. J. Spiegelhalter, Funnel plots for comparing institutional performance
    (Statistics in Medicine 24, 2005, 1185–1202), does in appendix A.1.1; above as below, so that nobody who has every
    point stands outside where that is nothing rare.
    """
    usual, wide = (1 - USUAL) / 2, (1 - WIDE) / 2
    below, above = _cumulated(center / 100, rated), _cumulated(1 - center / 100, rated)
    low = [100 * _quantile(below, tail) / rated for tail in (wide, usual)]
    high = [100 - 100 * _quantile(above, tail) / rated for tail in (usual, wide)]
    return Limits(*low, *high)


def _cumulated(share: float, rated: int) -> list[float]:
    """The probabilities of at most 0, 1, … `rated` ones."""
    if share <= 0:
        return [1.0] * (rated + 1)
    found, total = [], 0.0
    whole = lgamma(rated + 1)
    for ones in range(rated + 1):
        # By logarithms, for the powers of a long list of ratings are smaller than any number of the machine.
        chosen = whole - lgamma(ones + 1) - lgamma(rated - ones + 1)
        missed = (rated - ones) * log(1 - share) if share < 1 else 0.0 if ones == rated else -inf
        total += exp(chosen + ones * log(share) + missed)
        found.append(min(total, 1.0))
    return found


def _quantile(below: Sequence[float], tail: float) -> float:
    """The number of ones beyond which so much lies, between whole numbers."""
    place = next((ones for ones, one in enumerate(below) if one > tail), len(below) - 1)
    before = below[place - 1] if place else 0.0
    step = below[place] - before
    # Who has none at all, or all, where nothing else can be, is not between two numbers.
    return max(0.0, place - (below[place] - tail) / step) if before else float(place)


@dataclass(frozen=True)
class Interval:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether it does not hold zero."""
        return self.low > 0 or self.high < 0


def change(before: float, rated_before: int, after: float, rated_after: int) -> Interval:
    """The change of a share in points with its interval: R. G. Newcombe's score method without pairs (1998, method 10)."""
    (low1, high1), (low2, high2) = _wilson(before / 100, rated_before), _wilson(after / 100, rated_after)
    first, second = before / 100, after / 100
    moved = second - first
    down = sqrt((second - low2) ** 2 + (high1 - first) ** 2)
    up = sqrt((high2 - second) ** 2 + (first - low1) ** 2)
    return Interval(round(after - before, 1), 100 * (moved - down), 100 * (moved + up))


def _wilson(share: float, rated: int) -> tuple[float, float]:
    """The score interval of one share."""
    z = _z()
    middle = share + z * z / (2 * rated)
    half = z * sqrt(share * (1 - share) / rated + z * z / (4 * rated * rated))
    whole = 1 + z * z / rated
    return (middle - half) / whole, (middle + half) / whole


def _z() -> float:
    return NormalDist().inv_cdf((1 + USUAL) / 2)


def superiority(first: Sequence[float], second: Sequence[float]) -> float:
    """The share of all pairs in which one of the first stands above one of the second, in percent; equal ones are halves."""
    apart = np.subtract.outer(first, second)
    return float(100 * ((apart > 0).mean() + (apart == 0).mean() / 2))


class Size(IntEnum):
    """How large a difference between two groups is."""

    NONE = 0
    SMALL = 1
    MEDIUM = 2
    LARGE = 3


_SIZES = (0.147, 0.33, 0.474)
"""Where Cliff's delta is called small, medium and large (Romano and others, 2006)."""


def size(superior: float) -> Size:
    """The word for a superiority in percent: Cliff's delta is twice its share, less one."""
    return Size(bisect_right(_SIZES, abs(superior / 50 - 1)))


def shift(first: Sequence[float], second: Sequence[float]) -> Interval:
    """By how much the first stand above the second: the median of all differences (Hodges–Lehmann) with its interval.

    The interval is that of the rank sum test in its normal approximation (Moses), good from about five on each side.
    """
    apart = np.sort(np.subtract.outer(first, second), axis=None).tolist()
    pairs = len(apart)
    half = _z() * sqrt(pairs * (len(first) + len(second) + 1) / 12)
    place = min(max(0, floor(pairs / 2 - half)), (pairs - 1) // 2)
    middle = (apart[(pairs - 1) // 2] + apart[pairs // 2]) / 2
    return Interval(middle, apart[place], apart[pairs - 1 - place])
