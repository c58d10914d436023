"""A reopened report is told to managers and leaders of both sides, each until they have said that they know."""

from __future__ import annotations

import pytest

from checklist.errors import Forbidden
from checklist.store import db
from checklist.store.act import acting, viewing
from checklist.store.closing import reopenings, sealed_reports
from checklist.store.visits import visits
from tests import cycle
from tests.cycle import who
from tests.world import World, by

TOLD = ("manager.h01", "leader.h01", "manager.h02", "leader.h02")


def reopen(world: World, reason: str) -> None:
    with db.writing() as connection:
        sealed_reports.reopen(by(connection, who(world, "evaluator.h02")), world.visit, reason)


def unseen(world: World, login: str) -> list[tuple[int, str]]:
    with viewing(who(world, login)) as view:
        found = reopenings.unseen(view, visits.visible_to(view))
    return [(one.edition, one.reopened_because) for one in found.values()]


def see(world: World, login: str) -> None:
    with acting(who(world, login)) as act:
        reopenings.see(act, world.visit)


@pytest.mark.parametrize("login", TOLD)
def test_each_is_told_until_they_know_and_of_the_next_one_again(world: World, login: str) -> None:
    cycle.sealed(world)
    see(world, login)
    assert unseen(world, login) == []
    reopen(world, "評定の誤り")
    assert unseen(world, login) == [(1, "評定の誤り")]
    see(world, login)
    see(world, login)
    assert unseen(world, login) == []
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    assert unseen(world, login) == []
    reopen(world, "宛先の誤り")
    assert unseen(world, login) == [(2, "宛先の誤り")]
    others = [one for one in TOLD if one != login]
    assert [unseen(world, one) for one in others] == [[(2, "宛先の誤り")]] * len(others)


def test_it_stays_told_when_the_next_edition_is_sealed_before_somebody_looked(world: World) -> None:
    cycle.sealed(world)
    reopen(world, "評定の誤り")
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    assert unseen(world, "leader.h01") == [(1, "評定の誤り")]


@pytest.mark.parametrize("login", ["evaluator.h02", "secretariat", "manager.h04", "leader.h04"])
def test_nobody_else_is_told_or_says_that_they_know(world: World, login: str) -> None:
    cycle.sealed(world)
    reopen(world, "評定の誤り")
    assert unseen(world, login) == []
    with pytest.raises(Forbidden):
        see(world, login)
