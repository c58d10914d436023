"""No single hospital can be read, or worked out, from the numbers of groups."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checklist.rules.disclosure import Showing, showing, total_showing

HOSPITALS = st.sets(st.integers(1, 12))
MINIMUM = st.integers(3, 8)


def test_a_group_is_shown_from_the_minimum_on() -> None:
    assert showing({1, 2, 3, 4, 5}, (), 5) is Showing.SHOWN
    assert showing({1, 2, 3, 4}, (), 5) is Showing.TOO_SMALL
    assert showing((), (), 5) is Showing.EMPTY


def test_hospitals_known_by_name_do_not_hide_the_one_that_is_not() -> None:
    assert showing({1, 2, 3, 4, 5}, {1, 2, 3, 4}, 5) is Showing.TOO_SMALL
    assert showing({1, 2, 3, 4, 5}, {1}, 5) is Showing.TOO_SMALL
    assert showing({1, 2, 3, 4, 5, 6}, {1}, 5) is Showing.SHOWN


def test_a_group_of_hospitals_all_known_by_name_is_shown_whatever_its_size() -> None:
    assert showing({1}, {1, 2}, 5) is Showing.SHOWN


def test_a_total_is_hidden_beside_a_hidden_part() -> None:
    group = set(range(1, 9))
    assert total_showing(group, {"1": Showing.SHOWN, "2": Showing.TOO_SMALL}, (), 5) is Showing.TOO_SMALL
    assert total_showing(group, {"1": Showing.SHOWN, "2": Showing.EMPTY}, (), 5) is Showing.SHOWN


@given(HOSPITALS, HOSPITALS, MINIMUM)
def test_taking_away_the_known_leaves_nobody_or_a_large_group(group: set[int], named: set[int], minimum: int) -> None:
    if showing(group, named, minimum) is Showing.SHOWN:
        left = group - named
        assert not left or len(left) >= minimum


@given(HOSPITALS, HOSPITALS, st.lists(HOSPITALS, max_size=4), MINIMUM)
def test_taking_shown_parts_from_a_shown_total_reveals_no_hidden_part(
    group: set[int], named: set[int], parts: list[set[int]], minimum: int
) -> None:
    shown = {str(place): showing(part, named, minimum) for place, part in enumerate(parts)}
    if total_showing(group, shown, named, minimum) is Showing.SHOWN:
        assert Showing.TOO_SMALL not in shown.values()
