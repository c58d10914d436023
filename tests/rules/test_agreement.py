"""Agreed values, agreement in percent, and weighted kappa against published worked examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.rules.agreement import GRADES, agreed_value, agreement, weighted_kappa

# Boyd et al. (1982), 85 xeromammograms read by two radiologists (normal, benign, suspected cancer, cancer), as worked
# in the Stata reference manual, entry kappa, and in Altman, Practical Statistics for Medical Research (1991), 14.3:
# with the linear weights 1, 0.6667, 0.3333, 0 the observed agreement is 86.67 %, expected 69.11 %, kappa 0.5684.
XEROMAMMOGRAMS = ((21, 12, 0, 0), (4, 17, 1, 0), (3, 9, 15, 2), (0, 0, 0, 1))

# Cohen's kappa of a 2 x 2 table equals the weighted one. Worked example of Viera & Garrett, "Understanding
# interobserver agreement: the kappa statistic", Family Medicine 37 (2005) 360, table 1: kappa 0.57.
USEFULNESS = ((15, 5), (10, 70))


def test_weighted_kappa_gives_the_published_value_of_the_xeromammogram_data() -> None:
    found = weighted_kappa(XEROMAMMOGRAMS)
    assert found == pytest.approx(0.5684, abs=0.00005)


def test_the_weights_give_the_published_observed_and_expected_agreement() -> None:
    kappa = weighted_kappa(XEROMAMMOGRAMS)
    assert kappa is not None
    assert kappa == pytest.approx((0.8667 - 0.6911) / (1 - 0.6911), abs=0.0005)


def test_with_two_grades_it_is_the_plain_kappa_of_the_published_example() -> None:
    assert weighted_kappa(USEFULNESS) == pytest.approx(0.57, abs=0.005)


@pytest.mark.parametrize(
    "counts",
    [(), ((5,),), ((0, 0), (0, 0)), ((7, 0, 0), (0, 0, 0), (0, 0, 0))],
    ids=["no grades", "one grade", "no ratings", "everybody says A"],
)
def test_kappa_is_undefined_where_chance_explains_everything(counts: tuple[tuple[int, ...], ...]) -> None:
    assert weighted_kappa(counts) is None


@pytest.mark.parametrize(
    ("recorded", "own", "visitor", "agreed"),
    [
        ("B", "A", "C", "B"),
        ("C", "A", "A", "C"),
        (None, "A", "A", "A"),
        (None, "NA", "NA", "NA"),
        (None, "A", "B", None),
        (None, None, "B", None),
        (None, None, None, None),
    ],
)
def test_the_agreed_value_is_the_recorded_one_else_the_common_one(
    recorded: str | None, own: str | None, visitor: str | None, agreed: str | None
) -> None:
    assert agreed_value(recorded, own, visitor) == agreed


def test_only_items_graded_by_both_sides_are_compared_and_the_others_are_counted_once() -> None:
    pairs = [
        ("A", "A"), ("A", "B"), ("C", "C"), ("B", "A"),
        ("NA", "A"), ("NA", "NA"), ("UNVERIFIED", "A"), ("NA", "UNVERIFIED"), (None, "NA"), (None, None),
    ]  # fmt: skip
    found = agreement(pairs, "abcx")
    assert (found.compared, found.same, found.percent) == (4, 2, 50.0)
    assert (found.unanswered, found.unverified, found.not_applicable) == (2, 2, 2)


def test_without_common_grades_there_is_neither_percent_nor_kappa() -> None:
    found = agreement([("NA", "A"), (None, None)], "abcx")
    assert (found.percent, found.kappa) == (None, None)


def test_one_step_apart_counts_half_of_two_steps_apart() -> None:
    near = agreement([("A", "B"), ("A", "A"), ("C", "C"), ("B", "B")], "abcx").kappa
    far = agreement([("A", "C"), ("A", "A"), ("C", "C"), ("B", "B")], "abcx").kappa
    assert near is not None
    assert far is not None
    assert near > far


@pytest.mark.parametrize("scale", sorted(GRADES))
def test_every_scale_has_grades_and_full_agreement_gives_one(scale: str) -> None:
    pairs = [(value, value) for value in GRADES[scale]]
    assert agreement(pairs, scale).kappa == pytest.approx(1)


@given(st.lists(st.tuples(*[st.sampled_from(["A", "B", "C", "NA", "UNVERIFIED", None])] * 2)))
def test_every_item_is_counted_exactly_once_and_the_sides_can_be_exchanged(
    pairs: list[tuple[str | None, str | None]],
) -> None:
    found = agreement(pairs, "abcx")
    assert found.compared + found.unanswered + found.unverified + found.not_applicable == len(pairs)
    mirrored = agreement([(b, a) for a, b in pairs], "abcx")
    assert (found.compared, found.same) == (mirrored.compared, mirrored.same)
    assert found.kappa == (None if mirrored.kappa is None else pytest.approx(mirrored.kappa))
    assert found.kappa is None or found.kappa <= 1 + 1e-9
