"""A month of incident reports saved as one table: what is new, changed, emptied, stale or wrong."""

from __future__ import annotations

import json
from datetime import date

import pytest

from checklist.errors import Forbidden, Refused, Stale
from checklist.model.records.incidents import IncidentCount
from checklist.rules.records.incidents import TypedRow
from checklist.store import db
from checklist.store.records import incident_months, records
from tests.world import HOST, World, by, principal

MAY = date(2026, 5, 1)


def row(profession: str, *texts: str, id: int = 0, version: int = 0) -> TypedRow:
    return TypedRow(profession, id, version, (*texts, *[""] * (10 - len(texts))))


def save(world: World, *rows: TypedRow, first: date = MAY, login: str = "manager.h01") -> int:
    with db.writing() as connection:
        act = by(connection, principal(world.people[login]))
        return incident_months.save(act, world.hospitals[HOST], first, rows)


def stored(world: World, login: str = "manager.h01") -> list[IncidentCount]:
    with db.reading() as connection:
        who = by(connection, principal(world.people[login]))
        found = records.of_hospital(who, world.hospitals[HOST], IncidentCount)
    return sorted(found, key=lambda one: one.id)


def test_0_and_nothing_are_told_apart_and_empty_rows_are_no_records(world: World) -> None:
    assert save(world, row("nurse", "12", "0"), row("physician", "0"), row("dentist")) == 2
    assert [(one.profession, one.counts[:3], one.held_on) for one in stored(world)] == [
        ("nurse", (12, 0, None), date(2026, 5, 31)), ("physician", (0, None, None), date(2026, 5, 31)),
    ]  # fmt: skip


def test_a_row_is_changed_and_an_emptied_one_is_withdrawn_and_both_stay_in_the_history(world: World) -> None:
    save(world, row("nurse", "12"), row("physician", "1"))
    assert save(world, row("nurse", "13", id=1, version=1), row("physician", id=2, version=1)) == 2
    assert [(one.profession, one.level_0, one.version) for one in stored(world)] == [("nurse", 13, 2)]
    with db.reading() as connection:
        found = connection.execute(
            "SELECT content FROM record_history WHERE kind = 'incident_count' ORDER BY id"
        ).fetchall()
    assert [(json.loads(one[0])["level_0"], bool(json.loads(one[0])["withdraw_reason"])) for one in found] == [
        (12, False), (1, False), (13, False), (1, True),
    ]  # fmt: skip
    # A withdrawn row counts no more, so that the profession can be entered anew.
    assert save(world, row("physician", "2")) == 1


def test_every_wrong_cell_of_all_rows_is_told_and_nothing_is_stored(world: World) -> None:
    with pytest.raises(Refused) as error:
        save(world, row("nurse", "x", "3"), row("physician", "100000"), row("pharmacist", "1"))
    assert [one.where for one in error.value.faults] == ["看護師・レベル0", "医師・レベル0"]
    assert stored(world) == []


def test_a_month_to_come_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="来月以降の日です"):
        save(world, row("nurse", "1"), first=date(2026, 12, 1))


def test_what_somebody_else_has_stored_meanwhile_is_not_overwritten(world: World) -> None:
    save(world, row("nurse", "12"))
    with pytest.raises(Refused, match="2026年5月・看護師の記録はすでに登録されています。"):
        save(world, row("nurse", "99"))
    save(world, row("nurse", "13", id=1, version=1))
    with pytest.raises(Stale):
        save(world, row("physician", "1"), row("nurse", "99", id=1, version=1))
    assert [(one.profession, one.level_0) for one in stored(world)] == [("nurse", 13)]


@pytest.mark.parametrize("login", ["leader.h01", "evaluator.h01", "manager.h02", "secretariat", "center", "admin"])
def test_only_the_manager_of_the_hospital_enters_them(world: World, login: str) -> None:
    with pytest.raises(Forbidden):
        save(world, row("nurse", "1"), login=login)


def test_the_leader_reads_them_and_nobody_of_another_house(world: World) -> None:
    save(world, row("nurse", "1"))
    assert len(stored(world, "leader.h01")) == 1
    for login in ("manager.h02", "leader.h02", "secretariat", "center", "admin", "evaluator.h01"):
        with pytest.raises(Forbidden):
            stored(world, login)
