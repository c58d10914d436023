"""確認済み: what the records leave open and somebody confirmed, for as long as it was confirmed, and never more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.model.criteria import Result, Settlement
from checklist.model.hospitals import Addon
from checklist.readings import criteria_sets, criteria_words
from checklist.rules.criteria.evaluation import Evaluation, Judgement, assess, choose, outlined
from checklist.rules.criteria.points import standings
from checklist.rules.criteria.warnings import Scene, warnings
from tests.rules.criteria.documents import DAY, MET, NOT_MET, UNKNOWN, comes, filing, manager, of

CODE = "regional-1.coverage"
PAPER = comes(date(2025, 9, 10), parts=None)
SETTLED = Settlement(
    1, CODE, date(2025, 10, 1), "架空 花子", "点検表の写しに4区分の項目があった", "評価報告書の写し", date(2026, 3, 31)
)


def judged(*has: object, on: date = DAY) -> Evaluation:
    return assess(choose(criteria_sets.shipped(), on), of([filing(Addon.REGIONAL, 1), PAPER, *has], on))


def coverage(found: Evaluation) -> Judgement:
    return next(one for one in found.judgements if one.requirement.code == CODE)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 9, 30), UNKNOWN),
        (date(2025, 10, 1), MET),
        (date(2026, 3, 31), MET),
        (date(2026, 4, 1), UNKNOWN),
    ],
)
def test_it_counts_from_its_day_until_its_last_day_and_falls_back(on: date, expected: Result) -> None:
    one = coverage(judged(SETTLED, on=on))
    assert (one.result, one.verdict.result) == (expected, UNKNOWN)
    assert (one.lapsed is not None) == (on > SETTLED.valid_until)


def test_what_the_records_say_stands_beside_it() -> None:
    one = coverage(judged(SETTLED))
    assert criteria_words.result_word(one) == "適（確認済み）"
    records, told = criteria_words.reason(one).split("\n")
    assert records == one.verdict.reason
    assert told == (
        "確認済み：2025年10月1日（水） 架空 花子：点検表の写しに4区分の項目があった"
        "（書類：評価報告書の写し、2026年3月31日（火）まで有効）"
    )


@pytest.mark.parametrize(("hours", "expected"), [(4, NOT_MET), (0, MET)])
def test_what_the_records_answer_nobody_settles(hours: float, expected: Result) -> None:
    found = judged(manager(other_hours=hours), replace(SETTLED, requirement="safety-1.system-a"))
    one = next(one for one in found.judgements if one.requirement.code == "safety-1.system-a")
    assert (one.result, one.settled) == (expected, None)


def test_the_newest_valid_one_counts_and_another_line_is_not_touched() -> None:
    longer = replace(SETTLED, id=2, settled_on=date(2025, 11, 1), valid_until=date(2026, 12, 31))
    found = judged(SETTLED, longer)
    assert coverage(found).settled == longer
    assert [one.requirement.code for one in found.judgements if one.settled] == [CODE]
    assert coverage(judged(SETTLED, longer, on=date(2026, 4, 1))).result is MET


def test_the_add_on_says_how_much_of_it_rests_on_confirmations() -> None:
    (one,) = (one for one in standings(judged(SETTLED)) if one.addon.code == "regional-1")
    assert one.settled == 1
    assert "（うち確認済み1件）" in criteria_words.standing_line(one)


@pytest.mark.parametrize(
    ("on", "title"),
    [
        (date(2026, 3, 1), "の確認の期限が近づいています"),
        (date(2026, 4, 1), "の確認の期限が切れました"),
    ],
)
def test_the_end_of_a_confirmation_is_told(on: date, title: str) -> None:
    told = [one.title for one in warnings(Scene(judged(SETTLED, on=on))) if "確認の期限" in one.title]
    assert [one.endswith(title) for one in told] == [True]
    assert not [
        one for one in warnings(Scene(judged(SETTLED, on=on - timedelta(days=60)))) if "確認の期限" in one.title
    ]


def test_whoever_reads_the_answers_alone_learns_that_it_was_confirmed_and_nothing_else() -> None:
    found = outlined(judged(SETTLED))
    assert coverage(found).result is MET
    assert criteria_words.settlement(coverage(found).settled or SETTLED) == "2026年3月31日（火）まで有効"
    assert "架空 花子" not in repr(found)
    assert "点検表の写し" not in repr(found)
