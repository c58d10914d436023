"""公表用の版: frozen, made only where a difference to an earlier one tells nobody's number, and attacked by subtracting them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest

from checklist.errors import Forbidden, Refused
from checklist.formats.table import Table
from checklist.model.center import Case
from checklist.readings.center import case_figures, public_edition
from checklist.readings.center.case_figures import FiguresPage
from checklist.readings.center.public_tables import HIDDEN
from checklist.rules.center.hiding import SMALL
from checklist.store import db
from checklist.store.center import cases, public_editions, shipped
from checklist.store.records import records
from tests.center_desk import CASE, CONTACT, acting, staff
from tests.passed_cases import expert, manager
from tests.world import World, by, principal

FIRST = date(2026, 4, 1)
LISTS = shipped.edition().lists()


def take(world: World, count: int, seed: int = 1, **fields: object) -> None:
    """So many cases of this year by chance."""
    rng, found = Random(seed), []
    for _ in range(count):
        codes = {
            name: rng.choice(list(LISTS[name])[:4]) for name in ("kind", "caller", "subject", "facility", "gender")
        }
        day = FIRST + timedelta(days=rng.randrange(200))
        case = replace(CASE, **{"received_on": day, "detail": "", **codes, **fields})  # type: ignore[arg-type]
        found.append((case, replace(CONTACT, held_on=case.received_on)))
    # In one act: a hundred of them would each wait for the disk.
    with acting(staff(world)) as act:
        for case, contact in found:
            cases.take_down(act, case, contact)


def make(world: World, year: int = 2026) -> int:
    with acting(staff(world)) as act:
        return public_edition.make(act, year)


def page(world: World, period: str = "fy2026") -> FiguresPage:
    with db.reading() as connection:
        return case_figures.read(by(connection, staff(world)), period, public=True)


def printed(world: World) -> dict[str, Table]:
    return {one.title: one for one in page(world).tables}


def numbers_of(table: Table) -> Iterator[tuple[tuple[object, str], object]]:
    for row in table.rows:
        yield from (((row[0], name), value) for name, value in zip(table.names[1:], row[1:], strict=True))


def test_what_is_public_is_an_edition_and_no_number_of_today(world: World) -> None:
    take(world, 30)
    assert list(printed(world)) == ["全国の数値（参考）"]
    assert page(world).edition is None
    number = make(world)
    before = printed(world)
    found = page(world).edition
    assert found is not None
    assert (found.id, found.person) == (number, world.people["center"].name)
    take(world, 7, seed=2)
    assert printed(world) == before
    make(world)
    assert printed(world)["年度別の件数"].rows[-1][1] == 37


@pytest.mark.parametrize("seed", range(2))
def test_whoever_subtracts_any_two_editions_finds_no_small_number(seed: int, world: World) -> None:
    made = []
    for turn, count in enumerate((26, 9, 17)):
        take(world, count, seed=10 * seed + turn)
        make(world)
        made.append(printed(world))
    looked = 0
    for earlier, later in combinations(made, 2):
        for title in earlier.keys() & later.keys() - {"全国の数値（参考）"}:
            known = dict(numbers_of(earlier[title]))
            for place, now in numbers_of(later[title]):
                then = known.get(place)
                if isinstance(now, int) and isinstance(then, int):
                    looked += 1
                    assert not 1 <= abs(now - then) <= SMALL, (title, place, then, now)
    assert looked > 100


def test_an_edition_that_would_tell_four_cases_is_not_made(world: World) -> None:
    take(world, 24)
    make(world)
    with pytest.raises(Refused, match="変わっていない"):
        make(world)
    for _ in range(SMALL):
        take(world, 1, seed=5)
        with pytest.raises(Refused, match="4件以下"):
            make(world)
    take(world, 1, seed=6)
    assert make(world)
    with db.reading() as connection:
        assert len(public_editions.of_year(by(connection, staff(world)), 2026)) == 2


def test_cases_that_were_taken_back_since_do_not_tell_themselves_either(world: World) -> None:
    take(world, 24)
    make(world)
    with acting(staff(world)) as act:
        records.withdraw(act, Case, 1, 1, "誤入力")
    with pytest.raises(Refused, match="4件以下"):
        make(world)


def test_a_year_tells_other_years_by_their_own_editions_alone(world: World) -> None:
    take(world, 22, received_on=date(2025, 6, 2))
    take(world, 22, seed=2)
    make(world)
    assert [row[0] for row in printed(world)["年度別の件数"].rows] == ["2026年度（途中）"]
    make(world, 2025)
    take(world, 1, received_on=date(2025, 6, 3))
    take(world, 5, seed=3)
    make(world)
    assert [row[:2] for row in printed(world)["年度別の件数"].rows] == [("2025年度", 22), ("2026年度（途中）", 27)]


def test_a_year_of_few_is_an_edition_without_parts_and_without_its_number(world: World) -> None:
    take(world, 3)
    make(world)
    assert printed(world)["年度別の件数"].rows == (("2026年度（途中）", HIDDEN, HIDDEN),)
    make(world, 2024)
    assert page(world, "fy2024").tables[0].rows == (("2024年度", 0, 0),)


def test_an_edition_changes_by_no_way(world: World) -> None:
    make(world)
    for sql in ("UPDATE public_edition SET tables = '[]'", "DELETE FROM public_edition"):
        with pytest.raises(Refused), db.writing() as connection:
            connection.execute(sql)


def test_only_the_centre_makes_and_reads_them(world: World) -> None:
    for who in (manager(world), principal(world.people["secretariat"]), expert()):
        with pytest.raises(Forbidden), acting(who) as act:
            public_edition.make(act, 2026)
        with pytest.raises(Forbidden), db.reading() as connection:
            public_edition.newest(by(connection, who), 2026)
