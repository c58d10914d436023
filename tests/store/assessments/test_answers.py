"""The operations protocol against the store."""

from __future__ import annotations

import sqlite3
import uuid
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, NotOpen, Refused
from checklist.model.assessments import Operation, OperationResult
from checklist.store import db
from checklist.store.assessments import answers, assessments
from tests.world import World, by, principal


def operation(item: str, value: str | None, base: int = 0, comment: str = "", key: str = "") -> Operation:
    return Operation(key or str(uuid.uuid4()), item, base, value, comment)


def record(world: World, login: str, assessment: int, *operations: Operation) -> list[OperationResult]:
    with db.writing() as connection:
        return answers.record(by(connection, principal(world.people[login])), assessment, operations)


def test_an_answer_is_saved_once_however_often_it_is_sent(world: World) -> None:
    sent = operation("1-01", "B", comment="改訂日の記載がない")
    first, again = (record(world, "evaluator.h02", world.visitor_assessment, sent)[0] for _ in range(2))
    assert (first.status, first.version) == ("saved", 1)
    assert (again.status, again.version) == ("duplicate", 1)
    with db.reading() as connection:
        assert connection.execute("SELECT count(*) FROM rating_history").fetchone()[0] == 1


def test_the_later_stale_evaluator_is_told_and_nothing_is_stored(world: World) -> None:
    record(world, "evaluator.h02", world.visitor_assessment, operation("1-01", "A"))
    late = record(world, "second.h02", world.visitor_assessment, operation("1-01", "C"))[0]
    assert late.status == "conflict"
    assert late.version == 1
    assert late.current is not None
    assert (late.current.value, late.current.saved_by) == ("A", "evaluator.h02 さん")


def test_each_operation_stands_on_its_own(world: World) -> None:
    results = record(
        world,
        "evaluator.h02",
        world.visitor_assessment,
        operation("1-01", "A"),
        operation("9-99", "A"),
        operation("1-02", "Z"),
        operation("2-01", "C", comment="あ" * 2001),
        operation("2-03", None, comment="後で確認 👩🏽‍⚕️ \x00"),
        operation("1-04", "A", comment="\ud800"),
    )
    assert [result.status for result in results] == ["saved", "refused", "refused", "refused", "saved", "refused"]
    assert all(result.message for result in results)


def test_an_operation_number_of_somebody_else_is_not_taken_for_mine(world: World) -> None:
    record(
        world,
        "evaluator.h02",
        world.visitor_assessment,
        operation("1-01", "A", key="0b0e7f4e-5f0c-4b0e-9d0e-0123456789ab"),
    )
    other = record(
        world,
        "second.h02",
        world.visitor_assessment,
        operation("2-01", "B", key="0b0e7f4e-5f0c-4b0e-9d0e-0123456789ab"),
    )[0]
    assert other.status == "refused"


def test_strangers_hosts_and_unknown_numbers_are_refused(world: World) -> None:
    for login in ("evaluator.h04", "manager.h01", "manager.h02", "secretariat", "admin", "center", "leader.h02"):
        with pytest.raises(Forbidden):
            record(world, login, world.visitor_assessment, operation("1-01", "A"))
    with pytest.raises(NotFound):
        record(world, "evaluator.h02", 99999, operation("1-01", "A"))


def test_a_submitted_assessment_is_locked_on_every_path(world: World, world_db: Path) -> None:
    member = principal(world.people["evaluator.h02"])
    record(world, "evaluator.h02", world.visitor_assessment, operation("1-01", "A"))
    with db.writing() as connection, pytest.raises(Refused):
        assessments.submit(by(connection, member), world.visitor_assessment)
    with db.writing() as connection:
        assessments.submit(by(connection, member), world.visitor_assessment, "担当者不在のため")
    with pytest.raises(NotOpen):
        record(world, "evaluator.h02", world.visitor_assessment, operation("1-02", "A"))
    raw = sqlite3.connect(world_db)
    for statement in (
        "UPDATE rating SET value = 'C', version = version + 1, operation_id = 'x'",
        "DELETE FROM rating",
        "INSERT OR REPLACE INTO rating SELECT * FROM rating",
        "UPDATE rating_history SET value = 'C'",
        "DELETE FROM rating_history",
        "INSERT OR REPLACE INTO rating_history SELECT * FROM rating_history",
        "UPDATE assessment SET state = 'open', submitted_at = NULL WHERE state = 'submitted'",
        "UPDATE assessment SET fiscal_year = 2020",
        "DELETE FROM assessment",
        "UPDATE item SET text = '別の項目' WHERE version_id = 2",
        "DELETE FROM chapter WHERE version_id = 2",
        "INSERT INTO chapter (version_id, code, position, name) VALUES (2, '9', 9, '章')",
        "DELETE FROM lineage",
        "UPDATE sheet_version SET name = '別' WHERE id = 2",
        "DELETE FROM sheet_version WHERE id = 2",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(statement)
        raw.rollback()
    raw.close()


def test_a_withdrawal_needs_a_reason_and_opens_the_assessment_again(world: World) -> None:
    member = principal(world.people["evaluator.h02"])
    with db.writing() as connection:
        assessments.submit(by(connection, member), world.visitor_assessment, "一部のみ実施")
    with db.writing() as connection, pytest.raises(Refused):
        assessments.withdraw(by(connection, member), world.visitor_assessment, " 　")
    with db.writing() as connection:
        assessments.withdraw(by(connection, member), world.visitor_assessment, "評定の見直し")
    assert record(world, "evaluator.h02", world.visitor_assessment, operation("1-01", "A"))[0].status == "saved"
