"""The answers of the yearly survey: every fault in one pass, and each answer in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checklist.model.center.survey import Question, Shape
from checklist.rules.center import survey

WAYS = {"web": "ホームページ", "other": "その他", "none": "行っていない"}


def question(code: str, shape: Shape, choices: dict[str, str] | None = None) -> Question:
    return Question(code, "部", code, shape, choices or {}, "名", "", 2022, "出典")


QUESTIONS = (
    question("rules", Shape.YES_NO), question("staff_nurse", Shape.NUMBER), question("staff_officer", Shape.NUMBER),
    question("staff_total", Shape.NUMBER), question("ways", Shape.CHOICES, WAYS), question("ways_text", Shape.TEXT),
)  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({}, []), ({"rules": "yes", "staff_nurse": "1.79", "ways": "web"}, []),
        ({"rules": "maybe"}, ["「はい」か「いいえ」"]), ({"staff_nurse": "1.795"}, ["小数は2桁まで"]),
        ({"staff_nurse": "-1"}, ["0以上の数"]), ({"staff_nurse": "約3"}, ["0以上の数"]), ({"staff_nurse": "9" * 30}, ["0以上の数"]),
        ({"ways": "tv"}, ["選択肢から"]), ({"ways": "web,none"}, ["同時に選べません"]), ({"ways": "none"}, []),
        ({"ways": "other"}, ["内容を入力"]), ({"ways": "other", "ways_text": "回覧板"}, []),
        ({"ways_text": "あ" * 501}, ["500文字以内"]), ({"unknown": "1"}, ["調査票にない質問"]),
        ({"staff_nurse": "1.79", "staff_officer": "3", "staff_total": "4.79"}, []),
        ({"staff_nurse": "1.79", "staff_officer": "3", "staff_total": "5"}, ["和は4.79名です"]),
        ({"staff_total": "5"}, []),
        ({"rules": "x", "staff_nurse": "x", "ways": "x"}, ["「はい」か", "0以上の数", "選択肢から"]),
    ],
)  # fmt: skip
def test_everything_wrong_is_told_at_once(answers: dict[str, str], told: list[str]) -> None:
    found = [str(one) for one in survey.faults(QUESTIONS, answers)]
    assert len(found) == len(told)
    assert all(part in one for part, one in zip(told, found, strict=True))


@pytest.mark.parametrize(
    ("code", "answer", "word"),
    [("rules", "no", "いいえ"), ("ways", "web,other", "ホームページ、その他"), ("staff_nurse", "2", "2"), ("ways", "", ""), ("ways_text", "文", "文")],
)  # fmt: skip
def test_an_answer_in_words(code: str, answer: str, word: str) -> None:
    assert survey.told(next(one for one in QUESTIONS if one.code == code), answer) == word


def test_numbers_are_kept_in_half_width_and_added_without_loss() -> None:
    assert survey.tidied(QUESTIONS[1], " １,２３４．５ ") == "1234.5"
    assert survey.tidied(QUESTIONS[5], " 全角　１ ") == "全角　１"
    assert survey.staff_sum({"staff_nurse": "0.1", "staff_officer": "0.2", "staff_total": "9", "x": "5"}) == Decimal(
        "0.3"
    )
    assert survey.staff_sum({"staff_nurse": ""}) is None
