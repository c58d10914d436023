"""The door without a key: an answer is kept once, in its window, whole or not at all, and says nothing of who gave it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checklist.errors import Malformed, NotFound, NotOpen, Refused
from checklist.model.center.activities import Training
from checklist.model.center.questionnaires import Answer
from checklist.rules.center import questionnaires as rules
from checklist.store import db
from checklist.store.center import questionnaire_door, questionnaires
from checklist.store.records import records
from tests.center_desk import acting, staff
from tests.center_trainings import DAY, TODAY, answer, answers_of, ask, hold, operation
from tests.world import World


def test_an_answer_is_kept_as_it_was_given(world: World) -> None:
    asked = ask(world, hold(world))
    given: dict[str, Answer] = {"1": 4, "2": " 断り方\r\n終え方 ", "3": "その他", "4": ""}
    assert answer(asked, given)
    assert answers_of(world, asked) == [{"1": 4, "2": "断り方\n終え方", "3": "その他"}]


def test_the_same_operation_is_kept_once_however_often_it_comes(world: World) -> None:
    asked, number = ask(world, hold(world)), operation()
    assert [answer(asked, {"1": 4}, number) for _ in range(3)] == [True, False, False]
    # Also when the window has closed meanwhile: what is kept is acknowledged.
    assert answer(asked, {"1": 4}, number, on=date(2027, 6, 1)) is False
    assert answers_of(world, asked) == [{"1": 4}]


def test_the_number_of_another_questionnaire_is_no_acknowledgement(world: World) -> None:
    number, first = operation(), ask(world, hold(world))
    second = ask(world, hold(world, theme="ほか"))
    answer(first, {"1": 4}, number)
    with pytest.raises(Malformed):
        answer(second, {"1": 4}, number)
    assert answers_of(world, second) == []


def test_nothing_is_kept_of_whoever_answered_but_the_day(world: World, world_db: Path) -> None:
    answer(ask(world, hold(world)), {"1": 4})
    with db.reading() as connection:
        row = dict(connection.execute("SELECT * FROM questionnaire_answer").fetchone())
        linked = connection.execute("SELECT count(*) FROM chain WHERE source = 'questionnaire_answer'").fetchone()[0]
        audited = connection.execute("SELECT count(*) FROM audit WHERE detail LIKE '%アンケート%'").fetchone()[0]
    assert set(row) == {"id", "questionnaire_id", "operation_id", "content", "answered_on"}
    assert (row["answered_on"], linked, audited) == ("2026-11-22", 0, 0)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "1つ以上"),
        ({"1": "", "2": " "}, "1つ以上"),
        ({"1": 0}, "1から5"),
        ({"1": 6}, "1から5"),
        ({"1": "とても"}, "1から5"),
        ({"3": "ない選択肢"}, "選択肢から"),
        ({"3": 1}, "選択肢から"),
        ({"2": 5}, "500文字"),
        ({"2": "長" * 501}, "500文字"),
        ({"9": "x"}, "この質問はありません"),
        ({"x": "x"}, "この質問はありません"),
        ({"2": "山田太郎さんの話"}, "個人名を書かないでください"),
        ({"4": "電話は03-1234-5678"}, "個人名を書かないでください"),
    ],
)
def test_what_does_not_fit_is_told_and_not_kept(given: dict[str, Answer], told: str, world: World) -> None:
    asked = ask(world, hold(world))
    with pytest.raises(Refused, match=told):
        answer(asked, given)
    assert answers_of(world, asked) == []


def test_what_looks_like_a_name_is_kept_once_somebody_says_that_it_is_none(world: World) -> None:
    asked = ask(world, hold(world))
    assert answer(asked, {"2": "相談者様の気持ち、鈴木様式の活用"}, confirmed=True)
    assert len(answers_of(world, asked)) == 1


@pytest.mark.parametrize("day", [date(2026, 11, 11), date(2027, 1, 1)])
def test_outside_of_its_window_nothing_is_taken(day: date, world: World) -> None:
    asked = ask(world, hold(world))
    with pytest.raises(NotOpen, match="受付期間"):
        answer(asked, {"1": 4}, on=day)
    for edge in (DAY, date(2026, 12, 31)):
        answer(asked, {"1": 4}, on=edge)
    assert len(answers_of(world, asked)) == 2


@pytest.mark.parametrize("number", ["", "1", "x" * 36, "ABCDEF00-0000-0000-0000-000000000000", "' OR 1=1 --"])
def test_a_number_that_is_none_is_refused(number: str, world: World) -> None:
    asked = ask(world, hold(world))
    with db.writing() as connection, pytest.raises(Malformed):
        questionnaire_door.take(connection, asked.token, number, {"1": 4}, False, TODAY)


@pytest.mark.parametrize("token", ["", "x", "%", "1"])
def test_an_unknown_link_leads_nowhere(token: str, world: World) -> None:
    ask(world, hold(world))
    with db.reading() as connection, pytest.raises(NotFound, match="見つかりません"):
        questionnaire_door.invitation(connection, token)


def test_a_link_that_went_astray_fills_no_disk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_ANSWERS", 2)
    asked = ask(world, hold(world))
    answer(asked, {"1": 1})
    answer(asked, {"1": 2})
    with pytest.raises(NotOpen, match="上限"):
        answer(asked, {"1": 3})


def test_no_path_changes_or_deletes_an_answer(world: World) -> None:
    answer(ask(world, hold(world)), {"1": 4})
    for sql in (
        "DELETE FROM questionnaire_answer", "UPDATE questionnaire_answer SET content = '{}'",
        "UPDATE questionnaire_answer SET answered_on = '2026-01-01'", "DELETE FROM questionnaire",
        "UPDATE questionnaire SET token = 'xxxxxxxxxxxxxxxxxxxxxx'", "UPDATE questionnaire_window SET closes_on = '2030-01-01'",
    ):  # fmt: skip
        with pytest.raises(Refused, match="削除・変更できません"), db.writing() as connection:
            connection.execute(sql)


@pytest.mark.parametrize("text", ["\x01", "\u200b", " \u3000 ", "\ufeff", "\u202e\u200f", "\r\n\u2028"])
def test_an_answer_of_which_nobody_sees_anything_is_none(text: str, world: World) -> None:
    asked = ask(world, hold(world))
    with pytest.raises(Refused, match="1つ以上の質問"):
        answer(asked, {"2": text, "4": text})
    assert answer(asked, {"1": 3, "2": text})
    assert answers_of(world, asked) == [{"1": 3}]


def test_an_answer_of_a_training_that_was_taken_back_is_not_taken(world: World) -> None:
    training = hold(world)
    asked = ask(world, training)
    number = operation()
    answer(asked, {"1": 3}, number)
    with acting(staff(world)) as act:
        records.withdraw(act, Training, training, 1, "誤り")
    for again in (number, operation()):
        with pytest.raises(NotFound, match="見つかりません"):
            answer(asked, {"1": 4}, again)
    assert answers_of(world, asked) == [{"1": 3}]


@pytest.mark.parametrize(
    ("windows", "open_on"),
    [
        ([], {DAY: True, TODAY: True, date(2026, 12, 31): True, date(2027, 1, 1): False}),
        # The last window counts alone, also where it takes days away.
        ([(DAY, DAY)], {DAY: True, TODAY: False}),
        ([(DAY, DAY), (TODAY, TODAY)], {DAY: False, TODAY: True}),
        ([(date(2027, 1, 1), date(2027, 1, 31))], {TODAY: False, date(2027, 1, 1): True, date(2027, 2, 1): False}),
    ],
)
def test_the_last_window_alone_is_open(
    windows: list[tuple[date, date]], open_on: dict[date, bool], world: World
) -> None:
    asked = ask(world, hold(world))
    for first, last in windows:
        with acting(staff(world)) as act:
            questionnaires.reopen(act, asked.id, first, last)
    for day, taken in open_on.items():
        if taken:
            assert answer(asked, {"1": 3}, on=day)
        else:
            with pytest.raises(NotOpen):
                answer(asked, {"1": 3}, on=day)
    assert len(answers_of(world, asked)) == sum(open_on.values())
