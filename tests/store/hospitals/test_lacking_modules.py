"""A hospital declares the departments it is without from a fiscal year on; the years before keep what was declared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import NotFound, Refused
from checklist.model.sheets import Module
from checklist.store import db, region
from checklist.store.hospitals import lacking_modules
from tests.cycle import who
from tests.world import HOST, SMALL, World, by

DIALYSIS, SURGERY = Module.DIALYSIS, Module.SURGERY


def declared(world: World, today: date, *lacking: Module, code: str = HOST) -> None:
    with db.writing() as connection:
        act = replace(by(connection, who(world, f"manager.{code.lower()}")), today=today)
        lacking_modules.declare(act, world.hospitals[code], lacking)


def on(world: World, day: date, code: str = HOST) -> set[Module]:
    with db.reading() as connection:
        return set(lacking_modules.on(by(connection), world.hospitals[code], day))


def test_a_hospital_that_said_nothing_has_every_department(world: World) -> None:
    assert on(world, date(2026, 11, 22)) == set()


def test_a_declaration_holds_from_the_first_day_of_its_fiscal_year_and_leaves_the_years_before_alone(
    world: World,
) -> None:
    declared(world, date(2025, 7, 1), SURGERY)
    declared(world, date(2027, 3, 31), DIALYSIS)
    days = (date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 1), date(2030, 1, 1))
    assert [on(world, day) for day in days] == [set(), {SURGERY}, {SURGERY}, {DIALYSIS}, {DIALYSIS}]
    assert on(world, date(2026, 4, 1), SMALL) == set()


def test_the_last_declaration_of_a_year_counts_and_can_take_everything_back(world: World) -> None:
    for lacking in ((SURGERY, DIALYSIS), (DIALYSIS,), ()):
        declared(world, date(2026, 11, 22), *lacking)
        assert on(world, date(2026, 4, 1)) == set(lacking)


def test_the_year_begins_in_the_month_that_the_region_has_set(world: World) -> None:
    with db.writing() as connection:
        region.save(by(connection), replace(region.load(connection), fiscal_year_start_month=10))
    declared(world, date(2026, 11, 22), DIALYSIS)
    assert [on(world, day) for day in (date(2026, 9, 30), date(2026, 10, 1))] == [set(), {DIALYSIS}]


def test_the_hospital_itself_is_no_department_and_an_unknown_hospital_is_not_found(world: World) -> None:
    with pytest.raises(Refused):
        declared(world, date(2026, 11, 22), Module.WHOLE)
    with db.writing() as connection, pytest.raises(NotFound):
        lacking_modules.declare(by(connection), 999, {DIALYSIS})
