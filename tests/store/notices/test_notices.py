"""What somebody is told: once for each stage of a thing, seen by themselves alone, and by mail as they chose."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklist.errors import Forbidden, Refused
from checklist.model.notices import Notification, NotificationChoice, NotificationKind
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import Act
from checklist.store.notices import notices
from checklist.words import TOKYO
from tests.cycle import who
from tests.world import World, by

DUE, VISIT, REPORT = NotificationKind.DUE, NotificationKind.VISIT, NotificationKind.REPORT


def notice(thread: str = "visit 1", stage: str = "1", what: str = "訪問の日程", again: str = "") -> Notification:
    return Notification(VISIT, thread, stage, what, "/visits?visit=1", again)


def note(act: Act, world: World, *found: Notification, login: str = "manager.h01") -> list[str]:
    return [one.what for one in notices.note(act, world.people[login].id, found).values()]


def at(act: Act, hour: int) -> Act:
    """The same at an hour of the day in Tokyo."""
    return replace(act, at=datetime(2026, 11, 22, hour, 30, tzinfo=TOKYO))


def test_the_same_stage_is_told_once_and_the_next_in_other_words(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        assert note(act, world, notice()) == ["訪問の日程"]
        assert note(act, world, notice()) == []
        assert note(act, world, notice(stage="2", again="訪問の日程の変更")) == ["訪問の日程の変更"]
        assert note(act, world, notice(stage="2", what="ほかの言葉")) == []


def test_what_nobody_was_told_of_is_not_told_as_cancelled(world: World) -> None:
    gone = notice(stage="cancelled", what="", again="訪問の中止")
    with db.writing() as connection:
        act = by(connection)
        assert note(act, world, gone) == []
        assert note(act, world, notice(), login="manager.h02") == ["訪問の日程"]
        assert note(act, world, gone, login="manager.h02") == ["訪問の中止"]
        assert note(act, world, gone, login="manager.h02") == []


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("123")), max_size=8))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_each_thread_is_told_exactly_when_its_stage_changes(
    world: World, steps: list[tuple[str, str]]
) -> None:
    stands: dict[str, str] = {}
    with db.writing() as connection:
        act = by(connection)
        act.db.execute("DELETE FROM notification")
        for thread, stage in steps:
            told = note(act, world, notice(thread, stage, f"{thread}{stage}"))
            assert told == ([] if stands.get(thread) == stage else [f"{thread}{stage}"])
            stands[thread] = stage


def test_seeing_is_for_oneself_and_up_to_what_one_saw(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        for login in ("manager.h01", "manager.h02"):
            note(act, world, notice("a"), notice("b"), login=login)
        mine, theirs = (by(connection, who(world, login)) for login in ("manager.h01", "manager.h02"))
        first = min(one.id for one in notices.own(mine))
        notices.see(mine, first)
        assert (notices.unseen(mine), notices.unseen(theirs)) == (1, 2)
        notices.see(mine, max(one.id for one in notices.own(theirs)))
        assert (notices.unseen(mine), notices.unseen(theirs)) == (0, 2)


def test_of_very_many_the_newest_are_shown(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        note(act, world, *(notice(str(key), what=f"その{key}") for key in range(notices.MOST + 5)))
        found = notices.own(by(connection, who(world, "manager.h01")))
    assert [found[0].what, found[-1].what, len(found)] == [f"その{notices.MOST + 4}", "その5", notices.MOST]


@pytest.mark.parametrize(
    ("choice", "kinds"),
    [
        (NotificationChoice(), set(NotificationKind)), (NotificationChoice(mail=False), set()),
        (NotificationChoice(kinds=()), set()), (NotificationChoice(kinds=(REPORT,)), {REPORT}),
    ],
)  # fmt: skip
def test_mail_carries_what_somebody_chose(
    world: World, choice: NotificationChoice, kinds: set[NotificationKind]
) -> None:
    found = {key: replace(notice(), kind=kind) for key, kind in enumerate(NotificationKind)}
    with db.writing() as connection:
        mine = by(connection, who(world, "manager.h01"))
        notices.choose(mine, choice)
        assert notices.choice(mine) == choice
        chosen = notices.by_mail(by(connection), mine.principal.person_id, found)
        assert {one.kind for one in chosen.values()} == kinds
        others = notices.by_mail(by(connection), world.people["manager.h02"].id, found)
        assert others == found


@pytest.mark.parametrize("hour", [-1, 24])
def test_an_hour_that_no_day_has_is_refused(world: World, hour: int) -> None:
    with db.writing() as connection:
        mine = by(connection, who(world, "manager.h01"))
        with pytest.raises(Refused, match="0から23まで"):
            notices.choose(mine, NotificationChoice(hour=hour))
        assert notices.choice(mine) == NotificationChoice()


def test_a_round_comes_for_each_at_their_hour_once_a_day_and_for_nobody_who_left(world: World) -> None:
    key = world.people["manager.h01"].id
    with db.writing() as connection:
        act = by(connection)
        notices.choose(by(connection, who(world, "manager.h01")), NotificationChoice(hour=9))
        assert notices.rounds_due(at(act, 6)) == []
        assert key not in notices.rounds_due(at(act, 8))
        assert key in notices.rounds_due(at(act, 9))
        notices.note(at(act, 9), key, ())
        assert key not in notices.rounds_due(at(act, 23))
        gone = world.people["manager.h02"]
        people.change(act, replace(people.get(act, gone.id), active=False))
        assert gone.id not in notices.rounds_due(at(act, 23))


@pytest.mark.parametrize("login", ["manager.h01", "evaluator.h02", "center"])
def test_nobody_writes_or_reads_what_others_are_told(world: World, login: str) -> None:
    with db.writing() as connection:
        mine = by(connection, who(world, login))
        for do in (
            lambda: notices.note(mine, 1, ()), lambda: notices.new(mine, 1, ()), lambda: notices.by_mail(mine, 1, {}),
            lambda: notices.rounds_due(mine),
        ):  # fmt: skip
            with pytest.raises(Forbidden):
                do()
