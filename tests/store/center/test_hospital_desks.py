"""The contact book: each hospital writes its own entry, the centre reads them all, nobody writes another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from checklist.errors import Forbidden, Refused, Stale
from checklist.model.accounts import Principal
from checklist.model.center.passed import HospitalDesk
from checklist.readings.center import passing
from checklist.store import db
from checklist.store.center import hospital_desks
from tests.center_desk import acting, staff
from tests.passed_cases import expert, manager, write_desk
from tests.world import World, by, principal


def book(who: Principal) -> dict[int, HospitalDesk]:
    with db.reading() as connection:
        return hospital_desks.book(by(connection, who))


def test_the_newest_entry_of_each_hospital_stands_in_the_book(world: World) -> None:
    assert book(staff(world)) == {}
    write_desk(world)
    write_desk(world, name="  医療相談室 ")
    write_desk(world, "h02")
    h01, h02 = (world.hospitals[code] for code in ("H01", "H02"))
    found = book(staff(world))
    assert {key: one.name for key, one in found.items()} == {h01: "医療相談室", h02: "患者相談室"}
    assert book(principal(world.people["secretariat"])) == found
    assert set(book(manager(world))) == set(book(principal(world.people["leader.h01"]))) == {h01}
    assert book(expert()) == {}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": " "}, "窓口の名称"),
        ({"name": "あ" * 101}, "100文字以内"),
        ({"phone": "", "way": " "}, "電話番号か連絡の方法"),
        ({"phone": "0" * 51}, "50文字以内"),
        ({"contact": "担当\n二人"}, "改行"),
        ({"checked_on": date(2099, 1, 1)}, "今日まで"),
        ({"checked_on": date(1, 1, 1)}, "今日まで"),
    ],
)
def test_a_wrong_entry_is_told_and_changes_nothing(world: World, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused) as caught:
        write_desk(world, **changes)
    assert told in "".join(str(one) for one in caught.value.faults)
    assert book(staff(world)) == {}


def test_of_two_who_write_at_once_the_second_is_told(world: World) -> None:
    write_desk(world)
    with pytest.raises(Stale):
        write_desk(world, id=0)


def test_nobody_writes_the_entry_of_another_hospital(world: World) -> None:
    write_desk(world)
    own = book(staff(world))[world.hospitals["H01"]]
    for who in (manager(world, "h02"), staff(world), principal(world.people["leader.h01"]), expert()):
        with pytest.raises(Forbidden), acting(who) as act:
            hospital_desks.write(act, replace(own, name="ほかの窓口"))
    with pytest.raises(Forbidden), db.reading() as connection:
        hospital_desks.of_hospital(by(connection, manager(world, "h02")), own.hospital_id)


def test_a_desk_that_nobody_checked_for_a_year_is_known(world: World) -> None:
    write_desk(world)
    one = book(staff(world))[world.hospitals["H01"]]
    assert [passing.unchecked(one, one.checked_on + timedelta(days=days)) for days in (365, 366)] == [False, True]
