"""What a reader chooses stands in the address, and comes back from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.comparison import selection
from checklist.comparison.selection import CLASSES, Group, Scope, Selection
from checklist.errors import Refused
from checklist.model.assessments import Track

SELECTIONS = st.builds(
    Selection,
    st.integers(2000, 2100),
    st.integers(2000, 2100),
    st.sampled_from(Track),
    st.none() | st.sampled_from(["1", "10"]),
    st.none() | st.just("anzen"),
    st.sampled_from(Scope),
    st.sampled_from([None, 1, 2]),
    st.lists(st.sampled_from(Group), min_size=1, unique=True).map(tuple),
)


@given(SELECTIONS)
def test_a_selection_survives_its_address(chosen: Selection) -> None:
    assert selection.from_query(selection.to_query(chosen)) == chosen


def test_what_is_left_out_is_the_usual() -> None:
    found = selection.from_query({"first": "2025", "last": "2026"})
    assert found == Selection(2025, 2026, Track.VISITOR, None, None, Scope.REGION, None, CLASSES)
    assert selection.to_query(found) == {
        "first": "2025", "last": "2026", "track": "visitor", "scope": "region", "groups": "class1,class2",
    }  # fmt: skip


def test_groups_that_are_named_but_empty_are_none() -> None:
    assert selection.from_query({"first": "2025", "last": "2026", "groups": ""}).groups == ()


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"first": "2025"},
        {"first": "今年", "last": "2026"},
        {"first": "2025", "last": "2026", "track": "everything"},
        {"first": "2025", "last": "2026", "scope": "world"},
        {"first": "2025", "last": "2026", "class": "one"},
        {"first": "2025", "last": "2026", "groups": "class1,others"},
    ],
)
def test_an_address_that_makes_no_sense_is_refused(asked: dict[str, str]) -> None:
    with pytest.raises(Refused):
        selection.from_query(asked)


@pytest.mark.parametrize(
    "chosen",
    [
        Selection(2026, 2025),
        Selection(2000, 2025),
        Selection(2025, 2025, addon_class=3),
        Selection(2025, 2025, groups=()),
    ],
)
def test_a_senseless_choice_is_refused(chosen: Selection) -> None:
    with pytest.raises(Refused):
        selection.check(chosen)


def test_every_choice_has_its_word() -> None:
    assert set(selection.SCOPE_WORDS) == set(Scope)
    assert set(selection.GROUP_WORDS) == set(Group)
