"""Questionnaires for the centre: one for each training and purpose, editions that begin anew, windows, tallies and wishes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.center.questionnaires import Purpose, Question, QuestionKind, Questionnaire
from checklist.store import clock, db
from checklist.store.act import Act
from checklist.store.center import questionnaire_door, questionnaires
from checklist.store.center.shipped import questions
from checklist.store.records import records
from tests.center_desk import acting, staff
from tests.center_trainings import DAY, TODAY, TRAINING, answer, answers_of, ask, hold
from tests.cycle import who
from tests.world import World, by

OWN = (
    Question(QuestionKind.STEPS, "分かりやすかったですか", ("いいえ", "はい")),
    Question(QuestionKind.TEXT, "次に聞きたいこと", (), True),
)


def adopt(world: World, *asked: Question, purpose: Purpose = Purpose.AFTER) -> int:
    with acting(staff(world)) as act:
        return questionnaires.adopt(act, purpose, "令和8年度", asked or OWN)


def test_a_questionnaire_has_the_shipped_questions_until_a_centre_writes_its_own(world: World) -> None:
    first = ask(world, hold(world))
    adopt(world)
    second = ask(world, hold(world, theme="ほかの研修会"))
    with db.reading() as connection:
        view = by(connection, staff(world))
        assert questionnaires.questions(view, first) == questions(Purpose.AFTER)
        assert questionnaires.questions(view, second) == OWN
        assert [one.name for one in questionnaires.editions(view, Purpose.AFTER)] == [
            "標準分類（例）",
            "標準分類（例）",
            "令和8年度",
        ]
        assert len(questionnaires.editions(view, Purpose.BEFORE)) == 1


def test_the_shipped_questions_ask_what_tokyo_asks_and_fit_a_minute() -> None:
    after = questions(Purpose.AFTER)
    assert [one.kind for one in after] == ["steps", "text", "choice", "text"]
    assert [one.wish for one in after] == [False, False, True, True]
    assert len(questions(Purpose.BEFORE)) == 2


def test_a_training_has_one_for_each_purpose_with_links_that_nobody_guesses(world: World) -> None:
    training = hold(world)
    after, before = ask(world, training), ask(world, training, Purpose.BEFORE)
    assert len({after.token, before.token}) == 2
    assert min(len(after.token), len(before.token)) >= 22
    with pytest.raises(Refused, match="すでに作成"):
        ask(world, training)
    with db.reading() as connection:
        found = questionnaires.of_training(by(connection, staff(world)), training)
    assert found == {Purpose.AFTER: after, Purpose.BEFORE: before}


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, DAY, "開始日と終了日"),
        (DAY, None, "開始日と終了日"),
        (DAY, date(2026, 11, 11), "120日以内"),
        (DAY, date(2027, 6, 1), "120日以内"),
        (date(1900, 1, 1), DAY, "日付を確かめて"),
    ],
)
def test_a_window_that_cannot_be_is_refused_and_changes_nothing(
    first: date | None, last: date | None, told: str, world: World
) -> None:
    training = hold(world)
    with acting(staff(world)) as act, pytest.raises(Refused, match=told):
        questionnaires.start(act, training, Purpose.AFTER, first, last)
    asked = ask(world, training)
    with acting(staff(world)) as act, pytest.raises(Refused, match=told):
        questionnaires.reopen(act, asked.id, first, last)
    with db.reading() as connection:
        assert questionnaires.get(by(connection, staff(world)), asked.id) == asked


def test_it_is_open_in_its_last_window_alone(world: World) -> None:
    asked = ask(world, hold(world), first=DAY, last=date(2026, 11, 20))
    with acting(staff(world)) as act:
        questionnaires.reopen(act, asked.id, TODAY, date(2026, 12, 1))
        now = questionnaires.get(act, asked.id)
    assert (now.token, now.opens_on, now.closes_on) == (asked.token, TODAY, date(2026, 12, 1))
    assert (now.is_open(date(2026, 11, 20)), now.is_open(TODAY), now.is_open(date(2026, 12, 1))) == (False, True, True)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((), "1問から8問"),
        (OWN * 5, "1問から8問"),
        (OWN[:1] * 2, "重複"),
        ((Question(QuestionKind.TEXT, " "),), "質問の文"),
        ((Question(QuestionKind.TEXT, "長" * 201),), "質問の文"),
        ((Question(QuestionKind.CHOICE, "どれ", ("一つ",)),), "2つから12"),
        ((Question(QuestionKind.CHOICE, "どれ", ("同じ", "同じ")),), "同じ選択肢"),
        ((Question(QuestionKind.CHOICE, "どれ", tuple(map(str, range(13)))),), "2つから12"),
        ((Question(QuestionKind.CHOICE, "どれ", ("短", "長" * 61)),), "60文字"),
        ((Question(QuestionKind.STEPS, "どの程度", ("一方",)),), "両端"),
        ((Question(QuestionKind.STEPS, "どの程度", ("少", "多"), True),), "次のテーマの希望にできません"),
    ],
)
def test_questions_that_cannot_be_asked_are_told(asked: tuple[Question, ...], told: str, world: World) -> None:
    with acting(staff(world)) as act, pytest.raises(Refused, match=told):
        questionnaires.adopt(act, Purpose.AFTER, "版", asked)


def test_an_edition_needs_a_name(world: World) -> None:
    with acting(staff(world)) as act, pytest.raises(Refused, match="版の名称"):
        questionnaires.adopt(act, Purpose.AFTER, " ", OWN)


def test_wishes_are_counted_by_topic_and_own_words_wait_for_enough_answers(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = hold(world, wishes="医療費の制度\n医療費の制度\n", attended=9)
    asked = ask(world, training)
    for text in ("講師Aの続き", "講師Aの続き", "接遇", ""):
        answer(asked, {"3": "組織的な取組", "4": text})

    def read() -> list[tuple[str, int, bool]]:
        with db.reading() as connection:
            found = questionnaires.wishes(by(connection, staff(world)), date(2025, 1, 1), 5)
        assert {one.training_id for one in found} == {training}
        return [(one.text, one.count, one.own_words) for one in found]

    assert read() == [("医療費の制度", 1, True)]
    answer(asked, {"3": "意識の向上"})
    assert read() == [("医療費の制度", 1, True)]
    # Closed with a day gone by: over tomorrow, for more answers may have come today.
    before, now = read(), datetime(2026, 11, 22, 3, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    with acting(staff(world)) as act:
        questionnaires.reopen(act, asked.id, DAY, DAY)
    assert read() == before
    now += timedelta(1)
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-11-23")
    assert {("講師Aの続き", 1, True), ("組織的な取組", 4, False), ("意識の向上", 1, False)} <= {*read()}
    # Opened again: who answers now stands there with enough others or not at all.
    with acting(staff(world)) as act:
        questionnaires.reopen(act, asked.id, DAY, date(2026, 12, 1))
    for number in range(11):
        answer(asked, {"4": f"{number}番目"}, on=date(2026, 11, 23))
        assert not [text for text, *_ in read() if "番目" in text], number
    answer(asked, {"4": "11番目"}, on=date(2026, 11, 23))
    assert len([text for text, *_ in read() if "番目" in text]) == 6
    with db.reading() as connection:
        assert questionnaires.wishes(by(connection, staff(world)), date(2026, 11, 13), 5) == []


def test_a_training_that_was_taken_back_has_no_questionnaire_any_more(world: World) -> None:
    training = hold(world)
    asked = ask(world, training)
    with acting(staff(world)) as act:
        records.withdraw(act, type(TRAINING), training, 1, "中止")
    with db.reading() as connection, pytest.raises(NotFound):
        questionnaire_door.invitation(connection, asked.token)
    with acting(staff(world)) as act, pytest.raises(NotFound):
        questionnaires.start(act, training, Purpose.BEFORE, DAY, TODAY)


CALLS: dict[str, Callable[[Act, Questionnaire], object]] = {
    "editions": lambda act, _: questionnaires.editions(act, Purpose.AFTER),
    "adopt": lambda act, _: questionnaires.adopt(act, Purpose.AFTER, "版", OWN),
    "start": lambda act, one: questionnaires.start(act, one.training_id, Purpose.BEFORE, DAY, TODAY),
    "reopen": lambda act, one: questionnaires.reopen(act, one.id, DAY, TODAY),
    "get": lambda act, one: questionnaires.get(act, one.id),
    "of_training": lambda act, one: questionnaires.of_training(act, one.training_id),
    "questions": questionnaires.questions,
    "answers": lambda act, one: questionnaires.answers(act, one.id),
    "counts": lambda act, _: questionnaires.counts(act),
    "wishes": lambda act, _: questionnaires.wishes(act, DAY, 1),
}


@pytest.mark.parametrize("call", CALLS)
def test_nobody_but_the_centre_reads_or_writes_any_of_it(call: str, world: World) -> None:
    asked = ask(world, hold(world))
    answer(asked, {"1": 5})
    for login in ("manager.h01", "leader.h01", "evaluator.h02", "secretariat", "admin"):
        with acting(who(world, login)) as act, pytest.raises(Forbidden):
            CALLS[call](act, asked)
    assert answers_of(world, asked) == [{"1": 5}]
