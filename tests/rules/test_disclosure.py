"""How many hospitals come into the numbers of a group at once, so that none of them can be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.rules import disclosure


@pytest.mark.parametrize(
    ("hospitals", "known", "margin"),
    [
        # Each of the members knows itself: with exactly the minimum there is nobody of them to show it to.
        (5, [1, 1, 1, 1, 1, 0], None),
        (6, [1, 1, 1, 1, 1, 1, 0], 1),
        (8, [1, 3, 2], 3),
        # The one who knows four of them is not shown the group, and keeps it from nobody.
        (8, [1, 4, 2], 2),
        (4, [0], None),
        # The support centre knows nobody.
        (5, [0], 0),
        (0, [0, 0], None),
    ],
)
def test_the_margin_is_what_any_reader_knows_who_is_shown_the_group(
    hospitals: int, known: list[int], margin: int | None
) -> None:
    assert disclosure.margin(hospitals, known, 5) == margin


@given(st.integers(0, 20), st.lists(st.integers(0, 20), min_size=1), st.integers(3, 8))
def test_whoever_is_shown_a_group_does_not_know_at_least_the_minimum(
    hospitals: int, known: list[int], minimum: int
) -> None:
    margin = disclosure.margin(hospitals, known, minimum)
    if margin is not None:
        assert all(hospitals - one >= minimum for one in known if one <= margin)
        assert all(hospitals - one < minimum for one in known if one > margin)


@pytest.mark.parametrize(
    ("sizes", "circles", "parts"),
    [
        ({0: 6, 1: 5}, [], [(0,), (1,)]),
        ({0: 6, 1: 4}, [], [(0, 1)]),
        ({0: 6, 1: 5, 2: 1}, [], [(0,), (1, 2)]),
        ({0: 9, 1: 3, 2: 2}, [], [(0,), (1, 2)]),
        ({0: 3, 1: 1, 2: 1}, [], [(0, 1, 2)]),
        # One of the six is the reader's own, so only four others are left of the five.
        ({0: 6, 1: 5}, [{6}], [(0, 1)]),
        ({0: 6, 1: 6}, [{6}, {0}], [(0,), (1,)]),
        # Who knows nearly everybody is shown none of it, and keeps it from nobody.
        ({0: 6, 1: 6}, [set(range(10))], [(0,), (1,)]),
        ({}, [], []),
    ],
)
def test_a_size_that_is_too_small_stays_with_others(
    sizes: dict[int, int], circles: list[set[int]], parts: list[tuple[int, ...]]
) -> None:
    every = [size for size, number in sizes.items() for _ in range(number)]
    found = disclosure.blocks(dict(enumerate(every)), [*circles, set()], 5)
    assert [one for one, _ in found] == parts


@given(
    st.dictionaries(st.integers(0, 30), st.integers(0, 2)),
    st.lists(st.sets(st.integers(0, 30), max_size=6), max_size=8),
    st.integers(2, 8),
)
def test_the_blocks_hold_everybody_once_and_each_hides_a_few_unless_there_are_too_few_in_all(
    sizes: dict[int, int], circles: list[set[int]], minimum: int
) -> None:
    found = disclosure.blocks(sizes, circles, minimum)
    assert sorted(one for _, block in found for one in block) == sorted(sizes)
    assert all({sizes[one] for one in block} == set(part) for part, block in found)
    shown = [one for one in circles if len(set(sizes) - one) >= minimum]
    if len(found) > 1:
        assert all(len(set(block) - circle) >= minimum for _, block in found for circle in shown)


@pytest.mark.parametrize(
    ("together", "wished", "circles", "apart"),
    [
        (range(6), set(range(6)), [], (0, 1, 2, 3, 4, 5)),
        (range(6), {0, 1, 2}, [], (0, 1, 2)),
        (range(6), {0, 1}, [], ()),
        # One or two who stand alone outside get company.
        (range(6), {0, 1, 2, 3, 4}, [], (0, 1, 2)),
        (range(5), {0, 1, 2, 3}, [], ()),
        # Of three others only two are left to one of them, and of three chosen to one of these.
        (range(7), {0, 1, 2, 3}, [{6}], (0, 1, 2)),
        (range(7), {0, 1, 2}, [{0}], ()),
        (range(7), {0, 1, 2}, [{9}], (0, 1, 2)),
        # Whoever is not among them is none of them.
        (range(3), {7, 8, 9}, [], ()),
        ((), {1}, [], ()),
    ],
)
def test_who_agreed_stands_apart_where_both_parts_hide_each_other(
    together: Sequence[int], wished: set[int], circles: list[set[int]], apart: tuple[int, ...]
) -> None:
    assert disclosure.apart(together, wished, circles, 3) == apart


@given(
    st.sets(st.integers(0, 25)),
    st.sets(st.integers(0, 25)),
    st.lists(st.sets(st.integers(0, 25), max_size=4), max_size=4),
    st.integers(3, 6),
)
def test_both_parts_hide_each_of_theirs_or_hold_nobody(
    together: set[int], wished: set[int], circles: list[set[int]], minimum: int
) -> None:
    chosen = set(disclosure.apart(together, wished, circles, minimum))
    assert chosen <= wished & together
    if chosen:
        for part in (chosen, together - chosen):
            assert not part or all(len(part - circle) >= minimum for circle in circles or [set[int]()])


def test_sums_made_anew_with_another_minimum_differ_by_no_few_hospitals() -> None:
    """Of twelve hospitals ten agreed: with five seven were shown and with four eight, so the one more could be worked out."""
    shown = 0
    for agreed, every in combinations_with_replacement(range(40), 2):
        together = set(range(every))
        told = {least: disclosure.standing(together, set(range(agreed)), least) for least in range(3, 14)}
        for least, found in told.items():
            place = (every, agreed, least)
            assert not found or len(found) >= least, place
            assert not found or every == len(found) or every - len(found) >= least, place
            assert set(found) <= set(range(agreed)), place
            others = [set(one) for other, one in told.items() if other > least and one]
            assert all(set(found) == one or len(set(found) ^ one) >= least for one in others), place
            shown += bool(found)
    assert shown > 2000
    assert disclosure.standing(set(range(12)), set(range(10)), 4) == disclosure.standing(
        set(range(12)), set(range(10)), 5
    )
    assert disclosure.standing(set(range(12)), set(range(12)), 5) == tuple(range(12))
