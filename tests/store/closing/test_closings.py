"""The closing meeting: who may open and read it, what comes up, the agreed track and the remarks."""

from __future__ import annotations

import sqlite3
import uuid
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotOpen, Refused, Stale
from checklist.model.assessments import Operation
from checklist.model.closing import FindingKind
from checklist.model.visits import VisitState
from checklist.rules.closing import closing_meeting
from checklist.store import db
from checklist.store.assessments import answers, assessments
from checklist.store.closing import closings, sealed_reports
from checklist.store.closing.closings import Closing
from checklist.store.visits import visit_steps
from tests import cycle
from tests.cycle import who
from tests.world import World, by


def read(world: World, login: str = "evaluator.h02") -> Closing:
    with db.reading() as connection:
        return closings.read(by(connection, who(world, login)), world.visit)


def record(world: World, login: str, assessment: int, item: str, value: str | None, base: int = 0) -> str:
    with db.writing() as connection:
        sent = Operation(str(uuid.uuid4()), item, base, value, "講評会で合意")
        return answers.record(by(connection, who(world, login)), assessment, [sent])[0].status


def test_only_items_that_differ_or_are_c_or_unverified_come_up(world: World) -> None:
    cycle.meeting(world)
    sheet = read(world).sheets[0]
    assert [found.item.code for found in sheet.to_discuss] == ["1-02", "1-05", "2-03"]
    assert [found.item.code for found in sheet.unagreed] == ["1-02", "1-05", "2-03"]
    assert {found.item.code: found.agreed for found in sheet.items} == {
        "1-01": "A", "1-02": None, "1-04": "B", "1-05": None, "2-01": "NA", "2-03": None,
    }  # fmt: skip


def test_agreement_is_counted_over_items_that_both_sides_graded(world: World) -> None:
    cycle.meeting(world)
    found = read(world).sheets[0].concordance
    assert (found.compared, found.same, found.percent) == (4, 2, 50.0)
    assert (found.unverified, found.not_applicable, found.unanswered) == (1, 1, 0)


def test_a_tap_records_the_agreed_value_and_touches_neither_side(world: World) -> None:
    agreed = cycle.meeting(world)
    assert record(world, "manager.h01", agreed, "1-02", "B") == "saved"
    assert record(world, "second.h02", agreed, "1-02", "A", base=1) == "saved"
    found = {one.item.code: one for one in read(world).sheets[0].items}["1-02"]
    assert found.agreed == "A"
    assert (found.own and found.own.value, found.visitor and found.visitor.value) == ("A", "B")
    assert found.own
    assert found.visitor
    assert found.own.version == found.visitor.version == 1


def test_drafts_come_from_the_visitors_comments_until_they_are_noted(world: World) -> None:
    cycle.meeting(world)
    drafts = {draft.item: draft.kind for draft in read(world).sheets[0].drafts}
    assert drafts == {
        "1-01": FindingKind.GOOD_PRACTICE,
        "1-02": FindingKind.FINDING,
        "1-04": FindingKind.FINDING,
        "1-05": FindingKind.FINDING,
    }
    cycle.noted(world, "1-05")
    assert "1-05" not in {draft.item for draft in read(world).sheets[0].drafts}


def test_the_meeting_opens_only_on_site_and_once_both_sides_have_submitted(world: World) -> None:
    member, manager = who(world, "evaluator.h02"), who(world, "manager.h01")

    def open_it() -> None:
        with db.writing() as connection:
            closings.open_meeting(by(connection, member), world.visit)

    with pytest.raises(Refused, match="訪問日より前"):
        open_it()
    with db.writing() as connection:
        visit_steps.move(by(connection, member), world.visit, VisitState.ON_SITE)
    with pytest.raises(Refused, match="訪問評価がまだ提出"):
        open_it()
    with db.writing() as connection:
        assessments.submit(by(connection, member), world.visitor_assessment, "試行")
    with pytest.raises(Refused, match="自己評価がまだ提出"):
        open_it()
    with db.writing() as connection:
        assessments.submit(by(connection, manager), world.self_assessment, "試行")
    with pytest.raises(Refused, match="講評会をまだ始めていません"):
        read(world)
    open_it()
    open_it()
    assert read(world).version == 1


@pytest.mark.parametrize(
    ("login", "reads", "writes"),
    [
        ("manager.h01", True, True),
        ("leader.h01", True, False),
        ("evaluator.h01", False, False),
        ("manager.h02", True, False),
        ("leader.h02", True, False),
        ("evaluator.h02", True, True),
        ("second.h02", True, True),
        ("secretariat", True, False),
        ("manager.h04", False, False),
        ("evaluator.h04", False, False),
        ("leader.h04", False, False),
        ("center", False, False),
        ("admin", False, False),
    ],
)
def test_who_reads_and_who_writes_at_the_meeting(world: World, login: str, reads: bool, writes: bool) -> None:
    agreed = cycle.meeting(world)
    if reads:
        assert read(world, login).opened
    else:
        with pytest.raises(Forbidden):
            read(world, login)
    for write, mine in (
        (lambda: record(world, login, agreed, "1-02", "B"), writes),
        # Each side writes its own words.
        (lambda: save_remarks(world, login, 1, "講評"), writes and login != "manager.h01"),
    ):
        if mine:
            write()
        else:
            with pytest.raises(Forbidden):
                write()


def save_remarks(world: World, login: str, version: int, text: str) -> None:
    with db.writing() as connection:
        closings.save_remarks(by(connection, who(world, login)), world.visit, version, text)


def test_two_people_writing_the_remarks_are_told(world: World) -> None:
    cycle.meeting(world)
    save_remarks(world, "evaluator.h02", 1, "整理整頓が行き届いている。")
    with pytest.raises(Stale):
        save_remarks(world, "second.h02", 1, "別の文")
    with pytest.raises(Refused, match="20,000文字"):
        save_remarks(world, "second.h02", 2, "あ" * 20_001)
    assert read(world).remarks == "整理整頓が行き届いている。"


def test_a_withdrawn_visitor_assessment_is_not_shown_to_the_other_side(world: World) -> None:
    cycle.meeting(world)
    with db.writing() as connection:
        assessments.withdraw(by(connection, who(world, "evaluator.h02")), world.visitor_assessment, "見直し")
    with pytest.raises(Refused, match="取り下げられている"):
        read(world, "manager.h01")


def test_the_agreed_track_is_locked_before_the_day_and_after_it(world: World, world_db: Path) -> None:
    agreed = cycle.meeting(world)
    with sqlite3.connect(world_db) as raw:
        raw.execute("UPDATE visit SET state = 'ready'")
    raw.close()
    with pytest.raises(NotOpen):
        record(world, "evaluator.h02", agreed, "1-02", "B")
    with pytest.raises(NotOpen):
        save_remarks(world, "evaluator.h02", 1, "遅い講評")


def agree(world: World, agreed: int, item: str, version: int, value: str | None, comment: str) -> tuple[str, str]:
    with db.writing() as connection:
        sent = Operation(str(uuid.uuid4()), item, version, value, comment)
        (result,) = answers.record(by(connection, who(world, "evaluator.h02")), agreed, [sent])
    return result.status, result.message


def test_a_value_of_neither_side_says_why(world: World) -> None:
    agreed = cycle.meeting(world)
    status, told = agree(world, agreed, "1-02", 0, "C", " 　")
    assert (status, told) == ("refused", closing_meeting.REASON_MISSING)
    assert agree(world, agreed, "1-02", 0, "B", "")[0] == "saved"
    assert agree(world, agreed, "1-02", 1, "C", "手順書が改訂されていない")[0] == "saved"
    # Taking the words back later is the same as never having said them; taking the value back is not.
    assert agree(world, agreed, "1-02", 2, "C", "")[0] == "refused"
    assert agree(world, agreed, "1-02", 2, None, "")[0] == "saved"
    # Both sides say B at 1-04, and neither has looked at an item without an answer.
    assert agree(world, agreed, "1-04", 0, "A", "")[0] == "refused"
    assert agree(world, agreed, "2-03", 0, "UNVERIFIED", "")[0] == "saved"


def test_what_became_neither_sides_value_since_is_told_before_sealing(world: World) -> None:
    agreed, member = cycle.meeting(world), who(world, "evaluator.h02")
    assert agree(world, agreed, "1-05", 0, "C", "")[0] == "saved"
    with db.writing() as connection:
        assessments.withdraw(by(connection, member), world.visitor_assessment, "見直し")
        sent = Operation(str(uuid.uuid4()), "1-05", 1, "B", "確認し直した")
        answers.record(by(connection, member), world.visitor_assessment, [sent])
        assessments.submit(by(connection, member), world.visitor_assessment)
    with db.reading() as connection:
        lacking = [str(one) for one in sealed_reports.lacks(by(connection, member), world.visit)]
    assert lacking[0] == "合意評価：双方の評定と異なるのに、理由（合意のコメント）がない項目があります：1-05"
    assert agree(world, agreed, "1-05", 1, "C", "前回の指摘が未対応")[0] == "saved"
    with db.reading() as connection:
        assert len(sealed_reports.lacks(by(connection, member), world.visit)) == len(lacking) - 1
