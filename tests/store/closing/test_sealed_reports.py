"""Sealed reports: what sealing needs, that no path changes one, handing over, receipt and reopening."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.errors import ChecklistError, Forbidden, NotFound, NotOpen, Refused, Unconfirmed
from checklist.model.assessments import AssessmentState, Operation, Track
from checklist.model.closing import FindingKind, Signatory
from checklist.model.visits import VisitState
from checklist.rules.closing import erasure
from checklist.store import db
from checklist.store.act import Act
from checklist.store.assessments import answers, assessment_rows, assessments
from checklist.store.closing import closings, findings, host_comments, sealed_reports, signatures, visit_hours
from checklist.store.visits import visit_steps, visits
from tests import cycle
from tests.cycle import who
from tests.world import AT_HAND, World, by

DAY = date(2026, 11, 22)


def states(world: World) -> dict[Track, AssessmentState]:
    with db.reading() as connection:
        return {one.track: one.state for one in assessment_rows.of_visit(connection, world.visit)}


def visit_state(world: World) -> VisitState:
    with db.reading() as connection:
        return visits.get(by(connection), world.visit).state


def reopen(world: World, login: str = "evaluator.h02", reason: str = "項目1-02の評定の誤り") -> None:
    with db.writing() as connection:
        sealed_reports.reopen(by(connection, who(world, login)), world.visit, reason)


def test_sealing_names_everything_that_is_missing_in_one_pass(world: World) -> None:
    with pytest.raises(Refused) as told, db.writing() as connection:
        sealed_reports.seal(by(connection, who(world, "evaluator.h02")), world.visit, " ", "")
    assert [fault.where for fault in told.value.faults] == [
        "訪問", "講評会", "訪問評価", "自己評価", "受審病院の署名", "訪問側の署名", "文書番号", "宛先",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("side", "missing"), [(Signatory.HOST, "訪問側の署名"), (Signatory.EVALUATOR, "受審病院の署名")]
)
def test_with_one_side_unsigned_nothing_is_sealed(world: World, side: Signatory, missing: str) -> None:
    cycle.meeting(world)
    login = "manager.h01" if side is Signatory.HOST else "evaluator.h02"
    with db.writing() as connection:
        signatures.sign(by(connection, who(world, login)), world.visit, side, "架空 太郎")
    with pytest.raises(Refused, match=missing):
        cycle.seal(world, world.visit)
    assert visit_state(world) is VisitState.ON_SITE


def test_the_snapshot_holds_what_both_sides_signed(world: World) -> None:
    agreed = cycle.meeting(world)
    with db.writing() as connection:
        sent = Operation(str(uuid.uuid4()), "1-02", 0, "B", "改善を合意")
        answers.record(by(connection, who(world, "manager.h01")), agreed, [sent])
        closings.save_remarks(by(connection, who(world, "evaluator.h02")), world.visit, 1, "おおむね良好である。")
    cycle.noted(world)
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    with db.reading() as connection:
        found = sealed_reports.snapshot(by(connection, who(world, "leader.h01")), world.visit)
    assert found.head.addressee == "架空中央病院 病院長"
    assert found.head.number == "医安相2026-001-1"
    assert found.visit.evaluators == ("架空市民病院",)
    assert found.remarks == "おおむね良好である。"
    assert [(one.item, one.text) for one in found.findings] == [("1-05", "院長の出席が記録されていない")]
    assert {one.side: one.name for one in found.signatures} == {
        Signatory.HOST: "架空 院長",
        Signatory.EVALUATOR: "架空 評価者",
    }
    values = {one.code: one.agreed_value for one in found.sheets[0].items}
    assert values == {"1-01": "A", "1-02": "B", "1-04": "B", "1-05": None, "2-01": "NA", "2-03": None}
    assert found.sheets[0].concordance.percent == 50.0


def test_sealing_locks_all_three_tracks_and_settles_the_agreed_one(world: World) -> None:
    cycle.sealed(world)
    assert set(states(world).values()) == {AssessmentState.SEALED}
    assert visit_state(world) is VisitState.REPORTED
    with db.reading() as connection:
        agreed = assessment_rows.ratings(connection, cycle.agreed_of(world, world.visit))
    assert {code: one.value for code, one in agreed.items()} == {"1-01": "A", "1-04": "B", "2-01": "NA"}


def test_nothing_of_a_sealed_visit_can_be_changed_through_the_product(world: World) -> None:
    finding = cycle.sealed(world)
    agreed = cycle.agreed_of(world, world.visit)
    member, manager, secretariat = (who(world, one) for one in ("evaluator.h02", "manager.h01", "secretariat"))
    sent = [Operation(str(uuid.uuid4()), "1-02", 1, "A", "")]
    for change in (
        lambda c: answers.record(by(c, member), world.visitor_assessment, sent),
        lambda c: answers.record(by(c, manager), world.self_assessment, sent),
        lambda c: answers.record(by(c, member), agreed, sent),
        lambda c: assessments.withdraw(by(c, member), world.visitor_assessment, "見直し"),
        lambda c: assessments.withdraw(by(c, manager), world.self_assessment, "見直し"),
        lambda c: closings.save_remarks(by(c, member), world.visit, 1, "別の講評"),
        lambda c: closings.open_meeting(by(c, member), world.visit),
        lambda c: findings.change(by(c, member), finding, 1, FindingKind.FINDING, "別の文"),
        lambda c: findings.drop(by(c, member), finding, 1),
        lambda c: host_comments.save(by(c, manager), world.visit, finding, 0, "後からのコメント"),
        lambda c: visit_hours.save(by(c, member), world.visit, 0, "09:00", "16:00"),
        lambda c: signatures.void(by(c, manager), world.visit, 1, "撤回"),
        lambda c: sealed_reports.seal(by(c, member), world.visit, "別番号", "別宛先"),
        lambda c: visits.change(by(c, secretariat), visits.get(by(c), world.visit)),
        lambda c: visit_steps.move(by(c, secretariat), world.visit, VisitState.CANCELLED),
        lambda c: visit_steps.move(by(c, manager), world.visit, VisitState.ACKNOWLEDGED),
    ):
        with pytest.raises((Refused, NotOpen)) as told, db.writing() as connection:
            change(connection)
        assert isinstance(told.value, ChecklistError)
        assert told.value.message


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE report SET snapshot = '{}'",
        "UPDATE report SET sha256 = replace(sha256, 'a', 'b')",
        "DELETE FROM report",
        "INSERT OR REPLACE INTO report SELECT * FROM report",
        "INSERT INTO report SELECT 9, visit_id, 2, document_number, addressee, snapshot, sha256, sealed_at, sealed_by, 0 FROM report",
        "UPDATE report_event SET reason = 'x'",
        "DELETE FROM report_event",
        "INSERT INTO report_event (report_id, kind, on_date, at, person_id) VALUES (1, 'reopened', '2026-11-22', 'x', 1)",
        "UPDATE assessment SET state = 'submitted' WHERE state = 'sealed'",
        "UPDATE assessment SET state = 'open', submitted_at = NULL WHERE state = 'sealed'",
        "UPDATE rating SET value = 'C', version = version + 1, operation_id = 'x' WHERE item_id = 6",
        "UPDATE finding SET text = '別', version = version + 1",
        "INSERT INTO finding (visit_id, item_id, kind, text, version, created_at, updated_at, person_id) "
        "VALUES (1, 6, 'finding', '後から', 1, 'x', 'x', 1)",
        "UPDATE closing SET remarks = '別', version = version + 1",
        "UPDATE signature SET voided_at = 'x', void_reason = 'x'",
        "DELETE FROM signature",
    ],
)
def test_no_statement_changes_a_sealed_report(world: World, world_db: Path, statement: str) -> None:
    cycle.sealed(world)
    with db.writing() as connection:
        sealed_reports.hand_over(by(connection, who(world, "evaluator.h02")), world.visit, DAY)
    with closing(sqlite3.connect(world_db)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


def test_a_changed_snapshot_is_never_shown(world: World, world_db: Path) -> None:
    cycle.sealed(world)
    with closing(sqlite3.connect(world_db)) as raw:
        raw.execute("DROP TRIGGER report_update_kept")
        raw.execute("UPDATE report SET snapshot = replace(snapshot, '架空 院長', '架空 部長')")
        raw.commit()
    with db.reading() as connection, pytest.raises(Refused, match="一致しません"):
        sealed_reports.snapshot(by(connection, who(world, "leader.h01")), world.visit)


def test_the_report_is_handed_over_and_received_each_once_and_in_order(world: World) -> None:
    cycle.sealed(world)
    with db.writing() as connection:
        member, leader = who(world, "evaluator.h02"), who(world, "leader.h01")
        with pytest.raises(Refused, match="手交がまだ"):
            sealed_reports.acknowledge(by(connection, leader), world.visit, DAY)
        with pytest.raises(Refused, match="今日より後"):
            sealed_reports.hand_over(by(connection, member), world.visit, date(2026, 11, 23))
        sealed_reports.hand_over(by(connection, member), world.visit, date(2026, 11, 21))
        with pytest.raises(Refused, match="すでに"):
            sealed_reports.hand_over(by(connection, member), world.visit, DAY)
        with pytest.raises(Refused, match="手交日より前"):
            sealed_reports.acknowledge(by(connection, leader), world.visit, date(2026, 11, 20))
        sealed_reports.acknowledge(by(connection, leader), world.visit, DAY)
        with pytest.raises(Refused):
            sealed_reports.acknowledge(by(connection, leader), world.visit, DAY)
        found = sealed_reports.of_visit(by(connection, who(world, "secretariat")), world.visit)[0]
    assert (found.handed_over_on, found.acknowledged_on) == (date(2026, 11, 21), DAY)
    assert visit_state(world) is VisitState.ACKNOWLEDGED


@pytest.mark.parametrize(
    ("login", "may"),
    [
        ("manager.h01", {"read", "acknowledge"}),
        ("leader.h01", {"read", "acknowledge"}),
        ("evaluator.h01", set()),
        ("manager.h02", {"read", "hand_over"}),
        ("leader.h02", {"read"}),
        ("evaluator.h02", {"read", "hand_over", "reopen"}),
        ("secretariat", {"read", "reopen"}),
        ("manager.h04", set()),
        ("evaluator.h04", set()),
        ("center", set()),
        ("admin", set()),
    ],
)
def test_who_may_do_what_to_a_sealed_report(world: World, login: str, may: set[str]) -> None:
    cycle.sealed(world)
    cycle.handed_over(world)
    someone = who(world, login)
    attempts: dict[str, Callable[[Database], object]] = {
        "read": lambda c: sealed_reports.snapshot(by(c, someone), world.visit),
        "hand_over": lambda c: sealed_reports.take_back_hand_over(by(c, someone), world.visit, "日付の誤り"),
        "acknowledge": lambda c: sealed_reports.acknowledge(by(c, someone), world.visit, DAY),
        "reopen": lambda c: sealed_reports.reopen(by(c, someone), world.visit, "誤り"),
    }
    done = set()
    for name, attempt in attempts.items():
        try:
            with db.writing() as connection:
                attempt(connection)
                done.add(name)
                raise ZeroDivisionError
        except (Forbidden, ZeroDivisionError):
            continue
    assert done == may


@pytest.mark.parametrize("login", ["manager.h01", "manager.h02", "secretariat", "leader.h01", "evaluator.h04"])
def test_only_members_seal(world: World, login: str) -> None:
    cycle.meeting(world)
    cycle.sign(world, world.visit)
    with pytest.raises(Forbidden), db.writing() as connection:
        sealed_reports.seal(by(connection, who(world, login)), world.visit, "番号", "宛先")


def test_reopening_needs_a_reason_voids_the_signatures_and_keeps_the_edition(world: World) -> None:
    cycle.sealed(world)
    with pytest.raises(Refused, match="理由"):
        reopen(world, reason=" 　")
    reopen(world)
    assert visit_state(world) is VisitState.ON_SITE
    assert states(world) == {
        Track.SELF: AssessmentState.SEALED,
        Track.VISITOR: AssessmentState.SUBMITTED,
        Track.AGREED: AssessmentState.OPEN,
    }
    with db.reading() as connection:
        assert signatures.current(by(connection), world.visit) == {}
        agreed = assessment_rows.ratings(connection, cycle.agreed_of(world, world.visit))
        first = sealed_reports.of_visit(by(connection, who(world, "leader.h01")), world.visit)[0]
        text = sealed_reports.snapshot(by(connection, who(world, "leader.h01")), world.visit, 1)
    assert {one.value for one in agreed.values()} == {None}
    assert not first.stands
    assert first.events[-1].reason == "項目1-02の評定の誤り"
    assert {one.side for one in text.signatures} == set(Signatory)


def test_a_reopened_report_is_followed_by_a_new_edition_and_both_stay(world: World) -> None:
    cycle.sealed(world)
    reopen(world)
    member = who(world, "evaluator.h02")
    with db.writing() as connection:
        assessments.withdraw(by(connection, member), world.visitor_assessment, "評定の誤り")
        answers.record(
            by(connection, member), world.visitor_assessment, [Operation(str(uuid.uuid4()), "1-02", 1, "A", "訂正")]
        )
        assessments.submit(by(connection, member), world.visitor_assessment)
    with pytest.raises(Refused, match="署名"):
        cycle.seal(world, world.visit)
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    with db.reading() as connection:
        found = sealed_reports.of_visit(by(connection, member), world.visit)
        values = [
            {one.code: one.agreed_value for one in
             sealed_reports.snapshot(by(connection, member), world.visit, edition).sheets[0].items}["1-02"]
            for edition in (1, 2)
        ]  # fmt: skip
        with pytest.raises(NotFound):
            sealed_reports.snapshot(by(connection, member), world.visit, 3)
    assert [(one.edition, one.stands) for one in found] == [(2, True), (1, False)]
    assert values == [None, "A"]
    assert set(states(world).values()) == {AssessmentState.SEALED}


def test_what_the_host_has_received_is_reopened_once_the_host_takes_the_receipt_back(world: World) -> None:
    cycle.sealed(world)
    cycle.handed_over(world)
    leader, visitor = who(world, "leader.h01"), who(world, "evaluator.h02")
    with db.writing() as connection:
        sealed_reports.acknowledge(by(connection, leader), world.visit, DAY)
    with pytest.raises(Refused, match="受領を取り消すと"):
        reopen(world)
    with db.writing() as connection:
        with pytest.raises(Refused, match="まだ受領されていない"):
            sealed_reports.take_back_hand_over(by(connection, visitor), world.visit, "日付の誤り")
        with pytest.raises(Refused, match="理由"):
            sealed_reports.take_back_receipt(by(connection, leader), world.visit, " ")
        sealed_reports.take_back_receipt(by(connection, leader), world.visit, "項目1-02を修正してほしい")
        with pytest.raises(Refused, match="受領済みの訪問でのみ"):
            sealed_reports.take_back_receipt(by(connection, leader), world.visit, "もう一度")
        found = sealed_reports.of_visit(by(connection, leader), world.visit)[0]
    assert (found.handed_over_on, found.acknowledged_on) == (DAY, None)
    assert visit_state(world) is VisitState.REPORTED
    with db.writing() as connection:
        sealed_reports.acknowledge(by(connection, leader), world.visit, DAY)
        sealed_reports.take_back_receipt(by(connection, leader), world.visit, "やはり")
        sealed_reports.take_back_hand_over(by(connection, visitor), world.visit, "日付の誤り")
        sealed_reports.hand_over(by(connection, visitor), world.visit, DAY)
    reopen(world)
    assert visit_state(world) is VisitState.ON_SITE


def test_without_the_password_nobody_signs_seals_or_receives(world: World) -> None:
    def typed(connection: Database, login: str) -> Act:
        return Act.now(connection, who(world, login))

    cycle.meeting(world)
    with db.writing() as connection, pytest.raises(Unconfirmed):
        signatures.sign(typed(connection, "leader.h01"), world.visit, Signatory.HOST, "架空 院長")
    cycle.sign(world, world.visit)
    with db.writing() as connection, pytest.raises(Unconfirmed):
        sealed_reports.seal(typed(connection, "evaluator.h02"), world.visit, "第1号", "病院長")
    cycle.seal(world, world.visit)
    cycle.handed_over(world)
    with db.writing() as connection, pytest.raises(Unconfirmed):
        sealed_reports.acknowledge(typed(connection, "leader.h01"), world.visit, DAY)
    with db.reading() as connection:
        told = connection.execute(
            "SELECT kind, address, device, visit_id FROM audit WHERE kind IN ('signed', 'sealed', 'received', 'signature_voided') ORDER BY id"
        ).fetchall()
    here = (AT_HAND.address, AT_HAND.device, world.visit)
    assert [tuple(row) for row in told] == [("signed", *here), ("signed", *here), ("sealed", *here)]


def test_a_closed_visit_is_not_reopened(world: World) -> None:
    cycle.sealed(world)
    cycle.handed_over(world)
    with db.writing() as connection:
        sealed_reports.acknowledge(by(connection, who(world, "leader.h01")), world.visit, DAY)
        visit_steps.move(by(connection, who(world, "secretariat")), world.visit, VisitState.CLOSED)
    with pytest.raises(Refused, match="終了した訪問"):
        reopen(world)


def test_a_visit_with_a_closing_meeting_is_not_reported_by_hand(world: World) -> None:
    cycle.meeting(world)
    with db.writing() as connection, pytest.raises(Refused, match="評価報告書を確定"):
        visit_steps.move(by(connection, who(world, "evaluator.h02")), world.visit, VisitState.REPORTED)


def test_the_stored_text_is_canonical_so_that_its_hash_can_be_recomputed(world: World) -> None:
    cycle.sealed(world)
    with db.reading() as connection:
        text, sha256 = tuple(connection.execute("SELECT snapshot, sha256 FROM report").fetchone())
    assert json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text
    assert erasure.digest(text) == sha256
