"""得点率: one definition, for any set of answers in any order."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist import words
from checklist.model.scales import ABCX, SABC, SCALES, YES_NO, Scale
from checklist.rules import scoring
from checklist.rules.scoring import Score

POINTS = {"abcx": {"A": 1.0, "B": 0.5, "C": 0.0}, "yes-no": {"YES": 1.0, "NO": 0.0}}


def answers_on(scales: list[Scale]) -> st.SearchStrategy[tuple[Scale, list[str | None]]]:
    """A scale, and answers on it."""
    return st.sampled_from(scales).flatmap(
        lambda scale: st.tuples(st.just(scale), st.lists(st.sampled_from([*scale.codes, None])))
    )


SCORED, EVERY = answers_on([ABCX, YES_NO]), answers_on([ABCX, SABC, YES_NO])


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
    ],
)
def test_the_score_of_known_answers(answers: list[str | None], percent: float | None) -> None:
    assert scoring.of_values(answers, ABCX).percent == percent


def test_yes_counts_one_point_and_no_none() -> None:
    assert scoring.of_values(["YES", "NO", "NO", "NO"], YES_NO).percent == 25.0


@given(SCORED)
def test_the_score_is_the_mean_of_the_points_of_rated_answers(given: tuple[Scale, list[str | None]]) -> None:
    scale, answers = given
    points = [POINTS[scale.code][answer] for answer in answers if answer in POINTS[scale.code]]
    found = scoring.of_values(answers, scale).percent
    if not points:
        assert found is None
    else:
        assert found == pytest.approx(100 * sum(points) / len(points), abs=0.0500001)


@given(EVERY)
def test_every_answer_is_counted_exactly_once(given: tuple[Scale, list[str | None]]) -> None:
    scale, answers = given
    found = scoring.of_values(answers, scale)
    assert found.rated + found.not_applicable + found.unverified + found.unanswered == len(answers)
    assert found.not_applicable == answers.count("NA")
    assert found.unverified == answers.count("UNVERIFIED")
    assert found.unanswered == answers.count(None)


@given(EVERY, st.randoms())
def test_order_does_not_matter(given: tuple[Scale, list[str | None]], dice: random.Random) -> None:
    scale, answers = given
    shuffled = list(answers)
    dice.shuffle(shuffled)
    assert scoring.of_values(shuffled, scale) == scoring.of_values(answers, scale)


@given(EVERY, st.lists(st.integers(0, 40), min_size=2, max_size=2))
def test_pooling_parts_gives_the_score_of_the_whole(given: tuple[Scale, list[str | None]], cuts: list[int]) -> None:
    scale, answers = given
    first, second = sorted(cuts)
    parts = [scoring.of_values(part, scale) for part in (answers[:first], answers[first:second], answers[second:])]
    assert (parts[0] + parts[1]) + parts[2] == parts[0] + (parts[1] + parts[2])
    assert sum(parts, Score()) == scoring.of_values(answers, scale)


@given(EVERY)
def test_counted_answers_score_like_single_ones(given: tuple[Scale, list[str | None]]) -> None:
    scale, answers = given
    single = sum((scoring.of_value(answer, scale) for answer in answers), Score())
    assert scoring.of_counts(Counter(answers), scale) == scoring.of_values(answers, scale) == single


@given(EVERY, st.sampled_from(["NA", "UNVERIFIED", None]))
def test_what_is_not_rated_never_changes_the_percentage(
    given: tuple[Scale, list[str | None]], other: str | None
) -> None:
    scale, answers = given
    assert scoring.of_values([*answers, other], scale).percent == scoring.of_values(answers, scale).percent


@given(SCORED)
def test_a_better_answer_never_lowers_the_score(given: tuple[Scale, list[str | None]]) -> None:
    scale, answers = given
    best, *others = POINTS[scale.code]
    better = [best if answer in others else answer for answer in answers]
    before, after = scoring.of_values(answers, scale).percent, scoring.of_values(better, scale).percent
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert 0 <= before <= after <= 100


def test_a_scale_with_s_has_no_score() -> None:
    assert {code for code, scale in SCALES.items() if not scale.scored} == {"sabc"}
    assert scoring.of_value("S", SABC) == scoring.of_value("A", SABC) == Score(rated=1, unscored=1)
    assert scoring.of_values(["A", "A"], SABC).percent is None
    assert (scoring.of_value("A", ABCX) + scoring.of_value("S", SABC)).percent is None


@pytest.mark.parametrize("value", ["S", "YES", "Z"])
def test_what_is_no_value_of_the_scale_counts_nowhere(value: str) -> None:
    assert scoring.of_value(value, ABCX) == Score()


def test_the_definition_says_what_the_code_does() -> None:
    assert scoring.DEFINITION == (
        "得点率（％）＝（A×1点＋B×0.5点＋C×0点）÷（A・B・Cの評定数）×100。"
        "「該当なし」は分母に含めません。「確認不能」は分母に含めず、件数を別に示します。"
        "未回答の項目も分母に含めず、件数を別に示します。「S」を用いる4段階の点検表では得点率を計算しません。"
        "小数第2位を四捨五入して示します。" + words.OFFICIAL
    )
    assert scoring.definition(YES_NO).startswith(
        "得点率（％）＝（はい×1点＋いいえ×0点）÷（はい・いいえの評定数）×100。"
    )
    assert scoring.definition(SABC) == f"評定がS・A・B・Cの点検表では得点率を計算しません。{words.OFFICIAL}"
