"""Attendees as numbers: put in each other's place by facility, profession and way, and taken over into the training."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from checklist.errors import Forbidden, NotFound, Refused, Stale
from checklist.model.center.activities import Training
from checklist.model.center.attendance import Attendance, Reopening, ViewingTurn
from checklist.rules.center import attendances as counting
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import Act
from checklist.store.center import attendances, learning
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests.center_desk import acting, staff
from tests.center_trainings import DAY, LINE, TRAINING, answer, ask, count, hold
from tests.cycle import who
from tests.world import LEADING, World, by, principal

TURN = ViewingTurn(
    held_on=DAY, started="10:30", ended="11:30", course="実践研修", staff="架空 春子", agreed_by="架空 秋子"
)


def stored(world: World, training: int) -> list[Attendance]:
    with db.reading() as connection:
        return attendances.of_training(by(connection, staff(world)), training)


def test_numbers_take_the_place_of_those_of_the_same_people(world: World) -> None:
    training = hold(world)
    lines = [LINE, replace(LINE, profession="office", people=1), replace(LINE, employment="dispatched", people=2)]
    assert count(world, training, lines) == 3
    assert count(world, training, lines) == 0
    assert count(world, training, [replace(LINE, people=5), replace(LINE, way="demand", people=7)]) == 2
    assert [one.people for one in stored(world, training)] == [5, 1, 2, 7]
    assert [one.version for one in stored(world, training)] == [2, 1, 1, 1]


def test_a_code_is_taken_as_it_is_typed_and_an_unknown_one_told(world: World) -> None:
    training = hold(world)
    count(world, training, [replace(LINE, hospital_code=" Ｈ０１ ")])
    assert [one.hospital_code for one in stored(world, training)] == ["H01"]
    with pytest.raises(Refused, match="「H99」の病院は登録されていません"):
        count(world, training, [replace(LINE, people=9), replace(LINE, hospital_code="H99")])
    assert [one.people for one in stored(world, training)] == [3]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"hospital_code": ""}, "どちらか一方"),
        ({"facility": "東部保健所"}, "どちらか一方"),
        ({"people": 0}, "1から5000"),
        ({"profession": "wizard"}, "選択肢から"),
        ({"employment": "ghost"}, "選択肢から"),
        ({"way": "later"}, "選択肢から"),
        ({"held_on": date(2026, 12, 1)}, "今日より後"),
    ],
)
def test_a_number_of_nobody_is_refused(fields: dict[str, Any], told: str, world: World) -> None:
    training = hold(world)
    with pytest.raises(Refused, match=told):
        count(world, training, [replace(LINE, **fields)])
    assert stored(world, training) == []


def test_a_number_is_taken_back_once(world: World) -> None:
    training = hold(world)
    count(world, training)
    (one,) = stored(world, training)
    with acting(staff(world)) as act:
        attendances.remove(act, one.id, one.version)
    assert stored(world, training) == []
    with acting(staff(world)) as act, pytest.raises(NotFound):
        attendances.remove(act, one.id, one.version)
    assert count(world, training) == 1


def test_the_training_takes_over_what_was_counted_and_never_more_answers_than_people(world: World) -> None:
    training = hold(world, attended=40, answers=30)
    asked = ask(world, training)
    count(world, training, [replace(LINE, people=2)])
    with acting(staff(world)) as act, pytest.raises(Refused, match="回答30件が受講者2名より多く"):
        attendances.settle(act, training, 1)
    for _ in range(2):
        answer(asked, {"1": 5})
    with acting(staff(world)) as act:
        attendances.settle(act, training, 1)
        found = records.get(act, Training, training)
    assert (found.attended, found.answers, found.version) == (2, 2, 2)
    with acting(staff(world)) as act, pytest.raises(Stale):
        attendances.settle(act, training, 1)


def test_each_window_has_its_own_count_and_its_remark(world: World) -> None:
    training = hold(world, demand_from=date(2026, 9, 1), demand_until=date(2026, 9, 20))
    with acting(staff(world)) as act:
        for first, last in ((date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 10, 1), date(2026, 10, 10))):
            records.save(
                act, None, Reopening(training_id=training, held_on=first, closes_on=last, asked_by="東部保健所")
            )
    demand = replace(LINE, way="demand")
    count(
        world, training,
        [LINE, replace(demand, held_on=date(2026, 9, 10), people=4), replace(demand, profession="office", held_on=date(2026, 9, 25), people=1),
         replace(demand, way="again", held_on=date(2026, 10, 2), people=2), replace(demand, way="again", profession="office", held_on=DAY, people=6)],
    )  # fmt: skip
    with db.reading() as connection:
        view = by(connection, staff(world))
        reopened = attendances.reopenings(view, training)
        found = counting.windows(
            records.get(view, Training, training), reopened, attendances.of_training(view, training)
        )
    assert [(one.first.month, one.asked_by, one.people) for one in found] == [
        (9, "", 5),
        (10, "東部保健所", 2),
        (11, "東部保健所", 6),
    ]
    assert [bool(one.remark) for one in found] == [True, False, False]
    assert "1か月より短く" in found[0].remark


def test_one_at_a_time_watches_while_on_duty(world: World) -> None:
    with acting(staff(world)) as act:
        first = attendances.agree(act, TURN)
        for clash in (("11:00", "12:00"), ("10:00", "10:31"), ("10:45", "11:15"), ("09:00", "12:00")):
            with pytest.raises(Refused, match="一度に1名"):
                attendances.agree(act, replace(TURN, started=clash[0], ended=clash[1], staff="架空 夏子"))
        attendances.agree(act, replace(TURN, started="11:30", ended="12:30", staff="架空 夏子"))
        attendances.agree(act, replace(TURN, held_on=date(2026, 11, 13)))
        # Its own hour is no other's: the impression is written afterwards.
        attendances.agree(act, replace(TURN, id=first, version=1, impression="共有した。"))
        assert [one.impression for one in attendances.turns(act)] == ["", "", "共有した。"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"started": "9:30"}, "10:30のように"),
        ({"ended": "25:00"}, "10:30のように"),
        ({"ended": "10:30"}, "後の時刻"),
        ({"agreed_by": "架空 春子"}, "本人のほか"),
        ({"agreed_by": ""}, "入力してください"),
    ],
)
def test_a_turn_without_an_hour_or_a_consent_is_refused(fields: dict[str, Any], told: str, world: World) -> None:
    with acting(staff(world)) as act, pytest.raises(Refused, match=told):
        attendances.agree(act, replace(TURN, **fields))


CALLS: dict[str, Callable[[Act, int], object]] = {
    "of_training": attendances.of_training,
    "reopenings": attendances.reopenings,
    "put": lambda act, training: attendances.put(act, training, [replace(LINE, hospital_code=LEADING)]),
    "remove": lambda act, _: attendances.remove(act, 1, 1),
    "settle": lambda act, training: attendances.settle(act, training, 1),
    "turns": lambda act, _: attendances.turns(act),
    "agree": lambda act, _: attendances.agree(act, TURN),
}


@pytest.mark.parametrize("call", CALLS)
def test_nobody_but_the_centre_counts(call: str, world: World) -> None:
    training = hold(world)
    count(world, training)
    for login in ("manager.h01", "leader.h01", "evaluator.h02", "secretariat", "admin"):
        with acting(who(world, login)) as act, pytest.raises(Forbidden):
            CALLS[call](act, training)
    assert (len(stored(world, training)), TRAINING.attended) == (1, 0)


@pytest.mark.parametrize(
    ("again", "same"),
    [
        ("東部 保健所", True), ("東部　保健所", True), ("　東部 \u00a0保健所 ", True), ("東部\t保健所", True),
        ("東部保健所", False), ("西部 保健所", False),
    ],
)  # fmt: skip
def test_a_facility_is_the_same_whatever_its_blanks(again: str, same: bool, world: World) -> None:
    training = hold(world)
    line = replace(LINE, hospital_code="", facility="東部　保健所")
    assert count(world, training, [line]) == 1
    assert count(world, training, [line]) == 0
    assert count(world, training, [replace(line, facility=again, people=4)]) == 1
    assert [one.people for one in stored(world, training)] == ([4] if same else [3, 4])


def rename(code: str, new: str, as_server: bool) -> None:
    with db.writing() as connection:
        act = by(connection)
        someone = principal(next(one for one in people.all_people(act) if one.login == "secretariat"))
        act = act if as_server else by(connection, someone)
        hospitals.save(act, replace(hospitals.by_code(act, code), code=new))


@pytest.mark.parametrize("as_server", [True, False])
def test_what_was_counted_stays_with_its_hospital_under_another_code(as_server: bool, world: World) -> None:
    training, other = hold(world), hold(world, theme="別の研修会")
    count(world, training, [LINE, replace(LINE, hospital_code=LEADING, people=9)])
    gone = count(world, other) and stored(world, other)[0]
    assert gone
    with acting(staff(world)) as act:
        attendances.remove(act, gone.id, 1)
    rename("H01", "N01", as_server)
    # Another hospital gets the code that is free by now.
    rename("H03", "H01", as_server)
    assert [(one.hospital_code, one.people, one.version) for one in stored(world, training)] == [
        ("N01", 3, 2), (LEADING, 9, 1),
    ]  # fmt: skip
    with db.reading() as connection:
        view = by(connection, staff(world))
        came = learning.attendance(view, [training, other])
        assert came == {training: frozenset({world.hospitals["H01"], world.hospitals[LEADING]})}
        history = connection.execute(
            "SELECT version, person_id, content ->> '$.hospital_code' AS code FROM record_history WHERE kind = 'attendance' AND record_id = 1"
        ).fetchall()
    # Whoever counted is still who counted.
    assert [tuple(row) for row in history] == [(1, staff(world).person_id, "H01"), (2, staff(world).person_id, "N01")]
    # And the same file again, with the code of today, changes nothing.
    assert count(world, training, [replace(LINE, hospital_code="N01")]) == 0


def test_a_hospital_that_keeps_its_code_leaves_the_numbers_alone(world: World) -> None:
    training = hold(world)
    count(world, training)
    with db.writing() as connection:
        act = by(connection)
        hospitals.save(act, replace(hospitals.by_code(act, "H01"), beds=77, code=" Ｈ０１ "))
    assert [(one.hospital_code, one.version) for one in stored(world, training)] == [("H01", 1)]
