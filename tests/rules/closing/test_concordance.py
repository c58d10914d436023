"""Agreed values, agreement in percent, and weighted kappa against published worked examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.model.scales import ABCX, SABC, SCALES
from checklist.rules.closing.concordance import agreed_value, concordance, weighted_kappa

# All from D. G. Altman, Practical Statistics for Medical Research (1991), section 14.3, which defines weighted kappa
# with the linear weights 1 - |i - j| / (g - 1) and prints two decimals.
# Table 14.2: 85 xeromammograms (normal, benign, suspected cancer, cancer) read by two radiologists, after Boyd et al.,
# Journal of the National Cancer Institute 68 (1982) 357.
XEROMAMMOGRAMS = ((21, 12, 0, 0), (4, 17, 1, 0), (3, 9, 15, 2), (0, 0, 0, 1))
# Table 14.3: 363 sera graded 1 to 5 by two tests for allergies (MAST down, RAST across).
ALLERGY_TESTS = ((86, 3, 14, 0, 2), (26, 0, 10, 4, 0), (20, 2, 22, 4, 1), (11, 1, 37, 16, 14), (3, 0, 15, 24, 48))
# Table 14.4: two grades only, where weighted and plain kappa are the same.
RARE, EVEN = ((70, 10), (10, 10)), ((40, 10), (10, 40))


@pytest.mark.parametrize(
    ("counts", "published"),
    [(XEROMAMMOGRAMS, 0.57), (ALLERGY_TESTS, 0.56), (RARE, 0.38), (EVEN, 0.60)],
    ids=["table 14.2", "table 14.3", "table 14.4 a", "table 14.4 b"],
)
def test_weighted_kappa_gives_the_published_values(counts: tuple[tuple[int, ...], ...], published: float) -> None:
    assert weighted_kappa(counts) == pytest.approx(published, abs=0.00501)


def test_more_decimals_are_those_of_the_sums_done_by_hand() -> None:
    # The readings lie 34 steps apart in all (28 by one step, 3 by two); by chance it would be, with the totals
    # 33 22 29 1 down and 28 38 16 3 across, 6696 / 85 steps: 1 - 34 * 85 / 6696 = 1903 / 3348.
    assert weighted_kappa(XEROMAMMOGRAMS) == pytest.approx(1903 / 3348, abs=1e-12)


def test_two_sides_who_grade_like_the_two_radiologists_agree_as_published() -> None:
    # 21 + 17 + 15 + 1 = 54 equal readings of 85, 64 % (section 14.3.1), here on the scale with four grades.
    pairs = [
        (own, visitor)
        for own, row in zip(("S", "A", "B", "C"), XEROMAMMOGRAMS, strict=True)
        for visitor, count in zip(("S", "A", "B", "C"), row, strict=True)
        for _ in range(count)
    ]
    found = concordance(pairs, SABC)
    assert (found.compared, found.same, found.percent) == (85, 54, 63.5)
    assert found.kappa == pytest.approx(0.57, abs=0.005)


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
    found = concordance(pairs, ABCX)
    assert (found.compared, found.same, found.percent) == (4, 2, 50.0)
    assert (found.unanswered, found.unverified, found.not_applicable) == (2, 2, 2)


def test_without_common_grades_there_is_neither_percent_nor_kappa() -> None:
    found = concordance([("NA", "A"), (None, None)], ABCX)
    assert (found.percent, found.kappa) == (None, None)


def test_one_step_apart_counts_half_of_two_steps_apart() -> None:
    near = concordance([("A", "B"), ("A", "A"), ("C", "C"), ("B", "B")], ABCX).kappa
    far = concordance([("A", "C"), ("A", "A"), ("C", "C"), ("B", "B")], ABCX).kappa
    assert near is not None
    assert far is not None
    assert near > far


@pytest.mark.parametrize("scale", sorted(SCALES))
def test_every_scale_has_grades_and_full_agreement_gives_one(scale: str) -> None:
    pairs = [(value.code, value.code) for value in SCALES[scale].grades]
    assert concordance(pairs, SCALES[scale]).kappa == pytest.approx(1)


@given(st.lists(st.tuples(*[st.sampled_from(["A", "B", "C", "NA", "UNVERIFIED", None])] * 2)))
def test_every_item_is_counted_exactly_once_and_the_sides_can_be_exchanged(
    pairs: list[tuple[str | None, str | None]],
) -> None:
    found = concordance(pairs, ABCX)
    assert found.compared + found.unanswered + found.unverified + found.not_applicable == len(pairs)
    mirrored = concordance([(b, a) for a, b in pairs], ABCX)
    assert (found.compared, found.same) == (mirrored.compared, mirrored.same)
    assert found.kappa == (None if mirrored.kappa is None else pytest.approx(mirrored.kappa))
    assert found.kappa is None or found.kappa <= 1 + 1e-9
