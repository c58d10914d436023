"""Answers that come too late: kept once as they came, and taken or declined by the leading evaluator alone."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, NotOpen, Refused, Stale
from checklist.model.assessments import AssessmentState, Operation
from checklist.model.closing import Signatory
from checklist.model.visits import VisitState
from checklist.store import db, doctor
from checklist.store.assessments import answers, assessment_rows, assessments
from checklist.store.closing import closings, sealed_reports, signatures
from checklist.store.visits import late_answers, visit_steps, visits
from checklist.store.visits.late_answers import ACCEPTED, DECLINED, REASON, WAITING, LateAnswer
from tests import cycle
from tests.cycle import who
from tests.world import CODES, World, by


def operation(item: str = "1-01", value: str | None = "C", comment: str = "帰りの車で記入", key: str = "") -> Operation:
    return Operation(key or str(uuid.uuid4()), item, 0, value, comment, "2026-11-25T16:58:00+09:00")


def hand_in(world: World, *operations: Operation, login: str = "second.h02", assessment: int = 0) -> list[str]:
    with db.writing() as connection:
        found = late_answers.hand_in(
            by(connection, who(world, login)), assessment or world.visitor_assessment, operations or [operation()]
        )
    return [one.status for one in found]


def listed(world: World, login: str = "evaluator.h02") -> list[LateAnswer]:
    with db.reading() as connection:
        return late_answers.of_visit(by(connection, who(world, login)), world.visit)


def accept(world: World, late: int, seen: int = 1, login: str = "evaluator.h02") -> None:
    with db.writing() as connection:
        late_answers.accept(by(connection, who(world, login)), late, seen)


@pytest.fixture
def late(world: World) -> World:
    """Both sides have submitted, and after that an answer to 1-01 arrives, which stands at A."""
    cycle.submitted(world)
    assert hand_in(world) == [WAITING]
    return world


def test_a_late_answer_is_kept_as_it_came_beside_what_stands_in_the_assessment(late: World) -> None:
    (found,) = listed(late)
    assert (found.item, found.value, found.comment) == ("1-01", "C", "帰りの車で記入")
    assert (found.handed_in_by, found.tapped_at, found.state) == (
        "second.h02 さん",
        "2026-11-25T16:58:00+09:00",
        WAITING,
    )
    assert found.current is not None
    assert (found.current.value, found.current.comment) == ("A", "訪問で確認した状況")
    with db.reading() as connection:
        assert assessment_rows.ratings(connection, late.visitor_assessment)["1-01"].value == "A"


def test_handed_in_again_it_is_kept_once_and_nobody_else_may_use_its_number(world: World) -> None:
    cycle.submitted(world)
    sent = operation()
    assert hand_in(world, sent) == [WAITING]
    assert hand_in(world, sent, operation("1-02", key=sent.operation_id.upper())) == ["duplicate", "refused"]
    assert hand_in(world, sent, login="evaluator.h02") == ["refused"]
    assert len(listed(world)) == 1


def test_what_was_saved_before_the_closing_is_acknowledged_and_not_kept(world: World) -> None:
    sent = operation()
    with db.writing() as connection:
        answers.record(by(connection, who(world, "second.h02")), world.visitor_assessment, [sent])
        assessments.submit(by(connection, who(world, "second.h02")), world.visitor_assessment, "終了")
    assert hand_in(world, sent) == ["duplicate"]
    assert listed(world) == []


def test_each_faulty_operation_is_told_by_itself(world: World) -> None:
    cycle.submitted(world)
    faulty = [
        operation("9-99"),
        operation(value="S"),
        operation(comment="あ" * 2001),
        operation(key="1"),
        operation(comment="\ud800"),
        operation("\ud800"),
    ]
    assert hand_in(world, *faulty, operation("1-02")) == [*["refused"] * 6, WAITING]
    assert [one.item for one in listed(world)] == ["1-02"]


def test_while_answers_are_taken_there_is_no_detour(world: World) -> None:
    with pytest.raises(NotOpen, match="通常どおり"):
        hand_in(world)


def test_only_answers_to_a_visitors_sheet_are_handed_in(world: World) -> None:
    cycle.meeting(world)
    for assessment in (world.self_assessment, cycle.agreed_of(world, world.visit)):
        with pytest.raises(Refused, match="訪問評価の回答のみ"):
            hand_in(world, login="manager.h01", assessment=assessment)


@pytest.mark.parametrize("login", ["manager.h01", "manager.h02", "leader.h02", "evaluator.h01", "evaluator.h04",
                                   "secretariat", "center", "admin"])  # fmt: skip
def test_nobody_but_members_hands_in_reads_or_decides(late: World, login: str) -> None:
    key = listed(late)[0].id
    with pytest.raises(Forbidden):
        hand_in(late, login=login)
    with pytest.raises(Forbidden):
        listed(late, login)
    with pytest.raises(Forbidden):
        accept(late, key, login=login)
    with pytest.raises(Forbidden), db.writing() as connection:
        late_answers.decline(by(connection, who(late, login)), key, "理由")
    with db.reading() as connection:
        visit = visits.get(by(connection), late.visit)
        assert late_answers.counts_waiting(by(connection, who(late, login)), [visit]) == {}
        assert late_answers.counts_waiting(by(connection, who(late, "evaluator.h02")), [visit]) == {late.visit: 1}


def test_a_member_of_a_joining_hospital_reads_but_does_not_decide(late: World) -> None:
    joining = late.people["evaluator.h04"]
    with db.writing() as connection:
        connection.execute(
            "INSERT INTO visit_hospital (visit_id, hospital_id, leading) VALUES (?, ?, 0)",
            [late.visit, joining.hospital_id],
        )
        connection.execute("INSERT INTO visit_member (visit_id, person_id) VALUES (?, ?)", [late.visit, joining.id])
    (found,) = listed(late, "evaluator.h04")
    with pytest.raises(Forbidden):
        accept(late, found.id, login="evaluator.h04")
    assert hand_in(late, operation("1-02"), login="evaluator.h04") == [WAITING]


def test_an_accepted_answer_is_written_with_its_history_and_the_assessment_stays_submitted(late: World) -> None:
    key = listed(late)[0].id
    accept(late, key)
    with db.reading() as connection:
        found = assessment_rows.ratings(connection, late.visitor_assessment)["1-01"]
        state = assessment_rows.get(connection, late.visitor_assessment).state
        events = [
            (row["kind"], row["reason"], row["name"])
            for row in connection.execute(
                "SELECT e.kind, e.reason, p.name FROM assessment_event e JOIN person p ON p.id = e.person_id "
                "WHERE assessment_id = ? ORDER BY e.id",
                [late.visitor_assessment],
            )
        ]
    assert (found.value, found.comment, found.version, found.saved_by) == (
        "C", "帰りの車で記入", 2, "evaluator.h02 さん",
    )  # fmt: skip
    assert state is AssessmentState.SUBMITTED
    assert events[1:] == [("withdrawn", REASON, "evaluator.h02 さん"), ("submitted", REASON, "evaluator.h02 さん")]
    (decided,) = listed(late)
    assert (decided.state, decided.decided_by) == (ACCEPTED, "evaluator.h02 さん")
    with pytest.raises(Refused, match="すでに決まって"):
        accept(late, key, 2)


def test_accepting_does_not_overwrite_what_was_not_seen(late: World) -> None:
    key = listed(late)[0].id
    with pytest.raises(Stale):
        accept(late, key, 0)
    hand_in(late, operation(value="B"))
    accept(late, key)
    with pytest.raises(Stale):
        accept(late, listed(late)[1].id)
    with db.reading() as connection:
        assert assessment_rows.ratings(connection, late.visitor_assessment)["1-01"].version == 2


def test_accepted_while_the_assessment_is_withdrawn_it_stays_open(late: World) -> None:
    with db.writing() as connection:
        assessments.withdraw(by(connection, who(late, "second.h02")), late.visitor_assessment, "見直し")
    accept(late, listed(late)[0].id)
    with db.reading() as connection:
        assert assessment_rows.get(connection, late.visitor_assessment).state is AssessmentState.OPEN
        assert assessment_rows.ratings(connection, late.visitor_assessment)["1-01"].value == "C"


def test_what_was_saved_after_all_waits_for_nobody(world: World) -> None:
    cycle.submitted(world)
    sent = operation()
    hand_in(world, sent)
    second = who(world, "second.h02")
    with db.writing() as connection:
        assessments.withdraw(by(connection, second), world.visitor_assessment, "見直し")
        again = Operation(sent.operation_id, "1-01", 1, "C", "帰りの車で記入")
        assert answers.record(by(connection, second), world.visitor_assessment, [again])[0].status == answers.SAVED
    assert listed(world) == []


def test_under_a_signature_it_is_not_accepted_and_goes_on_waiting(late: World) -> None:
    with db.writing() as connection:
        closings.open_meeting(by(connection, who(late, "evaluator.h02")), late.visit)
        signatures.sign(by(connection, who(late, "manager.h01")), late.visit, Signatory.HOST, "架空 院長")
    key = listed(late)[0].id
    with pytest.raises(NotOpen, match="署名を取り消して"):
        accept(late, key)
    assert listed(late)[0].state == WAITING
    with pytest.raises(NotOpen, match="署名が済んでいる"), db.writing() as connection:
        assessments.withdraw(by(connection, who(late, "evaluator.h02")), late.visitor_assessment, "見直し")


def test_after_sealing_it_is_not_accepted_until_the_report_is_reopened(world: World) -> None:
    cycle.sealed(world)
    assert hand_in(world) == [WAITING]
    key = listed(world)[0].id
    with pytest.raises(NotOpen, match="報告書を再開"):
        accept(world, key)
    with db.writing() as connection:
        sealed_reports.reopen(by(connection, who(world, "evaluator.h02")), world.visit, "遅れて届いた回答")
    accept(world, key)
    assert listed(world)[0].state == ACCEPTED


def test_in_a_cancelled_visit_it_can_only_be_declined(late: World) -> None:
    with db.writing() as connection:
        visit_steps.move(by(connection, who(late, "secretariat")), late.visit, VisitState.CANCELLED)
    with pytest.raises(NotOpen, match="中止"):
        accept(late, listed(late)[0].id)
    with db.writing() as connection:
        late_answers.decline(by(connection, who(late, "evaluator.h02")), listed(late)[0].id, "訪問の中止")


def test_declining_needs_a_reason_which_the_members_read(late: World) -> None:
    key = listed(late)[0].id
    for reason in (" ", "あ" * 501):
        with pytest.raises(Refused, match="見送る理由"), db.writing() as connection:
            late_answers.decline(by(connection, who(late, "evaluator.h02")), key, reason)
    with db.writing() as connection:
        late_answers.decline(by(connection, who(late, "evaluator.h02")), key, "現場で再確認済み")
        with pytest.raises(NotFound):
            late_answers.decline(by(connection, who(late, "evaluator.h02")), 99, "理由")
    (found,) = listed(late, "second.h02")
    assert (found.state, found.reason, found.decided_by) == (DECLINED, "現場で再確認済み", "evaluator.h02 さん")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE late_answer SET comment = '別の文'",
        "UPDATE late_answer SET value = 'A'",
        "DELETE FROM late_answer",
        "INSERT OR REPLACE INTO late_answer SELECT * FROM late_answer",
        "INSERT INTO late_answer (assessment_id, item_id, value, comment, base_version, operation_id, handed_in_at, "
        "person_id) SELECT assessment_id, 1, value, comment, 0, 'x', 'x', person_id FROM late_answer",
        "INSERT INTO late_answer (assessment_id, item_id, value, comment, base_version, operation_id, handed_in_at, "
        "person_id) SELECT assessment_id, item_id, 'S', comment, 0, 'x', 'x', person_id FROM late_answer",
        "INSERT INTO late_answer (assessment_id, item_id, value, comment, base_version, operation_id, handed_in_at, "
        "person_id) SELECT 2, item_id, value, comment, 0, 'x', 'x', person_id FROM late_answer",
        "UPDATE late_decision SET reason = '別の理由'",
        "DELETE FROM late_decision",
        "INSERT OR REPLACE INTO late_decision (late_answer_id, kind, reason, at, person_id) VALUES (1, 'accepted', '', "
        "'x', 1)",
        "INSERT INTO late_decision (late_answer_id, kind, at, person_id) VALUES (2, 'declined', 'x', 1)",
    ],
)
def test_no_statement_changes_what_came_or_what_was_decided(late: World, world_db: Path, statement: str) -> None:
    hand_in(late, operation("1-02"))
    with db.writing() as connection:
        late_answers.decline(by(connection, who(late, "evaluator.h02")), listed(late)[0].id, "理由")
    with closing(sqlite3.connect(world_db)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


def test_a_database_with_late_answers_is_healthy(late: World, world_db: Path) -> None:
    accept(late, listed(late)[0].id)
    hand_in(late, *(operation(code) for code in CODES))
    assert doctor.examine(world_db).faults == ()
