"""Who comes to listen: numbers in their order, one draw that can be repeated, and names until the meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import NotFound, Refused
from checklist.rules.center import draw
from checklist.store import db
from checklist.store.center import observers
from tests.center_council import COMING, MEETING, keep
from tests.center_desk import acting, staff
from tests.world import World, by


def test_everybody_gets_the_next_number(world: World) -> None:
    one, other = keep(world, COMING, replace(COMING, name="別"))
    with acting(staff(world)) as act:
        assert [observers.register(act, one, way, name) for way, name in (("applied", "甲"), ("day", "乙"))] == [1, 2]
        assert observers.register(act, other, "applied", "丙", access="要約筆記") == 1
        assert [(each.number, each.way, each.name) for each in observers.of_meeting(act, one)] == [
            (1, "applied", "甲"), (2, "day", "乙"),
        ]  # fmt: skip
        with pytest.raises(NotFound):
            observers.register(act, 99, "applied", "丁")


@pytest.mark.parametrize(
    ("change", "typed", "told"),
    [
        ({}, {"name": " "}, "氏名：入力"), ({}, {"name": "あ" * 101}, "100文字以内"), ({}, {"access": "あ" * 201}, "200文字以内"),
        ({}, {"way": "mail"}, "受付の方法"), ({}, {"name": "甲\u202e乙"}, "見えない記号"), ({"seats": 0}, {}, "傍聴席がありません"),
        ({"form": "written", "seats": 0}, {}, "傍聴席がありません"), ({"apply_until": date(2026, 11, 21)}, {}, "締切日を過ぎて"),
        ({"held_on": date(2026, 11, 21)}, {}, "終わった会議"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(change: dict[str, object], typed: dict[str, str], told: str, world: World) -> None:
    (meeting,) = keep(world, replace(COMING, **{"announced_on": None, **change}))  # type: ignore[arg-type]
    with acting(staff(world)) as act:
        with pytest.raises(Refused, match=told):
            observers.register(act, meeting, **{"way": "applied", "name": "甲", **typed})
        assert observers.of_meeting(act, meeting) == []


def test_on_the_day_nobody_needs_to_have_applied_in_time(world: World) -> None:
    (meeting,) = keep(world, replace(COMING, apply_until=date(2026, 11, 21)))
    with acting(staff(world)) as act:
        assert observers.register(act, meeting, "day", "甲") == 1


def test_seats_are_drawn_once_and_anybody_can_repeat_it(world: World) -> None:
    (meeting,) = keep(world, COMING)
    with acting(staff(world)) as act:
        for name in "甲乙":
            observers.register(act, meeting, "applied", name)
        with pytest.raises(Refused, match="必要はありません"):
            observers.draw_seats(act, meeting)
        observers.register(act, meeting, "day", "当日")
        for name in "丙丁":
            observers.register(act, meeting, "applied", name)
        made = observers.draw_seats(act, meeting)
        assert made.entrants == (1, 2, 4, 5)
        assert made.drawn == draw.drawn(made.seed, made.entrants, made.seats)
        assert (len(made.drawn), len(made.seed)) == (2, 64)
        with pytest.raises(Refused, match="2回目の抽選はできません"):
            observers.draw_seats(act, meeting)
        with pytest.raises(Refused, match="抽選を終えています"):
            observers.register(act, meeting, "applied", "戊")
        assert observers.register(act, meeting, "day", "己") == 6
    for statement in ("UPDATE council_draw SET seed = 'x'", "DELETE FROM council_draw"):
        with db.writing() as connection, pytest.raises(Exception, match="kept"):
            connection.execute(statement)


def test_after_the_meeting_nobody_reads_a_name_even_if_nobody_noted_that_it_was_held(world: World) -> None:
    (meeting,) = keep(world, COMING)
    with acting(staff(world)) as act:
        observers.register(act, meeting, "applied", "甲", "連絡先", "手話通訳")
    with db.reading() as connection:
        view = by(connection, staff(world))
        assert observers.overdue(view) == []
        later = replace(view, today=date(2027, 3, 11))
        assert [(one.name, one.contact, one.access) for one in observers.of_meeting(later, meeting)] == [("", "", "")]
        assert [one.id for one in observers.overdue(later)] == [meeting]
        with pytest.raises(Refused, match="終わった会議"):
            observers.draw_seats(replace(later), meeting)


def test_of_a_listener_nothing_changes_but_that_the_name_goes(world: World) -> None:
    meeting, _ = keep(world, COMING, MEETING)
    with acting(staff(world)) as act:
        observers.register(act, meeting, "applied", "甲")
    for statement in (
        "UPDATE council_observer SET name = '乙'", "DELETE FROM council_observer", "UPDATE council_observer SET number = 9, name = ''",
    ):  # fmt: skip
        with db.writing() as connection, pytest.raises(Exception, match="kept"):
            connection.execute(statement)
    with acting(staff(world)) as act:
        observers.forget(act, meeting)
        observers.forget(act, meeting)
        assert [one.name for one in observers.of_meeting(act, meeting)] == [""]
