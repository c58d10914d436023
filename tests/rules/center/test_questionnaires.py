"""How answers add up: every step has its place, texts stand in no order of time, and few people are not told apart."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from checklist.model.center.questionnaires import Answer, AnswerSheet, Question, QuestionKind
from checklist.rules.center import questionnaires as rules

STEPS = Question(QuestionKind.STEPS, "参考になりますか", ("ならない", "なる"))
CHOICE = Question(QuestionKind.CHOICE, "どれですか", ("甲", "乙", "丙"))
TEXT = Question(QuestionKind.TEXT, "自由に", (), True)
ASKED = (STEPS, CHOICE, TEXT)
DAY = date(2026, 11, 12)


def sheets(*given: dict[str, Answer]) -> list[AnswerSheet]:
    return [AnswerSheet(place, one, DAY) for place, one in enumerate(given, 1)]


def test_every_word_has_its_number_also_none() -> None:
    steps, choice, _ = rules.tally(ASKED, sheets({"1": 5, "2": "乙"}, {"1": 4}, {"1": 5, "2": "乙"}, {"2": "甲"}), 1)
    assert steps.counts == {"1 ならない": 0, "2": 0, "3": 0, "4": 1, "5 なる": 2}
    assert choice.counts == {"甲": 1, "乙": 2, "丙": 0}
    assert (steps.answers, choice.answers, choice.mean) == (3, 3, None)
    assert steps.mean == pytest.approx(14 / 3)


def test_without_answers_there_is_no_mean() -> None:
    found = rules.tally(ASKED, [], 5)
    assert [(one.answers, one.mean, one.texts) for one in found] == [(0, None, ()), (0, None, ()), (0, None, ())]


@pytest.mark.parametrize(
    ("least", "ends", "texts", "hidden"),
    [(4, [DAY], ("い", "ろ", "ろ"), 0), (5, [DAY], (), 3), (4, [], (), 3), (1, [], ("い", "ろ", "ろ"), 0)],
)
def test_texts_wait_until_enough_people_have_answered_anything(
    least: int, ends: list[date], texts: tuple[str, ...], hidden: int
) -> None:
    came = sheets({"3": "ろ"}, {"3": "い"}, {"1": 5}, {"3": "ろ"})
    # Whoever reads them knows no order of arrival; the rule goes by it all the same.
    (*_, found) = rules.tally(ASKED, came[::-1], least, ends)
    assert (found.texts, found.hidden, found.answers) == (texts, hidden, 3)


@pytest.mark.parametrize("closed", [(), (3,), (7, 9), (6, 8, 20, 21)])
def test_of_any_two_days_enough_answers_came_between_what_is_told_of_texts(closed: tuple[int, ...]) -> None:
    """One answer after the other, every day one; the window ends after some of them and is opened again; each minimum."""

    def seen(least: int, ends: list[date]) -> set[int]:
        return {
            rules.told(came[:number], [end for end in ends if end <= date(2026, 11, number or 1)], least)
            for number in range(31)
        }

    came = [AnswerSheet(number, {"3": f"{number}"}, date(2026, 11, number)) for number in range(1, 31)]
    ends = [date(2026, 11, day) for day in closed]
    for least in (3, 4, 5, 6, 8, 13):
        told = sorted(seen(least, ends) | {rules.told(came, [*ends, date(2026, 11, 30)], least)})
        apart = [more - fewer for fewer, more in pairwise(told)]
        assert apart, least
        assert min(apart) >= least, (least, told)
        # Also for whoever lowers the minimum and raises it again, while it is open.
        if not closed:
            beside = sorted(seen(3, []) | set(told[:-1]))
            assert min(more - fewer for fewer, more in pairwise(beside)) >= 3, least
    assert rules.told(came, [date(2026, 11, 30)], 5) == 30


def test_bars_grow_by_enough_answers_at_once_and_hold_all_of_them_when_the_window_is_over() -> None:
    came = [AnswerSheet(number, {"1": 1 + number % 5}, date(2026, 11, number)) for number in range(1, 31)]
    for least in (3, 4, 5, 6, 8, 13):
        told = [rules.told(came[:number], [], least, 0) for number in range(31)]
        steps = sorted({*told, *(rules.told(came[:number], [], 3, 0) for number in range(31))})
        assert min(more - fewer for fewer, more in pairwise(sorted(set(told)))) >= least, told
        assert min(more - fewer for fewer, more in pairwise(steps)) >= 3, steps
        assert max(number - one for number, one in enumerate(told)) < 2 * least
        assert [rules.told(came[:number], [DAY], least, 0) for number in (1, 2, 12)] == [1, 2, 12]
        # Opened again for one more, it tells of the twelve of then.
        assert rules.told(came[:13], [DAY, date(2026, 11, 13)], least, 0) == 12
    shown, _, _ = rules.tally(ASKED, came[:20], 5)
    assert (sum(shown.counts.values()), shown.told, shown.hidden, shown.answers) == (18, 18, 2, 20)
    assert shown.mean == pytest.approx(sum(1 + number % 5 for number in range(1, 19)) / 18)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"1": "3", "2": " 甲 ", "3": " "}, {"1": 3, "2": "甲"}),
        ({"1": "33"}, {"1": "33"}),
        ({"1": ""}, {}),
        ({"7": " x "}, {"7": "x"}),
    ],
)
def test_a_form_sends_texts_and_says_the_same(given: dict[str, Answer], found: dict[str, Answer]) -> None:
    assert rules.answered(ASKED, given) == found


def test_only_texts_are_asked_about_names() -> None:
    asked = (Question(QuestionKind.CHOICE, "誰", ("山田太郎さん", "ほか")), TEXT)
    assert rules.names_in(asked, {"1": "山田太郎さん", "2": "参考になった"}) == []
    assert [one.where for one in rules.names_in(asked, {"2": "患者：山田太郎様のこと"})] == ["質問2"]
