"""Both sides sign by name, and what is signed does not change under the signature."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from checklist.errors import ChecklistError, Forbidden, NotFound, NotOpen, Refused
from checklist.model.assessments import Operation
from checklist.model.closing import FindingKind, Signatory
from checklist.store import db
from checklist.store.assessments import answers, assessments
from checklist.store.closing import closings, findings, signatures
from tests import cycle
from tests.cycle import who
from tests.world import World, by


def sign(world: World, login: str, side: Signatory, name: str = "架空 太郎") -> int:
    with db.writing() as connection:
        return signatures.sign(by(connection, who(world, login)), world.visit, side, name)


def test_a_signature_carries_the_written_name_and_who_entered_it(world: World) -> None:
    cycle.meeting(world)
    sign(world, "manager.h01", Signatory.HOST, " 架空 院長 ")
    with db.reading() as connection:
        found = signatures.current(by(connection), world.visit)[Signatory.HOST]
    assert (found.name, found.entered_by, found.edition) == ("架空 院長", "manager.h01 さん", 1)


@pytest.mark.parametrize(
    ("login", "host", "evaluator"),
    [
        ("manager.h01", True, False),
        ("leader.h01", True, False),
        ("evaluator.h01", False, False),
        ("evaluator.h02", False, True),
        ("second.h02", False, True),
        ("manager.h02", False, False),
        ("leader.h02", False, False),
        ("secretariat", False, False),
        ("manager.h04", False, False),
        ("admin", False, False),
    ],
)
def test_nobody_signs_for_the_other_side(world: World, login: str, host: bool, evaluator: bool) -> None:
    cycle.meeting(world)
    for side, may in ((Signatory.HOST, host), (Signatory.EVALUATOR, evaluator)):
        if may:
            assert sign(world, login, side)
        else:
            with pytest.raises(Forbidden):
                sign(world, login, side)


def test_a_side_signs_once_with_a_name_and_only_during_the_meeting(world: World) -> None:
    with pytest.raises(Refused, match="講評会"):
        sign(world, "manager.h01", Signatory.HOST)
    cycle.meeting(world)
    for name in ("", " 　", "あ" * 101):
        with pytest.raises(Refused, match="氏名"):
            sign(world, "manager.h01", Signatory.HOST, name)
    sign(world, "manager.h01", Signatory.HOST)
    with pytest.raises(Refused, match="すでに済んで"):
        sign(world, "leader.h01", Signatory.HOST)


def test_what_one_side_has_signed_is_locked_until_the_signature_is_taken_back(world: World) -> None:
    agreed = cycle.meeting(world)
    finding = cycle.noted(world)
    signed = sign(world, "manager.h01", Signatory.HOST)
    member = who(world, "evaluator.h02")

    def changes() -> list[type[ChecklistError] | None]:
        told: list[type[ChecklistError] | None] = []
        for change in (
            lambda c: answers.record(by(c, member), agreed, [Operation(str(uuid.uuid4()), "1-02", 0, "B", "")]),
            lambda c: closings.save_remarks(by(c, member), world.visit, 1, "講評"),
            lambda c: findings.change(by(c, member), finding, 1, FindingKind.FINDING, "別の文"),
            lambda c: findings.add(by(c, member), world.visit, "mini-2", "1-01", FindingKind.FINDING, "文"),
        ):
            try:
                with db.writing() as connection:
                    change(connection)
            except ChecklistError as error:
                told.append(type(error))
            else:
                told.append(None)
        return told

    assert changes() == [NotOpen] * 4
    with db.writing() as connection:
        with pytest.raises(Refused, match="理由"):
            signatures.void(by(connection, member), world.visit, signed, " ")
        with pytest.raises(Forbidden):
            signatures.void(by(connection, who(world, "manager.h02")), world.visit, signed, "訂正")
        signatures.void(by(connection, member), world.visit, signed, "文言の訂正")
        with pytest.raises(NotFound):
            signatures.void(by(connection, member), world.visit, signed, "もう一度")
    assert changes() == [None] * 4
    with db.reading() as connection:
        assert [one.void_reason for one in signatures.of_visit(by(connection), world.visit)] == ["文言の訂正"]
    assert sign(world, "manager.h01", Signatory.HOST) != signed


def test_a_withdrawn_assessment_cannot_be_signed(world: World) -> None:
    cycle.meeting(world)
    with db.writing() as connection:
        assessments.withdraw(by(connection, who(world, "evaluator.h02")), world.visitor_assessment, "見直し")
    with pytest.raises(Refused, match="提出されていない"):
        sign(world, "evaluator.h02", Signatory.EVALUATOR)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM signature",
        "UPDATE signature SET name = '別人'",
        "UPDATE signature SET name = '別人', voided_at = at, void_reason = 'x'",
        "UPDATE signature SET voided_at = NULL, void_reason = NULL",
        "INSERT OR REPLACE INTO signature SELECT * FROM signature",
        "INSERT INTO signature (visit_id, edition, side, name, person_id, at) VALUES (1, 2, 'host', 'x', 1, '2026')",
    ],
)
def test_no_statement_forges_a_signature(world: World, world_db: Path, statement: str) -> None:
    cycle.meeting(world)
    cycle.sign(world, world.visit)
    with closing(sqlite3.connect(world_db)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)
