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


WHOLE = {"first": "2024", "last": "2025"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": ""}, {"first": "x"}, {"last": "2025.5"}, {"last": "９９９９９年"}, {"track": "agreed!"},
        {"scope": "world"}, {"class": "one"}, {"groups": "class3"}, {"groups": "class1;own"}, {"order": "best"},
        {"first": "9" * 5000}, {"class": "\u0000"},
    ],
)  # fmt: skip
def test_an_address_that_asks_for_nothing_there_is_gets_a_sentence(wrong: dict[str, str]) -> None:
    with pytest.raises(Refused, match="指定が正しくありません"):
        selection.from_query({**WHOLE, **wrong})


@pytest.mark.parametrize("missing", ["first", "last"])
def test_both_years_have_to_be_named(missing: str) -> None:
    with pytest.raises(Refused, match="指定が正しくありません"):
        selection.from_query({name: value for name, value in WHOLE.items() if name != missing})


@pytest.mark.parametrize(
    ("chosen", "where"),
    [
        (Selection(2025, 2024), {"年度"}),
        (Selection(2000, 2020), {"年度"}),
        (Selection(1999, 2005), {"年度"}),
        (Selection(2190, 2201), {"年度"}),
        (Selection(2025, 2025, addon_class=3), {"区分"}),
        (Selection(2025, 2025, addon_class=0), {"区分"}),
        (Selection(2025, 2025, groups=()), {"比較する集団"}),
        (Selection(2025, 2020, addon_class=9, groups=()), {"年度", "区分", "比較する集団"}),
    ],
)
def test_everything_senseless_is_told_in_one_pass(chosen: Selection, where: set[str]) -> None:
    with pytest.raises(Refused) as refused:
        selection.check(chosen)
    assert {fault.where for fault in refused.value.faults} == where


@pytest.mark.parametrize("chosen", [Selection(2000, 2019), Selection(2200, 2200), Selection(2025, 2025, addon_class=2)])
def test_what_is_just_within_is_taken(chosen: Selection) -> None:
    selection.check(chosen)
    assert list(chosen.years) == list(range(chosen.first_year, chosen.last_year + 1))


def test_a_group_named_twice_is_one_column_in_the_place_of_the_first() -> None:
    found = selection.from_query({**WHOLE, "groups": "own,class1,own,,class1"})
    assert found.groups == (Group.OWN, Group.CLASS_1)


def test_the_span_of_one_year_is_that_year() -> None:
    assert [Selection(*years).span for years in ((2025, 2025), (2023, 2025))] == [
        "2025年度",
        "2023年度から2025年度まで",
    ]
