"""Limits, intervals and effect sizes beside whole numbers, published examples and a plain count."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.rules import uncertainty
from checklist.rules.uncertainty import Interval, Standing


def at_most(ones: int, rated: int, percent: int) -> Fraction:
    """The exact probability of at most so many ones, in fractions."""
    share = Fraction(percent, 100)
    return sum((comb(rated, k) * share**k * (1 - share) ** (rated - k) for k in range(ones + 1)), Fraction(0))


@pytest.mark.parametrize(("percent", "rated"), [(90, 20), (90, 110), (75, 57), (50, 8), (99, 110), (5, 300)])
def test_a_limit_lies_between_the_whole_numbers_on_both_sides_of_its_probability(percent: int, rated: int) -> None:
    found = uncertainty.limits(percent, rated)
    below = {found.wide_low: (percent, Fraction(1, 1000)), found.low: (percent, Fraction(25, 1000))}
    above = {
        100 - found.wide_high: (100 - percent, Fraction(1, 1000)),
        100 - found.high: (100 - percent, Fraction(25, 1000)),
    }
    for limit, (center, tail) in [*below.items(), *above.items()]:
        first = next(k for k in range(rated + 1) if at_most(k, rated, center) > tail)
        before = at_most(first - 1, rated, center) if first else Fraction(0)
        part = (
            (at_most(first, rated, center) - tail) / (at_most(first, rated, center) - before) if first else Fraction(0)
        )
        assert limit * rated / 100 == pytest.approx(float(first - part), abs=1e-6)
        # So many points are rarer than the limit allows, and one more are not.
        assert at_most(first - 1, rated, center) <= tail < at_most(first, rated, center)
    assert found.wide_low <= found.low <= percent <= found.high <= found.wide_high


def test_who_has_every_point_stands_outside_only_where_that_is_rare() -> None:
    assert uncertainty.limits(97, 20).standing(100.0) is Standing.WITHIN
    assert uncertainty.limits(50, 20).standing(100.0) is Standing.ABOVE_WIDE


@pytest.mark.parametrize(("percent", "wanted"), [(0, (0, 0, 0, 0)), (100, (100, 100, 100, 100))])
def test_where_nothing_can_stray_the_limits_are_the_value(percent: int, wanted: tuple[float, ...]) -> None:
    found = uncertainty.limits(percent, 40)
    assert (found.wide_low, found.low, found.high, found.wide_high) == pytest.approx(wanted, abs=1e-9)


def test_so_few_lie_outside_by_chance_as_the_limits_say() -> None:
    dice = Random(7)
    found = uncertainty.limits(90, 110)
    outside = 0
    for _ in range(2000):
        # A, B and C as in a real region, with a mean of 0.9.
        given = sum(dice.choices((1.0, 0.5, 0.0), (0.83, 0.14, 0.03), k=110)) / 1.10
        outside += found.standing(given) is not Standing.WITHIN
    assert outside < 0.05 * 2000


def test_where_a_value_lies_beside_its_limits() -> None:
    found = uncertainty.Limits(70, 80, 95, 99)
    assert [found.standing(one) for one in (60, 70, 79.9, 80, 95, 95.1, 99.5)] == [
        Standing.BELOW_WIDE, Standing.BELOW, Standing.BELOW, Standing.WITHIN, Standing.WITHIN, Standing.ABOVE,
        Standing.ABOVE_WIDE,
    ]  # fmt: skip


def test_a_change_has_the_interval_of_the_published_example() -> None:
    """Newcombe 1998, table II, (a) by method 10: 56/70 and 48/80 give 0.0524 to 0.3339."""
    found = uncertainty.change(60.0, 80, 80.0, 70)
    assert (found.value, found.low, found.high) == pytest.approx((20.0, 5.24, 33.39), abs=0.01)
    assert found.certain


def test_no_change_at_the_top_still_has_an_interval() -> None:
    found = uncertainty.change(100.0, 110, 100.0, 110)
    assert found.low < 0 == found.value < found.high
    assert not found.certain


NUMBERS = st.lists(st.integers(0, 100).map(float), min_size=1, max_size=12)


@given(NUMBERS, NUMBERS)
def test_the_effect_counts_every_pair_once(first: list[float], second: list[float]) -> None:
    above = sum(one > other for one in first for other in second)
    below = sum(one < other for one in first for other in second)
    found = uncertainty.superiority(first, second)
    pairs = len(first) * len(second)
    assert found == pytest.approx(100 * (above + (pairs - above - below) / 2) / pairs)
    assert found + uncertainty.superiority(second, first) == pytest.approx(100)


@pytest.mark.parametrize(
    ("delta", "size"), [(0, 0), (0.146, 0), (0.15, 1), (0.32, 1), (0.34, 2), (0.47, 2), (0.48, 3), (1, 3)]
)
def test_a_difference_has_the_word_of_its_delta_to_both_sides(delta: float, size: int) -> None:
    assert uncertainty.size(50 * (1 + delta)) == uncertainty.size(50 * (1 - delta)) == size


@given(NUMBERS, NUMBERS)
def test_the_shift_of_two_groups_lies_in_its_interval_and_turns_with_them(
    first: list[float], second: list[float]
) -> None:
    found, turned = uncertainty.shift(first, second), uncertainty.shift(second, first)
    assert found.low <= found.value <= found.high
    assert (turned.value, turned.low, turned.high) == pytest.approx((-found.value, -found.high, -found.low))


def test_the_shift_of_two_written_groups() -> None:
    """R: wilcox.test(c(1.1,2.2,3.3,4.4,5.5), c(0.1,0.2,0.3,0.4,0.5)) has the 3.0 of its 25 differences in the middle."""
    found = uncertainty.shift((1.1, 2.2, 3.3, 4.4, 5.5), (0.1, 0.2, 0.3, 0.4, 0.5))
    apart = sorted(one - other for one in (1.1, 2.2, 3.3, 4.4, 5.5) for other in (0.1, 0.2, 0.3, 0.4, 0.5))
    # 12.5 - 1.96 * sqrt(25 * 11 / 12) = 3.1: the fourth from both ends.
    assert found == Interval(apart[12], apart[3], apart[21])
