"""The page of one training: the nearest one first, its steps by what there is, and wishes gathered over two years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Forbidden
from checklist.model.center.questionnaires import Purpose
from checklist.readings import offered_trainings
from checklist.readings.center import training_wishes, trainings_page
from checklist.readings.center.trainings_page import TrainingsPage
from checklist.store import db
from checklist.store.center import attendance_offers
from tests.center_desk import acting, staff
from tests.center_trainings import LINE, answer, ask, count, hold
from tests.cycle import who
from tests.world import HOST, World, by


def read(world: World, part: str | None = None, training: int | None = None, login: str = "center") -> TrainingsPage:
    with db.reading() as connection:
        return trainings_page.read(by(connection, who(world, login)), part, training)


def done(page: TrainingsPage) -> list[str]:
    return [one.word for one in page.steps if one.done]


def test_without_a_training_there_is_none(world: World) -> None:
    for part in trainings_page.PARTS:
        found = read(world, part)
        assert (found.chosen, found.wishes, found.turns, found.results) == (None, (), (), None)


def test_the_next_training_to_come_is_shown_else_the_last_one(world: World) -> None:
    last = hold(world)
    hold(world, held_on=date(2026, 7, 3), theme="以前")
    assert (found := read(world).chosen)
    assert found.id == last
    coming = hold(world, held_on=date(2027, 2, 1), theme="次回", held=False)
    hold(world, held_on=date(2027, 3, 1), theme="次々回", held=False)
    assert (found := read(world).chosen)
    assert found.id == coming
    assert (found := read(world, training=last).chosen)
    assert found.id == last
    assert (found := read(world, training=99).chosen)
    assert found.id == coming


def test_steps_are_done_by_what_there_is(world: World) -> None:
    training = hold(world, decided_on=date(2026, 9, 1), attended=0)
    assert done(read(world)) == ["テーマと講師を決める", "実施する"]
    for purpose in Purpose:
        asked = ask(world, training, purpose)
    count(world, training)
    assert done(read(world)) == [
        "テーマと講師を決める",
        "事前の質問を募る",
        "アンケートを用意する",
        "実施する",
        "受講者数を登録する",
    ]
    answer(asked, {"1": 5})
    with acting(staff(world)) as act:
        attendance_offers.offer(act, training, HOST)
    assert done(read(world))[-1] == "病院に受講の記録を申し出る"
    assert [one.word for one in read(world).steps if not one.done] == [
        "質問と基本姿勢を講師に渡す",
        "案内を送る",
        "アンケートをまとめる",
    ]


def test_each_part_reads_its_own_questionnaire(world: World) -> None:
    training = hold(world, attended=9)
    asked = {purpose: ask(world, training, purpose) for purpose in Purpose}
    answer(asked[Purpose.BEFORE], {"1": "区切り方"})
    before, after = read(world, "before"), read(world, "after")
    assert before.results and after.results  # noqa: PT018
    assert [one.texts for one in before.results.tallies] == [("区切り方",), ()]
    assert (after.results.answers, after.results.base) == (0, "回答 0件／受講者 9名（0％）")
    assert read(world, "steps").results is None


def test_wishes_are_those_of_two_years(world: World) -> None:
    for day in (date(2026, 7, 1), date(2024, 12, 1), date(2024, 11, 1)):
        asked = ask(
            world,
            hold(world, held_on=day, demand_from=None, demand_until=None),
            first=day,
            last=date(day.year, day.month, 28),
        )
        answer(asked, {"3": "その他"}, on=day)
    with db.reading() as connection:
        found = training_wishes.read(by(connection, staff(world)))
    assert [(one.held_on, one.text, one.count) for one in found] == [
        (date(2026, 7, 1), "その他", 1),
        (date(2024, 12, 1), "その他", 1),
    ]


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "secretariat", "admin"])
def test_nobody_else_reads_the_page_or_the_wishes(login: str, world: World) -> None:
    hold(world)
    for part in trainings_page.PARTS:
        with pytest.raises(Forbidden):
            read(world, part, login=login)
    with db.reading() as connection, pytest.raises(Forbidden):
        training_wishes.read(by(connection, who(world, login)))


def test_a_hospital_reads_what_it_is_offered_and_is_asked_to_say(world: World) -> None:
    training = hold(world)
    count(world, training, [LINE, replace(LINE, way="demand", people=2)])
    with acting(staff(world)) as act:
        number = attendance_offers.offer(act, training, HOST)
    with db.reading() as connection:
        manager, leader = (by(connection, who(world, login)) for login in ("manager.h01", "leader.h01"))
        mine = offered_trainings.read(manager, world.hospitals[HOST])
        assert ([one.id for one in mine.waiting], mine.writes) == ([number], True)
        assert offered_trainings.read(leader, world.hospitals[HOST]).writes is False
        assert offered_trainings.people(mine.waiting[0]) == "当日 3名・オンデマンド 2名"
