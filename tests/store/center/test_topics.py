"""Wishes of hospitals and of the centre: the last word of a year counts, and few are told to nobody."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.region import Region
from checklist.store import db, region
from checklist.store.center import topics
from tests.center_desk import acting, staff
from tests.cycle import who
from tests.world import World, by


def wish(world: World, login: str, wished: Sequence[str]) -> None:
    person = who(world, login)
    with acting(person) as act:
        topics.wish(act, person.hospital_id, wished)


def totals(world: World, login: str = "center") -> topics.WishTotals:
    with db.reading() as connection:
        return topics.totals(by(connection, who(world, login)), 2026)


def several(world: World, least: int) -> None:
    """Three hospitals wish something, one of them another thing later, in a region with this minimum."""
    with db.writing() as connection:
        region.save(by(connection), Region("架空地域", 4, least, blind_mode=False, fictional=True))
    wish(world, "manager.h01", ["fall"])
    wish(world, "manager.h01", ["drug", "cost"])
    wish(world, "manager.h02", ["drug"])
    wish(world, "manager.h03", ["infection"])


def test_the_last_word_of_each_hospital_counts(world: World) -> None:
    several(world, 3)
    for login in ("center", "secretariat"):
        found = totals(world, login)
        assert (found.answered, found.hospitals) == (3, {"drug": 2, "cost": 1, "infection": 1})


def test_of_few_hospitals_nobody_is_told_what_they_wish(world: World) -> None:
    several(world, 4)
    assert (totals(world).answered, totals(world).hospitals) == (None, {})


def test_what_one_hospital_says_since_then_moves_no_number_until_enough_have_said_something_else(world: World) -> None:
    """Yesterday's sums taken from today's were what the one hospital wished that spoke in between."""
    several(world, 3)
    before = totals(world)
    for login, wished in (
        ("manager.h02", []),
        ("manager.h01", ["fall"]),
        ("manager.h02", ["test"]),
        ("manager.h01", ["cost", "drug"]),
    ):
        wish(world, login, wished)
        assert totals(world) == before, (login, wished)
    # The third that differs from what was told; who says again what it said is none.
    wish(world, "manager.h03", ["infection"])
    wish(world, "manager.h01", ["fall"])
    assert totals(world) == before
    wish(world, "manager.h03", [])
    wish(world, "manager.h03", ["fall"])
    assert (totals(world).answered, totals(world).hospitals) == (3, {"test": 1, "fall": 2})


def test_who_took_its_wishes_back_before_they_were_told_said_nothing(world: World) -> None:
    wish(world, "manager.h01", ["drug"])
    wish(world, "manager.h01", [])
    several(world, 3)
    wish(world, "manager.h01", [])
    assert totals(world).answered == 3


def test_the_centre_says_its_own_beside_them(world: World) -> None:
    with acting(staff(world)) as act:
        topics.wish(act, None, ["communication", "accident"])
        assert topics.wished(act, None) == {2026: ("communication", "accident")}
    assert totals(world).center == ("communication", "accident")


def test_what_there_is_not_is_refused_and_changes_nothing(world: World) -> None:
    for wished in (["fire"], ["drug", "drug"], ["drug", "fall", "cost", "test", "device", "rounds"]):
        with pytest.raises(Refused):
            wish(world, "manager.h01", wished)
    with acting(staff(world)) as act:
        assert not act.db.execute("SELECT 1 FROM topic_wish").fetchone()


@pytest.mark.parametrize(
    ("login", "hospital", "error"),
    [
        ("manager.h01", "H02", Forbidden),
        ("leader.h01", "H01", Forbidden),
        ("center", "H01", Forbidden),
        ("secretariat", "H01", Forbidden),
        ("manager.h01", None, Forbidden),
        ("secretariat", None, Forbidden),
        ("manager.h01", "H99", NotFound),
    ],
)
def test_nobody_wishes_for_others(login: str, hospital: str | None, error: type[Exception], world: World) -> None:
    with pytest.raises(error), acting(who(world, login)) as act:
        topics.wish(act, world.hospitals.get(hospital, 9999) if hospital else None, ["drug"])


@pytest.mark.parametrize("login", ["center", "secretariat", "manager.h02", "evaluator.h02", "admin"])
def test_nobody_else_reads_what_one_hospital_wishes(login: str, world: World) -> None:
    wish(world, "manager.h01", ["drug"])
    with db.reading() as connection, pytest.raises(Forbidden):
        topics.wished(by(connection, who(world, login)), world.hospitals["H01"])


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "admin"])
def test_sums_of_wishes_are_for_the_centre_and_the_secretariat(login: str, world: World) -> None:
    with pytest.raises(Forbidden):
        totals(world, login)
