"""Erasing what names a patient from records: as they stand, as they stood, and as they were taken back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.fields import Record
from checklist.model.records import KINDS, PatientConsultation
from checklist.store import db, doctor
from checklist.store.act import acting
from checklist.store.records import record_erasures, records
from checklist.store.records.record_erasures import RecordText
from tests.cycle import who
from tests.store.closing.test_erasures import contents
from tests.store.test_doctor import break_with
from tests.world import World, by

SECRET = "患者 架空ハナコ氏から相談"
STONE = "（個人情報のため削除 2026年11月22日 manager.h01 さん）"
KIND = PatientConsultation


def found(world: World, sought: str = "架空ハナコ", kind: type[Record] = KIND) -> list[RecordText]:
    with db.reading() as connection:
        return record_erasures.find(by(connection, who(world, "manager.h01")), world.hospitals["H01"], kind, sought)


def erase(world: World, one: RecordText, login: str = "manager.h01", reason: str = "患者名の記載") -> None:
    with acting(who(world, login)) as act:
        record_erasures.erase(act, world.hospitals["H01"], KIND, one, reason)


@pytest.fixture
def named(world: World) -> int:
    """A record that named a patient, then was reworded; and one that named a patient and was taken back."""
    with db.writing() as connection:
        act, hospital = by(connection, who(world, "manager.h01")), world.hospitals["H01"]
        first = PatientConsultation(
            id=0, version=0, held_on=date(2026, 11, 2), subject="treatment", count=2, handling=SECRET
        )
        record = records.save(act, hospital, first, confirmed=True)
        records.save(act, hospital, replace(first, id=record, version=1, handling="相談"), confirmed=True)
        taken = records.save(act, hospital, replace(first, held_on=date(2026, 11, 1)), confirmed=True)
        records.withdraw(act, KIND, taken, 1, "架空ハナコ氏の件は重複")
    return record


def test_it_is_found_by_a_word_in_every_wording_and_erased_from_the_whole_disk(
    world: World, named: int, world_db: Path
) -> None:
    shown = [(one.on.day, one.label, one.stands) for one in found(world)]
    assert shown == [(2, "相談後の取扱い", False), (1, "相談後の取扱い", True), (1, "取消しの理由", True)]
    assert found(world, " ") == []
    for one in found(world):
        erase(world, one)
    assert found(world) == []
    assert "架空ハナコ".encode() not in contents(world_db)
    assert doctor.examine(world_db).faults == ()


def test_what_stands_and_the_history_say_that_something_was_erased_by_whom_and_why(world: World, named: int) -> None:
    for one in found(world):
        erase(world, one)
    with db.reading() as connection:
        act, hospital = by(connection, who(world, "manager.h01")), world.hospitals["H01"]
        assert records.get(act, KIND, named).handling == "相談"
        lines = connection.execute("SELECT content ->> '$.handling' FROM record_history ORDER BY id").fetchall()
        noted = record_erasures.noted(act, hospital, KIND)
    assert [row[0] for row in lines] == [STONE, "相談", STONE, STONE]
    assert {(one.by, one.reason) for one in noted} == {("manager.h01 さん", "患者名の記載")}


def test_after_an_erasure_a_record_is_corrected_as_before(world: World, named: int, world_db: Path) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "manager.h01"))
        now = records.get(act, KIND, named)
        records.save(act, world.hospitals["H01"], replace(now, handling=SECRET), confirmed=True)
    erase(world, found(world)[0])
    with db.writing() as connection:
        act = by(connection, who(world, "manager.h01"))
        now = records.get(act, KIND, named)
        assert (now.handling, now.version) == (STONE, 3)
        records.save(act, world.hospitals["H01"], replace(now, handling="相談に応じた"), confirmed=True)
    assert doctor.examine(world_db).faults == ()


@pytest.mark.parametrize("login", ["leader.h01", "manager.h02", "evaluator.h02", "secretariat", "center", "admin"])
def test_only_the_safety_manager_of_the_hospital_erases_there(world: World, named: int, login: str) -> None:
    (one, *_) = found(world)
    with pytest.raises(Forbidden):
        erase(world, one, login)


def test_a_reason_is_needed_and_what_is_not_there_is_told(world: World, named: int) -> None:
    (one, *_) = found(world)
    with pytest.raises(Refused, match="削除する理由"):
        erase(world, one, reason="")
    for other in (replace(one, text="別の文"), replace(one, name="person_id"), replace(one, record_id=99)):
        with pytest.raises(NotFound):
            erase(world, other)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE patient_consultation SET handling = '戻した文'",
        "UPDATE patient_consultation SET count = 9",
        "UPDATE record_history SET content = json_set(content, '$.count', 9)",
        "UPDATE record_history SET content = json_set(content, '$.handling', '戻した文')",
    ],
)
def test_no_statement_uses_an_erasure_for_anything_else(
    world: World, named: int, world_db: Path, statement: str
) -> None:
    for one in found(world):
        erase(world, one)
    with closing(sqlite3.connect(world_db)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


def test_a_line_of_history_that_is_changed_after_an_erasure_breaks_the_chain(
    world: World, named: int, world_db: Path
) -> None:
    erase(world, found(world)[0])
    with closing(sqlite3.connect(world_db)) as raw:
        raw.execute("DROP TRIGGER record_history_update_kept")
        raw.commit()
    break_with(world_db, "UPDATE record_history SET content = json_set(content, '$.count', 9) WHERE id = 1")
    assert any("記録の履歴" in str(fault) for fault in doctor.examine(world_db).faults)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.KIND)
def test_every_kind_of_record_can_be_searched(world: World, kind: type[Record]) -> None:
    assert found(world, "架空", kind) == []
