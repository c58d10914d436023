"""How many hospitals come into the numbers of a group at once, so that none of them can be worked out."""

from __future__ import annotations

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
