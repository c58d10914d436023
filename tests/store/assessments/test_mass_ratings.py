"""Many answers written at once: with times of their own, through the same triggers, and in invented regions only."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from checklist.errors import Forbidden, NotOpen, Refused
from checklist.model.assessments import AssessmentState
from checklist.store import db, doctor
from checklist.store.act import Act
from checklist.store.assessments import assessment_rows, assessments, mass_ratings
from checklist.store.assessments.mass_ratings import Answer
from tests.world import CODES, SECOND, World, principal

MORNING = datetime(2025, 11, 20, 1, 0, tzinfo=UTC)
NOON = MORNING + timedelta(hours=3)


def at(connection: Database, world: World, login: str, moment: datetime = MORNING) -> Act:
    return Act.of(connection, principal(world.people[login]), moment)


def started(connection: Database, world: World) -> int:
    """A self-assessment of the year before that nobody has answered yet."""
    return assessments.start_self(at(connection, world, "manager.h03"), 2025, SECOND.code)


def test_a_whole_assessment_is_written_with_its_own_times(world: World, world_db: Path) -> None:
    with db.writing() as connection:
        key = started(connection, world)
        manager, later = at(connection, world, "manager.h03", NOON), MORNING + timedelta(minutes=5)
        given = [Answer(item, "A", "", MORNING) for item in CODES]
        mass_ratings.write(manager, key, [*given, Answer("1-01", "B", "改訂日がない", later)])
        assessments.submit(manager, key)
        assessments.approve(at(connection, world, "leader.h03", NOON), key)
    with db.reading() as connection:
        found = assessment_rows.ratings(connection, key)
        assert (found["1-01"].value, found["1-01"].version, found["1-01"].saved_at) == ("B", 2, later)
        assert (found["1-04"].value, found["1-04"].version, found["1-04"].saved_at) == ("A", 1, MORNING)
        assert {one.saved_by for one in found.values()} == {world.people["manager.h03"].name}
        submitted = assessment_rows.get(connection, key)
        assert (submitted.state, submitted.submitted_at) == (AssessmentState.SUBMITTED, NOON)
        assert submitted.approved_at == NOON
    assert doctor.examine(world_db).faults == ()


def test_the_triggers_refuse_what_they_always_refuse(world: World) -> None:
    with db.writing() as connection:
        key, manager = started(connection, world), at(connection, world, "manager.h03")
        for wrong in (Answer("1-03", "A", "", MORNING), Answer("1-01", "Z", "", MORNING)):
            with pytest.raises(sqlite3.IntegrityError, match="refused"):
                mass_ratings.write(manager, key, [wrong])
        mass_ratings.write(manager, key, [Answer("1-01", "A", "", MORNING)])
        with pytest.raises(sqlite3.IntegrityError, match="refused"):
            mass_ratings.write(manager, key, [Answer("1-01", "B", "", MORNING)])


def test_only_those_who_may_answer_write_and_only_while_it_is_open(world: World) -> None:
    answer = Answer("1-01", "A", "", MORNING)
    with db.writing() as connection:
        key = started(connection, world)
        for login in ("leader.h03", "manager.h01", "secretariat", "admin"):
            with pytest.raises(Forbidden):
                mass_ratings.write(at(connection, world, login), key, [answer])
        assessments.submit(at(connection, world, "manager.h03"), key, "試験のため")
        with pytest.raises(NotOpen):
            mass_ratings.write(at(connection, world, "manager.h03"), key, [answer])
        assert assessment_rows.ratings(connection, key) == {}


def test_nobody_answers_later_than_they_write(world: World) -> None:
    with db.writing() as connection:
        key, late = started(connection, world), Answer("1-01", "A", "", NOON)
        with pytest.raises(Refused, match="より後の回答"):
            mass_ratings.write(at(connection, world, "manager.h03"), key, [late])


def test_a_real_region_takes_no_invented_data(world: World, world_db: Path) -> None:
    with sqlite3.connect(world_db) as raw:
        raw.execute("UPDATE region SET fictional = 0")
    with db.writing() as connection:
        key = started(connection, world)
        with pytest.raises(Refused, match="架空の地域ではない"):
            mass_ratings.write(at(connection, world, "manager.h03"), key, [Answer("1-01", "A", "", MORNING)])
        assert assessment_rows.ratings(connection, key) == {}
