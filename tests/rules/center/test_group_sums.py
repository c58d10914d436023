"""Sums over groups, added and taken away: told apart by hand, and beside every combination of small weights."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from checklist.rules.center import group_sums
from checklist.rules.center.group_sums import tells_of_few

ALL = set(range(1, 13))
A, B = set(range(1, 7)), set(range(7, 13))


@pytest.mark.parametrize(
    ("groups", "minimum", "tells"),
    [
        # A class and its two halves: each as large as it has to be.
        ([ALL, A, B], 5, False),
        ([ALL, {1, 2, 3, 4}], 5, True),
        # What is left of a class is as telling as what is taken of it.
        ([ALL, set(range(1, 10))], 5, True),
        # Attended by one more: the difference is one hospital.
        ([ALL, A, A | {7}], 5, True),
        # Two halves that cross: both differences are large enough, and so is the sum of the corners.
        ([ALL, A, {1, 2, 3, 7, 8, 9}], 5, False),
        # A third cut of four quarters: both cuts less one half are twice the quarter that they share.
        ([ALL, A, {1, 2, 3, 7, 8, 9}, {1, 2, 3, 10, 11, 12}], 5, True),
        # A cut of one half alone leaves three: its difference from the half tells of them.
        ([ALL, A, {1, 2, 3}], 4, True),
        # Two classes, and who attended of both: one of class 1 and all but one of class 2.
        ([A, B, {1, *B} - {12}], 5, True),
        ([A, B, {1, 2, 3, 7, 8, 9}], 5, False),
        # Twice the same says nothing new; nothing says nothing.
        ([A, A, set()], 5, False),
        ([], 5, False),
    ],
)
def test_what_tells_of_few(groups: list[set[int]], minimum: int, tells: bool) -> None:
    assert tells_of_few(groups, minimum) is tells


@pytest.mark.parametrize("seed", range(25))
def test_no_combination_of_small_weights_finds_what_the_rule_lets_through(seed: int) -> None:
    dice = Random(seed)
    count = dice.randint(8, 14)
    groups = [{one for one in range(count) if dice.random() < 0.5} for _ in range(dice.randint(1, 3))]
    groups = [set(range(count)), *groups]
    minimum = dice.randint(2, 4)
    found = False
    for weights in product(range(-2, 3), repeat=len(groups)):
        sums = [
            sum(weight for weight, group in zip(weights, groups, strict=True) if one in group) for one in range(count)
        ]
        found |= 0 < sum(map(bool, sums)) < minimum
    # Weights of up to two find all that there is with so few groups, so both say the same.
    assert tells_of_few(groups, minimum) is found


def test_what_would_take_too_long_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    group_sums._tells.cache_clear()
    groups = [ALL, A, {1, 2, 3, 7, 8, 9}]
    monkeypatch.setattr(group_sums, "MOST", 0)
    assert tells_of_few(groups, 5)
    group_sums._tells.cache_clear()


@pytest.mark.parametrize("seed", range(12))
def test_what_is_told_beside_it_never_makes_a_sum_safer(seed: int) -> None:
    dice = Random(seed)
    people = range(1, dice.randint(9, 15))
    groups = [set(dice.sample(people, dice.randint(4, len(people)))) for _ in range(dice.randint(1, 4))]
    more = [*groups, set(dice.sample(people, dice.randint(1, len(people))))]
    for minimum in (2, 3, 5):
        if tells_of_few(groups, minimum):
            assert tells_of_few(more, minimum)
        # Nor does a higher minimum, the order, the same once more, or other numbers for the same hospitals.
        if tells_of_few(groups, minimum):
            assert tells_of_few(groups, minimum + 1)
        moved = [{one * 1000 for one in group} for group in groups]
        for same in (groups[::-1], groups + groups, moved):
            assert tells_of_few(same, minimum) is tells_of_few(groups, minimum)


@pytest.mark.parametrize(("size", "minimum"), [(1, 1), (1, 2), (4, 5), (5, 5), (300, 5), (300, 301)])
def test_one_group_is_told_when_it_is_large_enough(size: int, minimum: int) -> None:
    assert tells_of_few([range(size)], minimum) is (size < minimum)
    # A region of any size and all but one of it.
    if size > minimum:
        assert tells_of_few([range(size), range(size - 1)], minimum) is (minimum > 1)
