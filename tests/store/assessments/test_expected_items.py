"""The items that a hospital has to answer follow its class on the day of the visit or of the submission."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlite_utils import Database

from checklist.model.hospitals import Addon, Filing
from checklist.readings import assessment_list
from checklist.store import db
from checklist.store.assessments import assessment_rows, assessments, expected_items
from checklist.store.hospitals import hospitals
from checklist.store.visits import member_chapters, visits
from tests.cycle import fill, who
from tests.world import CODES, HOST, SECOND, SMALL, YEAR, World, by

ONLY_FIRST = "1-02"
NEEDED = tuple(code for code in CODES if code != ONLY_FIRST)


def change_class(connection: Database, world: World, day: date) -> None:
    """H01 is 加算2 from a day on."""
    old = next(one for one in hospitals.filings(by(connection), world.hospitals[HOST]) if one.addon is Addon.SAFETY)
    hospitals.save_filing(by(connection), replace(old, valid_to=date(day.year, day.month, day.day - 1)))
    new = Filing(0, old.hospital_id, Addon.SAFETY, 2, day, None, "第2号")
    hospitals.save_filing(by(connection), new)


def needed(connection: Database, assessment: int) -> tuple[str, ...]:
    return expected_items.of_assessment(by(connection), assessment_rows.get(connection, assessment))


def test_a_hospital_of_the_second_class_submits_without_the_items_of_the_first(world: World) -> None:
    manager = who(world, "manager.h03")
    with db.writing() as connection:
        new = assessments.start_self(by(connection, manager), YEAR, SECOND.code)
        assert assessments.gaps(by(connection, manager), new).unanswered == NEEDED
        fill(connection, manager, new, dict.fromkeys(NEEDED, "A"))
        line = assessment_list.line(by(connection, manager), assessment_rows.get(connection, new))
        assert (line.answered, line.items) == (5, 5)
        assert not assessments.gaps(by(connection, manager), new)
        assessments.submit(by(connection, manager), new)


def test_what_need_not_be_answered_may_be_answered_and_still_counts_nowhere(world: World) -> None:
    manager = who(world, "manager.h03")
    with db.writing() as connection:
        new = assessments.start_self(by(connection, manager), YEAR, SECOND.code)
        fill(connection, manager, new, {ONLY_FIRST: "C"})
        line = assessment_list.line(by(connection, manager), assessment_rows.get(connection, new))
        assert (line.answered, line.items) == (0, 5)
        assert assessments.gaps(by(connection, manager), new).uncommented == ()
        assert assessment_rows.ratings(connection, new)[ONLY_FIRST].value == "C"


def test_a_hospital_without_a_filing_answers_everything(world: World) -> None:
    with db.writing() as connection:
        new = assessments.start_self(by(connection, who(world, "manager.h03")), YEAR, SECOND.code)
        connection.execute("DELETE FROM filing WHERE hospital_id = ?", [world.hospitals[SMALL]])
        assert needed(connection, new) == CODES


def test_the_day_of_the_visit_decides_for_the_visitors_and_the_day_of_submission_for_the_host(world: World) -> None:
    manager, member = who(world, "manager.h01"), who(world, "evaluator.h02")
    with db.writing() as connection:
        change_class(connection, world, date(2026, 11, 24))
        assert needed(connection, world.visitor_assessment) == NEEDED
        assert needed(connection, world.self_assessment) == CODES
        assessments.submit(by(connection, manager), world.self_assessment, "試行のため")
        for submitted_at, expected in (("2026-11-23T14:59:59.000000", CODES), ("2026-11-23T15:00:00.000000", NEEDED)):
            connection.execute(
                "UPDATE assessment SET submitted_at = ? WHERE id = ?", [f"{submitted_at}+00:00", world.self_assessment]
            )
            assert needed(connection, world.self_assessment) == expected
        member_chapters.assign(by(connection, member), world.visit, member.person_id, SECOND.code, ["1"])
        mine = next(
            one
            for one in member_chapters.progress(by(connection, member), world.visit)
            if one.person_id == member.person_id
        )
        assert mine.items == 3
        earlier = replace(visits.get(by(connection), world.visit), visit_date=date(2026, 11, 23))
        visits.change(by(connection, who(world, "secretariat")), earlier)
        assert needed(connection, world.visitor_assessment) == CODES
