"""Erasing texts of a visit that stand at no item: gone from where they stand and from every sealed edition."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, Refused, Stale
from checklist.model.closing import VisitText
from checklist.model.improvements import Sequel
from checklist.model.visits import VisitMode
from checklist.store import db, doctor
from checklist.store.act import acting
from checklist.store.assessments import assessments
from checklist.store.closing import closing_rows, closings, host_comments, sealed_reports, visit_texts
from checklist.store.closing.visit_texts import Text
from checklist.store.improvements import follow_ups
from checklist.store.visits import agreements
from tests import cycle
from tests.cycle import who
from tests.store.closing.test_erasures import contents
from tests.store.test_doctor import break_with
from tests.world import World, by

SECRET = "患者 架空ハナコ氏の処方箋"
STONE = "（個人情報のため削除 2026年11月22日 evaluator.h02 さん）"


def texts(world: World, login: str = "evaluator.h02", visit: int = 0) -> list[Text]:
    with db.reading() as connection:
        return visit_texts.of_visit(by(connection, who(world, login)), visit or world.visit)


def erase(world: World, found: Text, login: str = "evaluator.h02", reason: str = "患者名の記載") -> None:
    with acting(who(world, login)) as act:
        visit_texts.erase(act, found, reason)


@pytest.fixture
def named(world: World) -> World:
    """A sealed visit in which a patient is named everywhere that is no item."""
    with db.writing() as connection:
        held = by(connection, who(world, "manager.h01"))
        agreements.record(held, world.visit, date(2026, 11, 1), "架空 太郎", VisitMode.IN_PERSON, f"協議：{SECRET}")
    cycle.meeting(world)
    finding = cycle.noted(world)
    member, manager = who(world, "evaluator.h02"), who(world, "manager.h01")
    with db.writing() as connection:
        closings.save_remarks(by(connection, member), world.visit, 1, f"講評：{SECRET}")
        for about in (host_comments.REMARKS, finding):
            host_comments.save(by(connection, manager), world.visit, about, 0, f"病院{bool(about)}：{SECRET}")
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    with db.writing() as connection:
        sealed_reports.reopen(by(connection, member), world.visit, f"再開：{SECRET}")
        assessments.withdraw(by(connection, member), world.visitor_assessment, f"取下げ：{SECRET}")
        assessments.submit(by(connection, member), world.visitor_assessment)
    return world


def test_every_such_text_is_offered_and_nothing_of_it_is_left_on_the_disk(named: World, world_db: Path) -> None:
    found = [one for one in texts(named) if SECRET in one.text]
    assert {one.place for one in found} == set(VisitText) - {VisitText.FOLLOW_UP, VisitText.STATE_REASON}
    assert "架空ハナコ".encode() in contents(world_db)
    for one in found:
        erase(named, one)
    assert not [one for one in texts(named) if SECRET in one.text]
    assert "架空ハナコ".encode() not in contents(world_db)
    assert doctor.examine(world_db).faults == ()


def test_the_tombstone_stands_in_the_sealed_edition_and_reason_and_name_are_kept(named: World) -> None:
    for one in texts(named):
        if one.place in (VisitText.REMARKS, VisitText.HOST_COMMENT):
            erase(named, one)
    with db.reading() as connection:
        reader = by(connection, who(named, "evaluator.h02"))
        sealed = sealed_reports.snapshot(reader, named.visit, 1)
        (edition,) = closing_rows.editions(connection, named.visit)
        noted = visit_texts.noted(reader, named.visit)
    assert (sealed.remarks, sealed.remarks_host, sealed.findings[0].host) == (STONE, STONE, STONE)
    assert [(one.place, one.by, one.reason) for one in noted] == [
        (place, "evaluator.h02 さん", "患者名の記載")
        for place in (VisitText.HOST_COMMENT, VisitText.HOST_COMMENT, VisitText.REMARKS)
    ]
    assert [one.reason for one in edition.erasures] == ["患者名の記載"] * 3


def test_a_wording_that_only_a_sealed_edition_holds_is_erased_and_what_stands_stays(
    named: World, world_db: Path
) -> None:
    with db.writing() as connection:
        closings.save_remarks(by(connection, who(named, "evaluator.h02")), named.visit, 2, "書き直した講評")
    found = [one for one in texts(named) if one.place is VisitText.REMARKS]
    assert [(one.text, one.stands) for one in found] == [("書き直した講評", True), (f"講評：{SECRET}", False)]
    erase(named, found[1])
    with db.reading() as connection:
        sealed = sealed_reports.snapshot(by(connection, who(named, "evaluator.h02")), named.visit, 1)
        assert closing_rows.meeting(connection, named.visit) == ("書き直した講評", 3)
    assert sealed.remarks == STONE
    assert doctor.examine(world_db).faults == ()


def test_a_screen_on_which_the_text_still_stands_does_not_write_it_back(named: World) -> None:
    erase(named, next(one for one in texts(named) if one.place is VisitText.REMARKS))
    with pytest.raises(Stale), db.writing() as connection:
        closings.save_remarks(by(connection, who(named, "evaluator.h02")), named.visit, 2, f"講評：{SECRET}")


def test_what_a_visit_says_of_an_earlier_finding_is_erased_and_its_mark_stays(world: World) -> None:
    finding = cycle.sealed(world)
    later = cycle.next_year(world)
    member = who(world, "evaluator.h02")
    with db.writing() as connection:
        follow_ups.mark(by(connection, member), later, finding, Sequel.RESOLVED, SECRET)
    (found,) = texts(world, visit=later)
    erase(world, found)
    with db.reading() as connection:
        now = follow_ups.current(by(connection, member), later, finding)
    assert now is not None
    assert (now.mark, now.comment) == (Sequel.RESOLVED, STONE)


@pytest.mark.parametrize(
    ("login", "may"),
    [("manager.h01", True), ("evaluator.h02", True), ("secretariat", True), ("leader.h01", False),
     ("manager.h02", False), ("evaluator.h04", False), ("center", False), ("admin", False)],
)  # fmt: skip
def test_who_may_erase_them(named: World, login: str, may: bool) -> None:
    found = next(one for one in texts(named) if one.place is VisitText.REMARKS)
    if may:
        erase(named, found, login)
        return
    with pytest.raises(Forbidden):
        erase(named, found, login)


def test_why_a_sheet_was_withdrawn_is_told_only_to_whoever_may_erase_in_it(named: World) -> None:
    def offered(login: str) -> bool:
        return f"取下げ：{SECRET}" in {one.text for one in texts(named, login)}

    assert (offered("evaluator.h02"), offered("secretariat"), offered("manager.h01")) == (True, True, False)


def test_a_reason_is_needed_and_what_is_gone_is_told(named: World) -> None:
    found = next(one for one in texts(named) if one.place is VisitText.REMARKS)
    with pytest.raises(Refused, match="削除する理由"):
        erase(named, found, reason=" ")
    erase(named, found)
    with pytest.raises(NotFound, match="画面を開き直して"):
        erase(named, found)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE host_comment SET text = '戻した文', version = version + 1",
        "UPDATE visit_agreement SET note = '戻した文'",
        "UPDATE visit_agreement SET participants = '別の人'",
        "UPDATE report_event SET reason = '（個人情報のため削除 勝手に）'",
        "UPDATE assessment_event SET kind = 'approved' WHERE reason LIKE '（個人情報%'",
        "INSERT INTO erasure SELECT 99, place, place_id, before_sha256, after_sha256, tombstone, reason, at, person_id "
        "FROM erasure WHERE place = 'visit_agreement'",
    ],
)
def test_no_statement_uses_such_an_erasure_for_anything_else(named: World, world_db: Path, statement: str) -> None:
    for one in texts(named):
        if SECRET in one.text:
            erase(named, one)
    # The meeting is over, so that only an erasure could still change its words.
    cycle.sign(named, named.visit)
    with closing(sqlite3.connect(world_db)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


@pytest.mark.parametrize("column", ["participants", "note"])
def test_a_row_that_is_changed_after_an_erasure_breaks_the_chain(named: World, world_db: Path, column: str) -> None:
    erase(named, next(one for one in texts(named) if one.place is VisitText.AGREEMENT))
    assert doctor.examine(world_db).faults == ()
    with closing(sqlite3.connect(world_db)) as raw:
        raw.execute("DROP TRIGGER visit_agreement_update_kept")
        raw.commit()
    break_with(world_db, f"UPDATE visit_agreement SET {column} = '別の文' WHERE note <> ''")
    assert any("訪問の取決め" in str(fault) for fault in doctor.examine(world_db).faults)
