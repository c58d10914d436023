"""No single hospital can be read, or worked out, from the numbers of groups."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checklist.rules.disclosure import Showing, showing, takes_part

HOSPITALS = st.sets(st.integers(1, 12))
MINIMUM = st.integers(3, 8)


def test_a_group_is_shown_from_the_minimum_on() -> None:
    assert showing(5, 5, 5) is Showing.SHOWN
    assert showing(4, 4, 5) is Showing.TOO_SMALL
    assert showing(0, 0, 5) is Showing.EMPTY


def test_hospitals_known_by_name_do_not_hide_the_one_that_is_not() -> None:
    assert showing(5, 1, 5) is Showing.TOO_SMALL
    assert showing(5, 4, 5) is Showing.TOO_SMALL
    assert showing(6, 5, 5) is Showing.SHOWN


def test_a_group_of_hospitals_all_known_by_name_is_shown_whatever_its_size() -> None:
    assert showing(1, 0, 5) is Showing.SHOWN


def test_an_item_takes_part_if_enough_unknown_hospitals_rated_it_or_everybody_is_known() -> None:
    assert takes_part(raters=5, unknown=8, minimum=5)
    assert not takes_part(raters=4, unknown=8, minimum=5)
    assert not takes_part(raters=0, unknown=8, minimum=5)
    assert takes_part(raters=0, unknown=0, minimum=5)


@given(HOSPITALS, HOSPITALS, MINIMUM)
def test_taking_away_the_known_leaves_nobody_or_a_large_group(group: set[int], named: set[int], minimum: int) -> None:
    if showing(len(group), len(group - named), minimum) is Showing.SHOWN:
        left = group - named
        assert not left or len(left) >= minimum


@given(HOSPITALS, HOSPITALS, MINIMUM)
def test_an_item_in_a_shown_group_keeps_enough_unknown_raters(raters: set[int], named: set[int], minimum: int) -> None:
    unknown = raters - named
    if takes_part(len(unknown), len(unknown), minimum):
        assert not unknown or len(unknown) >= minimum
