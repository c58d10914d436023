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
