"""Earlier findings at next year's visit: shown where they stand, marked, and counted when repeated."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, NotOpen, Refused
from checklist.model.accounts import Principal
from checklist.model.improvements import Outcome, Sequel
from checklist.model.sheets import Lineage, Relation
from checklist.model.visits import VisitState
from checklist.store import db
from checklist.store.closing import sealed_reports
from checklist.store.improvements import follow_ups, improvement_plans
from checklist.store.improvements.follow_ups import EarlierFinding, Marked
from checklist.store.improvements.improvement_plans import PlanFields
from checklist.store.sheets import sheets
from checklist.store.visits import visit_steps
from tests import cycle
from tests.cycle import who
from tests.world import SECOND, YEAR, World, by, item

THIRD = replace(
    SECOND, code="mini-3", number=3, name="第3版", previous_code="mini-2",
    items=(item("1-01", "指針"), item("1-06", "院長の出席"), item("1-07", "議事録への記載")),
    lineage=(
        Lineage("1-01", Relation.SAME, ("1-01",)),
        Lineage("1-06", Relation.SPLIT, ("1-05",)),
        Lineage("1-07", Relation.SPLIT, ("1-05",)),
    ),
)  # fmt: skip


def mark(world: World, visit: int, finding: int, found: Sequel = Sequel.RESOLVED, login: str = "evaluator.h02") -> None:
    with db.writing() as connection:
        follow_ups.mark(by(connection, who(world, login)), visit, finding, found, "議事録で確認")


def shown(world: World, visit: int, version: str = "mini-2", login: str = "evaluator.h02") -> list[EarlierFinding]:
    with db.reading() as connection:
        return follow_ups.for_visit(by(connection, who(world, login)), visit, version)


def test_last_years_finding_stands_at_the_same_item_with_what_was_done(world: World) -> None:
    finding = cycle.sealed(world)
    manager = who(world, "manager.h01")
    with db.writing() as connection:
        fields = PlanFields("院長の予定に組み込む", "事務長", date(2027, 3, 31), date(2027, 2, 1))
        improvement_plans.save(by(connection, manager), finding, 0, fields)
        improvement_plans.add_note(by(connection, manager), finding, "1月から出席している")
    one = shown(world, cycle.next_year(world))[0]
    assert (one.items, one.fiscal_year, one.finding.text) == (("1-05",), YEAR, "院長の出席が記録されていない")
    assert (one.action, one.progress, one.completed_on) == (
        "院長の予定に組み込む",
        "1月から出席している",
        date(2027, 2, 1),
    )
    assert one.mark is None


def test_through_a_split_it_stands_at_every_part(world: World) -> None:
    cycle.sealed(world)
    with db.writing() as connection:
        sheets.add(by(connection), THIRD)
    assert shown(world, cycle.next_year(world), "mini-3")[0].items == ("1-06", "1-07")


def test_only_findings_of_sealed_reports_are_shown_and_only_to_later_visits(world: World) -> None:
    cycle.meeting(world)
    cycle.noted(world)
    later = cycle.next_year(world)
    assert shown(world, later) == []
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    assert len(shown(world, later)) == 1
    assert shown(world, world.visit) == []
    with db.writing() as connection:
        sealed_reports.reopen(by(connection, who(world, "secretariat")), world.visit, "誤り")
    assert shown(world, later) == []


def test_the_visitor_marks_and_corrects_the_mark_until_the_visit_is_reported(world: World) -> None:
    finding = cycle.sealed(world)
    later = cycle.next_year(world)
    mark(world, later, finding, Sequel.RESOLVED)
    mark(world, later, finding, Sequel.RECURRED)
    one = shown(world, later)[0]
    assert (one.mark, one.comment) == (Sequel.RECURRED, "議事録で確認")
    with db.writing() as connection:
        visit_steps.move(by(connection, who(world, "secretariat")), later, VisitState.CANCELLED)
    with pytest.raises(NotOpen):
        mark(world, later, finding)


def test_a_late_or_repeated_mark_counts_once_and_only_on_top_of_what_its_sender_saw(world: World) -> None:
    finding, later = cycle.sealed(world), cycle.next_year(world)

    def deliver(login: str, found: Sequel, seen: datetime | None) -> tuple[Outcome, datetime | None]:
        with db.writing() as connection:
            outcome, now = follow_ups.deliver(by(connection, who(world, login)), later, finding, (found, ""), seen)
        return outcome, now.at if now else None

    outcome, first = deliver("evaluator.h02", Sequel.RESOLVED, None)
    assert (outcome, shown(world, later)[0].marked) == (Outcome.SAVED, current(later, finding))
    assert deliver("evaluator.h02", Sequel.RESOLVED, None) == (Outcome.DUPLICATE, first)
    assert deliver("second.h02", Sequel.RECURRED, None) == (Outcome.CONFLICT, first)
    outcome, second = deliver("second.h02", Sequel.RECURRED, first)
    assert (outcome, second != first) == (Outcome.SAVED, True)
    # The first acknowledgement was lost, and its sender tries once more: the other's later mark stays.
    assert deliver("evaluator.h02", Sequel.RESOLVED, None) == (Outcome.CONFLICT, second)
    one = shown(world, later)[0]
    assert one.marked
    assert (one.mark, one.marked.by) == (Sequel.RECURRED, "second.h02 さん")


def current(visit: int, finding: int) -> Marked | None:
    with db.reading() as connection:
        return follow_ups.current(by(connection), visit, finding)


def test_a_mark_belongs_to_a_later_visit_of_the_same_hospital(world: World) -> None:
    finding = cycle.sealed(world)
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'on_site'")
    with pytest.raises(NotFound):
        mark(world, world.visit, finding)
    later = cycle.next_year(world)
    with pytest.raises(NotFound):
        mark(world, later, 999)
    with db.writing() as connection, pytest.raises(Refused):
        follow_ups.mark(by(connection, who(world, "evaluator.h02")), later, finding, Sequel.RESOLVED, "あ" * 2001)


@pytest.mark.parametrize(
    ("login", "reads", "marks"),
    [
        ("evaluator.h02", True, True),
        ("second.h02", True, True),
        ("manager.h02", True, False),
        ("manager.h01", True, False),
        ("leader.h01", True, False),
        ("secretariat", True, False),
        ("evaluator.h01", False, False),
        ("evaluator.h04", False, False),
        ("center", False, False),
        ("admin", False, False),
    ],
)
def test_who_reads_and_who_marks(world: World, login: str, reads: bool, marks: bool) -> None:
    finding = cycle.sealed(world)
    later = cycle.next_year(world)
    if marks:
        mark(world, later, finding, login=login)
    else:
        with pytest.raises(Forbidden):
            mark(world, later, finding, login=login)
    if reads:
        assert len(shown(world, later, login=login)) == 1
    else:
        with pytest.raises(Forbidden):
            shown(world, later, login=login)


# Written out: who of those who may know of the findings is told what the hospital does about them.
@pytest.mark.parametrize(
    ("login", "told"),
    [
        ("manager.h01", True),
        ("leader.h01", True),
        ("manager.h02", True),
        ("evaluator.h02", True),
        ("second.h02", True),
        ("leader.h02", False),
        ("secretariat", False),
    ],
)
def test_what_is_done_about_a_finding_is_between_the_hospital_and_its_visitors(
    world: World, login: str, told: bool
) -> None:
    finding, manager = cycle.sealed(world), who(world, "manager.h01")
    with db.writing() as connection:
        fields = PlanFields("院長の予定に組み込む", "事務長", date(2027, 3, 31), date(2027, 2, 1))
        improvement_plans.save(by(connection, manager), finding, 0, fields)
        improvement_plans.add_note(by(connection, manager), finding, "1月から出席している")
    (one,) = shown(world, cycle.next_year(world), login=login)
    plan = (one.action, one.person_in_charge, one.due_on, one.progress, one.completed_on)
    whole = ("院長の予定に組み込む", "事務長", date(2027, 3, 31), "1月から出席している", date(2027, 2, 1))
    assert (plan, one.plan_hidden) == ((whole, False) if told else (("", "", None, "", None), True))
    assert one.finding.text == "院長の出席が記録されていない"


def test_a_pass_marks_in_its_own_visit_only(world: World) -> None:
    finding = cycle.sealed(world)
    later = cycle.next_year(world)
    member: Principal = who(world, "evaluator.h02")
    with db.writing() as connection:
        with pytest.raises(Forbidden):
            follow_ups.mark(by(connection, replace(member, visit_scope=world.visit)), later, finding, Sequel.RESOLVED)
        follow_ups.mark(by(connection, replace(member, visit_scope=later)), later, finding, Sequel.RESOLVED)


def test_a_finding_at_the_same_item_a_year_later_is_counted_as_repeated(world: World) -> None:
    cycle.sealed(world)
    later, host = cycle.next_year(world), world.hospitals["H01"]
    with db.reading() as connection:
        assert follow_ups.repeated(by(connection), [host]) == {}
    cycle.found_again(world, later)
    with db.reading() as connection:
        assert follow_ups.repeated(by(connection), [host]) == {(host, "1"): 1}
        assert follow_ups.repeated(by(connection), [world.hospitals["H02"]]) == {}


def test_the_record_of_marks_cannot_be_deleted(world: World, world_db: Path) -> None:
    mark(world, cycle.next_year(world), cycle.sealed(world))
    with closing(sqlite3.connect(world_db)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute("DELETE FROM follow_up")
