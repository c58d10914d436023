"""業務改善計画: who writes and reads it, notes, evidence, and what the secretariat sees."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.errors import ChecklistError, Forbidden, NotFound, Refused, Stale, TooLarge
from checklist.model.improvements import PlanState
from checklist.store import db
from checklist.store.files import attachment, files
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import ImprovementPlan, PlanFields
from checklist.store.visits import visits
from tests import cycle
from tests.cycle import who
from tests.world import World, by

TODAY = date(2026, 11, 22)
FIELDS = PlanFields("院長の予定に毎月組み込む", "事務長", date(2026, 12, 31))
PDF = b"%PDF-1.7 evidence\n%%EOF"


def save(world: World, finding: int, version: int = 0, fields: PlanFields = FIELDS, login: str = "manager.h01") -> int:
    with db.writing() as connection:
        return improvement_plans.save(by(connection, who(world, login)), finding, version, fields)


def plans(world: World, login: str = "manager.h01") -> list[ImprovementPlan]:
    with db.reading() as connection:
        return improvement_plans.of_hospital(by(connection, who(world, login)), world.hospitals["H01"])


def test_every_finding_of_a_sealed_report_waits_for_a_plan(world: World) -> None:
    assert plans(world) == []
    finding = cycle.sealed(world)
    found = plans(world)
    assert [(one.finding.id, one.state(TODAY)) for one in found] == [(finding, PlanState.NONE)]
    with db.reading() as connection:
        visit = visits.get(by(connection), world.visit)
        assert improvement_plans.without_plans(by(connection), [visit]) == {world.visit: 1}


def test_a_plan_goes_from_written_to_checked(world: World) -> None:
    finding = cycle.sealed(world)
    plan = save(world, finding)
    assert plans(world)[0].state(TODAY) is PlanState.PLANNED
    assert plans(world)[0].state(date(2027, 1, 1)) is PlanState.OVERDUE
    assert save(world, finding, 1, replace(FIELDS, completed_on=TODAY)) == plan
    assert plans(world)[0].state(TODAY) is PlanState.COMPLETED
    save(world, finding, 2, replace(FIELDS, completed_on=TODAY, checked_on=TODAY, checked_by="架空 院長"))
    found = plans(world)[0]
    assert (found.state(TODAY), found.version, found.fields.checked_by) == (PlanState.CHECKED, 3, "架空 院長")


def test_two_people_on_one_plan_are_told(world: World) -> None:
    finding = cycle.sealed(world)
    with pytest.raises(Stale):
        save(world, finding, 1)
    save(world, finding)
    with pytest.raises(Stale):
        save(world, finding)
    assert len(plans(world)) == 1


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        (PlanFields(" 　"), "改善策"),
        (PlanFields("あ" * 2001), "改善策"),
        (replace(FIELDS, person_in_charge="あ" * 101), "担当者・確認者"),
        (replace(FIELDS, checked_on=TODAY, completed_on=TODAY), "確認者"),
        (replace(FIELDS, checked_on=TODAY, checked_by="院長"), "確認日"),
        (replace(FIELDS, completed_on=TODAY, checked_on=date(2026, 11, 1), checked_by="院長"), "確認日"),
    ],
)
def test_a_faulty_plan_is_refused_with_the_field(world: World, fields: PlanFields, where: str) -> None:
    finding = cycle.sealed(world)
    with pytest.raises(Refused) as told:
        save(world, finding, 0, fields)
    assert [fault.where for fault in told.value.faults] == [where]


def test_notes_and_evidence_are_added_and_never_changed(world: World, world_db: Path) -> None:
    finding = cycle.sealed(world)
    manager = who(world, "manager.h01")
    with db.writing() as connection:
        with pytest.raises(Refused, match="先に改善計画"):
            improvement_plans.add_note(by(connection, manager), finding, "早すぎる")
        improvement_plans.save(by(connection, manager), finding, 0, FIELDS)
        improvement_plans.add_note(by(connection, manager), finding, " 12月の委員会に出席 ")
        proof = improvement_plans.add_proof(by(connection, manager), finding, attachment.check("議事録.pdf", PDF))
        for text in ("", "あ" * 2001):
            with pytest.raises(Refused):
                improvement_plans.add_note(by(connection, manager), finding, text)
        with pytest.raises(Refused):
            improvement_plans.add_proof(by(connection, manager), finding, attachment.check("議事録.exe", PDF))
        with pytest.raises(TooLarge):
            improvement_plans.add_proof(
                by(connection, manager), finding, attachment.check("議事録.pdf", PDF + bytes(21 * 1024 * 1024))
            )
        found, content = improvement_plans.proof_file(by(connection, manager), proof)
    plan = plans(world)[0]
    assert [note.text for note in plan.notes] == ["12月の委員会に出席"]
    assert [(one.name, one.sha256) for one in plan.proofs] == [("議事録.pdf", files.digest(PDF))]
    assert (found.name, content) == ("議事録.pdf", PDF)
    with closing(sqlite3.connect(world_db)) as raw:
        for statement in (
            "DELETE FROM improvement_plan", "UPDATE improvement_plan SET finding_id = 9, version = version + 1",
            "UPDATE improvement_plan SET action = 'x'", "UPDATE progress_note SET text = 'x'",
            "DELETE FROM progress_note", "DELETE FROM plan_evidence", "UPDATE plan_evidence SET name = 'x'",
            "INSERT OR REPLACE INTO plan_evidence SELECT * FROM plan_evidence",
        ):  # fmt: skip
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(statement)
            raw.rollback()


@pytest.mark.parametrize(
    ("login", "reads", "writes"),
    [
        ("manager.h01", True, True),
        ("leader.h01", True, False),
        ("evaluator.h01", False, False),
        ("manager.h02", True, False),
        ("evaluator.h02", True, False),
        ("leader.h02", False, False),
        ("evaluator.h04", False, False),
        ("manager.h04", False, False),
        ("secretariat", False, False),
        ("center", False, False),
        ("admin", False, False),
    ],
)
def test_who_reads_and_who_writes_a_hospitals_plans(world: World, login: str, reads: bool, writes: bool) -> None:
    finding = cycle.sealed(world)
    save(world, finding)
    with db.writing() as connection:
        proof = improvement_plans.add_proof(
            by(connection, who(world, "manager.h01")), finding, attachment.check("議事録.pdf", PDF)
        )
    someone = who(world, login)

    def may(work: Callable[[Database], object]) -> bool:
        try:
            with db.writing() as connection:
                work(connection)
        except Forbidden:
            return False
        return True

    assert may(lambda c: improvement_plans.of_hospital(by(c, someone), world.hospitals["H01"])) is reads
    assert may(lambda c: improvement_plans.of_finding(by(c, someone), finding)) is reads
    assert may(lambda c: improvement_plans.proof_file(by(c, someone), proof)) is reads
    assert may(lambda c: improvement_plans.add_note(by(c, someone), finding, "進捗")) is writes
    assert may(lambda c: improvement_plans.save(by(c, someone), finding, 1, FIELDS)) is writes


def test_visitors_see_the_plans_up_to_the_year_of_their_latest_visit(world: World, world_db: Path) -> None:
    cycle.sealed(world)
    assert len(plans(world, "evaluator.h02")) == 1
    with db.writing() as connection:
        connection.execute("DROP TRIGGER visit_host_stays")
        connection.execute("UPDATE visit SET fiscal_year = fiscal_year + 1")
        connection.execute(
            "INSERT INTO visit (fiscal_year, host_id, mode, state, created_at) SELECT 2025, host_id, mode, 'closed', "
            "created_at FROM visit"
        )
        new = connection.execute("SELECT max(id) FROM visit").fetchone()[0]
        connection.execute("UPDATE visit_hospital SET visit_id = ?", [new])
        connection.execute("UPDATE visit_member SET visit_id = ?", [new])
    assert plans(world, "evaluator.h02") == []
    assert len(plans(world, "manager.h01")) == 1


# Written out: which of the two years' findings each may read; H02 visited in 2026, H04 in 2027.
@pytest.mark.parametrize(
    ("login", "first", "second"),
    [
        ("manager.h01", True, True),
        ("leader.h01", True, True),
        ("evaluator.h01", False, False),
        ("manager.h02", True, False),
        ("evaluator.h02", True, False),
        ("second.h02", True, False),
        ("leader.h02", False, False),
        ("manager.h03", False, False),
        ("manager.h04", True, True),
        ("evaluator.h04", True, True),
        ("leader.h04", False, False),
        ("secretariat", False, False),
        ("center", False, False),
        ("admin", False, False),
    ],
)
def test_who_visited_before_reads_nothing_of_the_years_after_their_last_visit(
    world: World, login: str, first: bool, second: bool
) -> None:
    years = (cycle.sealed(world), cycle.sealed_by_others(world))
    someone, manager, kept = who(world, login), who(world, "manager.h01"), []
    for finding in years:
        save(world, finding)
        with db.writing() as connection:
            kept.append(
                improvement_plans.add_proof(by(connection, manager), finding, attachment.check("議事録.pdf", PDF))
            )
    with db.reading() as connection:
        view = by(connection, someone)
        for finding, evidence, reads in zip(years, kept, (first, second), strict=True):
            for read in (improvement_plans.of_finding, improvement_plans.proof_file):
                with nullcontext() if reads else pytest.raises(Forbidden):
                    read(view, finding if read is improvement_plans.of_finding else evidence)
        listed = [finding for finding, reads in zip(years, (first, second), strict=True) if reads]
        with nullcontext() if listed else pytest.raises(Forbidden):
            found = improvement_plans.of_hospital(view, world.hospitals["H01"])
            assert sorted(one.finding.id for one in found) == listed


def test_the_secretariat_sees_state_and_due_date_and_nothing_else(world: World) -> None:
    finding = cycle.sealed(world)
    save(world, finding)
    with db.reading() as connection:
        lines = improvement_plans.lines(by(connection, who(world, "secretariat")), TODAY)
        for login in ("manager.h01", "leader.h01", "evaluator.h02", "center", "admin"):
            with pytest.raises(Forbidden):
                improvement_plans.lines(by(connection, who(world, login)), TODAY)
    assert [(one.hospital_id, one.fiscal_year, one.state, one.due_on) for one in lines] == [
        (world.hospitals["H01"], 2026, PlanState.PLANNED, date(2026, 12, 31))
    ]
    assert set(vars(lines[0])) == {"finding_id", "hospital_id", "fiscal_year", "state", "due_on", "visit_id"}


def test_there_is_no_plan_for_an_unknown_or_unsealed_finding(world: World) -> None:
    cycle.meeting(world)
    finding = cycle.noted(world)
    for unknown in (finding, 999):
        with pytest.raises(NotFound):
            save(world, unknown)
    with db.reading() as connection, pytest.raises(ChecklistError):
        improvement_plans.proof_file(by(connection, who(world, "manager.h01")), 999)
