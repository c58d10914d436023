"""No sum of a public table tells a small number: whoever knows the rules of hiding is left with several possibilities."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from checklist.rules.center import hiding


def shown(numbers: list[int]) -> list[str]:
    hidden = hiding.column(numbers)
    return ["＊" if hide else str(one) for one, hide in zip([*numbers, sum(numbers)], hidden, strict=True)]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([10, 20], "10 20 30"),
        ([0, 20], "0 20 20"),
        ([3, 20, 9], "＊ 20 ＊ 32"),
        ([1, 1, 20, 30], "＊ ＊ ＊ 30 52"),
        ([2, 4, 40], "＊ ＊ 40 46"),
        ([3], "＊ ＊"),
        ([3, 0, 0], "＊ 0 0 ＊"),
        ([1, 1], "＊ ＊ ＊"),
        ([0, 0], "0 0 0"),
    ],
)
def test_a_small_number_takes_another_with_it(numbers: list[int], expected: str) -> None:
    assert " ".join(shown(numbers)) == expected


def possible(numbers: list[list[int]], hidden: list[list[bool]]) -> dict[tuple[int, int], set[int]]:
    """Every value that each hidden cell of the inside could have, by what is shown and that hidden cells are at least 1."""
    height, width = len(numbers), len(numbers[0])
    cells = [(row, place) for row in range(height) for place in range(width) if hidden[row][place]]
    found: dict[tuple[int, int], set[int]] = {one: set() for one in cells}
    most = max(max(row) for row in numbers) + 6
    for values in product(range(1, most), repeat=len(cells)):
        guess = [list(row) for row in numbers]
        for (row, place), value in zip(cells, values, strict=True):
            guess[row][place] = value
        if _fits(numbers, guess, hidden):
            for one, value in zip(cells, values, strict=True):
                found[one].add(value)
    return found


def _fits(numbers: list[list[int]], guess: list[list[int]], hidden: list[list[bool]]) -> bool:
    height, width = len(numbers), len(numbers[0])
    rows = all(hidden[row][width] or sum(guess[row]) == sum(numbers[row]) for row in range(height))
    places = all(
        hidden[height][place] or sum(one[place] for one in guess) == sum(one[place] for one in numbers)
        for place in range(width)
    )
    return rows and places


def test_whoever_reckons_with_all_sums_is_left_with_several_values_for_every_hidden_cell() -> None:
    rng, looked = Random(5), 0
    for _ in range(150):
        numbers = [[rng.choice((0, 0, 1, 2, 4, 6, 9)) for _ in range(2)] for _ in range(2)]
        hidden = hiding.grid(numbers)
        assert all(hidden[row][place] for row in range(2) for place in range(2) if 1 <= numbers[row][place] <= 4)
        if sum(map(sum, hidden)) and sum(hidden[row][place] for row in range(2) for place in range(2)) <= 4:
            looked += 1
            for cell, values in possible(numbers, hidden).items():
                assert len(values) > 1, (numbers, hidden, cell)
    assert looked > 30


def test_two_blocks_that_one_cell_joins_do_not_give_it_away() -> None:
    # Rows 1-2 and 3-4 each close a circle of their own; the one cell between them would follow from the sums.
    numbers = [[2, 3, 50, 60], [3, 2, 4, 60], [70, 50, 3, 2], [70, 60, 2, 3]]
    hidden = hiding.grid(numbers)
    told = [" ".join("＊" if one else "・" for one in row) for row in hidden]
    # With the three cells more, every hidden one lies on a circle: one up, the next down, and all sums stay.
    assert told == ["＊ ＊ ・ ＊ ・", "＊ ＊ ＊ ・ ・", "＊ ＊ ＊ ＊ ・", "・ ＊ ＊ ＊ ・", "・ ・ ・ ・ ・"]


def _column(numbers: list[int], hidden: list[bool]) -> list[tuple[int, ...]]:
    """Every column that looks like this one: what is shown fits, and so does the sum if it is shown."""
    places = [place for place, hide in enumerate(hidden[:-1]) if hide]
    whole = sum(numbers)
    left = whole - sum(one for place, one in enumerate(numbers) if place not in places)
    most = left if not hidden[-1] else left + 6
    found = []
    for values in product(range(most + 1), repeat=len(places)):
        if hidden[-1] or sum(values) == left:
            guess = list(numbers)
            for place, value in zip(places, values, strict=True):
                guess[place] = value
            found.append(tuple(guess))
    return found


def narrowed(first: list[int], second: list[int], hidden: tuple[list[bool], list[bool]]) -> list[int]:
    """The places of which two editions together tell a small number or a small change, to whoever knows that cases only grow."""
    pairs = [
        (then, now)
        for then, now in product(_column(first, hidden[0]), _column(second, hidden[1]))
        if all(before <= after for before, after in zip(then, now, strict=True))
    ]
    told = []
    for place, (then, now) in enumerate(zip(first, second, strict=True)):
        small = 1 <= then <= hiding.SMALL, 1 <= now <= hiding.SMALL, 1 <= now - then <= hiding.SMALL
        seen = (
            {one[place] for one, _ in pairs},
            {one[place] for _, one in pairs},
            {after[place] - before[place] for before, after in pairs},
        )
        if any(is_small and len(values) < hiding.SMALL for is_small, values in zip(small, seen, strict=True)):
            told.append(place)
    return told


def marks_of(first: list[int], second: list[int]) -> tuple[list[bool], list[bool]]:
    """What is hidden of a first edition, and of a second one that is held against it."""
    before = hiding.column(first)
    former = hiding.Former([[one] for one in first], [[one] for one in before])
    return before, [row[0] for row in hiding.grid([[one] for one in second], [former])]


@pytest.mark.parametrize("seed", [*range(25), 80])
def test_two_editions_together_tell_no_small_number_and_no_small_change(seed: int) -> None:
    rng = Random(seed)
    first = [rng.choice((0, 1, 2, 3, 4, 5, 6, 7)) for _ in range(4)]
    second = [one + rng.choice((0, 0, 1, 2, 3, 5, 6)) for one in first]
    if 1 <= sum(second) - sum(first) <= hiding.SMALL:
        # No such edition is made: the sum of the year would tell.
        second[0] += 5
    assert narrowed(first, second, marks_of(first, second)) == []


def test_without_the_first_edition_the_second_would_tell() -> None:
    """What the rule is for, and that the attack above would find it."""
    first, second = [9, 8, 7, 6], [9, 10, 12, 6]
    alone = hiding.column(first), hiding.column(second)
    assert narrowed(first, second, alone) == [1]
    assert narrowed(first, second, marks_of(first, second)) == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([9, 8, 7], [9, 8, 7], "9 8 7 24"),
        ([9, 8, 7], [14, 8, 7], "14 8 7 29"),
        ([9, 8, 7], [11, 13, 7], "＊ ＊ 7 31"),
        ([3, 7, 20], [3, 7, 30], "＊ ＊ 30 40"),
        # Shown, the second number would tell what it was before, and with it the first.
        ([3, 7, 20], [8, 7, 20], "8 7 20 35"),
        ([3, 7, 20], [5, 7, 28], "＊ 7 ＊ 40"),
    ],
)
def test_what_a_second_edition_hides(first: list[int], second: list[int], expected: str) -> None:
    marks = marks_of(first, second)[1]
    assert (
        " ".join("＊" if hide else str(one) for one, hide in zip([*second, sum(second)], marks, strict=True))
        == expected
    )


@pytest.mark.parametrize("seed", range(12))
def test_of_two_ways_no_change_is_alone_in_its_row_or_column(seed: int) -> None:
    """Every row and column of the difference shows no small change, and bounds what it hides by no less than may be told."""
    rng = Random(seed)
    first = [[rng.randrange(12) for _ in range(3)] for _ in range(4)]
    second = [[one + rng.choice((0, 0, 1, 2, 5, 9)) for one in row] for row in first]
    before = hiding.grid(first)
    marks = hiding.grid(second, [hiding.Former(first, before)])
    whole = [
        [now - then for now, then in zip(*rows, strict=True)]
        for rows in zip(hiding._with_totals(second), hiding._with_totals(first), strict=True)
    ]
    for line in hiding._lines(whole):
        unknown = [one for one in line if marks[one[0]][one[1]] or before[one[0]][one[1]]]
        told = [whole[row][place] for row, place in line if (row, place) not in unknown]
        assert not [one for one in told if 1 <= one <= hiding.SMALL]
        parts = [one for one in unknown if one != line[-1]]
        if parts and line[-1] not in unknown:
            changed = sum(whole[row][place] for row, place in parts)
            assert changed == 0 or changed > hiding.SMALL
