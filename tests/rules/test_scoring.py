"""得点率: one definition, for any set of answers in any order."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.model.scales import SCALES
from checklist.rules import scoring
from checklist.rules.scoring import Score

ANSWERS = st.lists(st.sampled_from([*SCALES["abcx"], *SCALES["yes-no"], None]))
POINTS = {"A": 1.0, "B": 0.5, "C": 0.0, "YES": 1.0, "NO": 0.0}


@pytest.mark.parametrize(
    ("answers", "percent"),
    [
        (["A"], 100.0),
        (["B"], 50.0),
        (["C"], 0.0),
        (["A", "B", "C"], 50.0),
        (["A", "A", "C"], 66.7),
        (["A", "NA", "NA", "UNVERIFIED", None], 100.0),
        (["C", "NA"], 0.0),
        (["NA"], None),
        (["UNVERIFIED", None], None),
        ([], None),
        (["YES", "NO", "NO", "NO"], 25.0),
    ],
)
def test_the_score_of_known_answers(answers: list[str | None], percent: float | None) -> None:
    assert scoring.of_values(answers).percent == percent


@given(ANSWERS)
def test_the_score_is_the_mean_of_the_points_of_rated_answers(answers: list[str | None]) -> None:
    points = [POINTS[answer] for answer in answers if answer in POINTS]
    found = scoring.of_values(answers).percent
    if not points:
        assert found is None
    else:
        assert found == pytest.approx(100 * sum(points) / len(points), abs=0.0500001)


@given(ANSWERS)
def test_every_answer_is_counted_exactly_once(answers: list[str | None]) -> None:
    found = scoring.of_values(answers)
    assert found.rated + found.not_applicable + found.unverified + found.unanswered == len(answers)
    assert found.not_applicable == answers.count("NA")
    assert found.unverified == answers.count("UNVERIFIED")
    assert found.unanswered == answers.count(None)


@given(ANSWERS, st.randoms())
def test_order_does_not_matter(answers: list[str | None], dice: random.Random) -> None:
    shuffled = list(answers)
    dice.shuffle(shuffled)
    assert scoring.of_values(shuffled) == scoring.of_values(answers)


@given(ANSWERS, ANSWERS, ANSWERS)
def test_pooling_parts_gives_the_score_of_the_whole(
    one: list[str | None], two: list[str | None], three: list[str | None]
) -> None:
    parts = [scoring.of_values(part) for part in (one, two, three)]
    assert (parts[0] + parts[1]) + parts[2] == parts[0] + (parts[1] + parts[2])
    assert sum(parts, Score()) == scoring.of_values([*one, *two, *three])


@given(ANSWERS)
def test_counted_answers_score_like_single_ones(answers: list[str | None]) -> None:
    assert scoring.of_counts(Counter(answers)) == scoring.of_values(answers)


@given(ANSWERS, st.sampled_from(["NA", "UNVERIFIED", None]))
def test_what_is_not_rated_never_changes_the_percentage(answers: list[str | None], other: str | None) -> None:
    assert scoring.of_values([*answers, other]).percent == scoring.of_values(answers).percent


@given(ANSWERS)
def test_a_better_answer_never_lowers_the_score(answers: list[str | None]) -> None:
    better = ["A" if answer in ("B", "C") else answer for answer in answers]
    before, after = scoring.of_values(answers).percent, scoring.of_values(better).percent
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert 0 <= before <= after <= 100


def test_a_scale_with_s_has_no_score() -> None:
    assert "sabc" not in scoring.SCORED_SCALES
    assert set(SCALES) > scoring.SCORED_SCALES
    assert scoring.of_value("S") == Score()


def test_the_definition_says_what_the_code_does() -> None:
    for words in ("A×1点", "B×0.5点", "C×0点", "「該当なし」は分母に含めません", "「確認不能」は分母に含めず"):
        assert words in scoring.DEFINITION
