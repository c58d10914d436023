"""From when to when a visit lasted: written down by its members, else from the first rating to the last signature."""

from __future__ import annotations

import pytest

from checklist.errors import Forbidden, NotOpen, Refused, Stale
from checklist.store import clock
from checklist.store.act import acting, viewing
from checklist.store.closing import sealed_reports, visit_hours
from checklist.store.closing.visit_hours import Hours
from checklist.store.visits import visits
from checklist.words import TOKYO
from tests import cycle
from tests.cycle import who
from tests.world import World

MEMBER = "evaluator.h02"


def save(world: World, version: int, began: str, ended: str, login: str = MEMBER) -> None:
    with acting(who(world, login)) as act:
        visit_hours.save(act, world.visit, version, began, ended)


def hours(world: World) -> Hours:
    with viewing(who(world, "leader.h01")) as view:
        return visit_hours.of_visit(view, visits.get(view, world.visit))


def today_is_the_day(world: World) -> None:
    with acting(who(world, MEMBER)) as act:
        act.db.execute("UPDATE visit SET visit_date = ?", [clock.day_of(clock.now()).isoformat()])


def test_what_was_written_down_counts_and_is_sealed(world: World) -> None:
    with pytest.raises(NotOpen):
        save(world, 0, "09:30", "16:00")
    cycle.meeting(world)
    save(world, 0, "09:30", "16:00")
    save(world, 1, "09:40", "16:10")
    with pytest.raises(Stale):
        save(world, 1, "10:00", "16:00")
    assert hours(world) == Hours("09:40", "16:10", 2)
    cycle.sign(world, world.visit)
    with pytest.raises(NotOpen):
        save(world, 2, "10:00", "16:00")
    cycle.seal(world, world.visit)
    with viewing(who(world, "leader.h01")) as view:
        visit = sealed_reports.snapshot(view, world.visit).visit
    assert (visit.began, visit.ended, visit.hours_noted) == ("09:40", "16:10", True)


def test_without_it_the_records_of_the_day_tell(world: World) -> None:
    cycle.meeting(world)
    # Rated on another day than that of the visit: that says nothing of its hours.
    assert hours(world) == Hours("", "", 0)
    today_is_the_day(world)
    before = clock.now().astimezone(TOKYO).strftime("%H:%M")
    found = hours(world)
    assert (found.began <= before, found.ended, found.version) == (True, "", 0)
    cycle.sign(world, world.visit)
    assert hours(world).ended >= found.began != ""


@pytest.mark.parametrize(("began", "ended"), [("", "16:00"), ("9:30", "16:00"), ("09:30", "24:10"), ("16:00", "16:00")])
def test_what_is_no_time_of_a_visit_is_refused(world: World, began: str, ended: str) -> None:
    cycle.meeting(world)
    with pytest.raises(Refused, match="時刻"):
        save(world, 0, began, ended)


@pytest.mark.parametrize("login", ["manager.h01", "leader.h02", "secretariat"])
def test_those_who_visited_write_it_down_and_nobody_else(world: World, login: str) -> None:
    cycle.meeting(world)
    with pytest.raises(Forbidden):
        save(world, 0, "09:30", "16:00", login)
