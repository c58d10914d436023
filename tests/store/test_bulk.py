"""Writing whole assessments at once, through the same triggers as every answer."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checklist.errors import Refused
from checklist.model.assessments import AssessmentState, Track
from checklist.model.visits import VisitState
from checklist.store import bulk, db, doctor
from checklist.store.assessments import assessment_rows
from checklist.store.bulk import Answer, Start, Step
from checklist.store.sheets import sheets
from checklist.store.visits import visits
from tests.world import SECOND, World, by

MORNING = datetime(2025, 11, 20, 1, 0, tzinfo=UTC)


def start(world: World, year: int = 2025) -> Start:
    return Start(Track.SELF, 2, world.hospitals["H03"], year, MORNING)


def test_a_whole_assessment_is_written_with_its_own_times(world: World, world_db: Path) -> None:
    manager = world.people["manager.h03"].id
    with db.writing() as connection:
        ids = sheets.item_ids(by(connection), sheets.version_id(by(connection), SECOND.code))
        key = bulk.start(connection, start(world))
        given = [Answer(item, "A", "", MORNING, manager) for item in ids.values()]
        later = MORNING + timedelta(minutes=5)
        bulk.fill(connection, key, [*given, Answer(ids["1-01"], "B", "改訂日がない", later, manager)])
        bulk.submit(connection, key, later, manager)
        bulk.approve(connection, key, later, manager)
    with db.reading() as connection:
        found = assessment_rows.ratings(connection, key)
        assert (found["1-01"].value, found["1-01"].version, found["1-01"].saved_at) == ("B", 2, later)
        assert (found["1-02"].value, found["1-02"].version, found["1-02"].saved_at) == ("A", 1, MORNING)
        assert assessment_rows.get(connection, key).state is AssessmentState.SUBMITTED
        assert assessment_rows.get(connection, key).approved_at == later
    assert doctor.examine(world_db).faults == ()


def test_a_visit_is_written_with_its_history(world: World, world_db: Path) -> None:
    with db.writing() as connection:
        planned = visits.get(by(connection), world.visit)
        secretariat = world.people["secretariat"].id
        steps = [Step(state, MORNING, secretariat) for state in (VisitState.PLANNED, VisitState.AGREED)]
        key = bulk.add_visit(connection, replace(planned, state=VisitState.AGREED), steps)
        bulk.add_visit_sheet(connection, key, 2, world.self_assessment)
    with db.reading() as connection:
        found = visits.get(by(connection), key)
        assert (found.evaluator_ids, found.member_ids) == (planned.evaluator_ids, planned.member_ids)
        assert found.state is VisitState.AGREED
        assert [one.id for one in assessment_rows.of_visit(connection, key)] == [world.self_assessment]
    assert doctor.examine(world_db).faults == ()


def test_the_triggers_refuse_what_they_always_refuse(world: World) -> None:
    manager = world.people["manager.h03"].id
    with db.writing() as connection:
        key = bulk.start(connection, start(world))
        for wrong in (Answer(1, "A", "", MORNING, manager), Answer(6, "Z", "", MORNING, manager)):
            with pytest.raises(sqlite3.IntegrityError, match="refused"):
                bulk.fill(connection, key, [wrong])
        bulk.submit(connection, key, MORNING, manager)
        with pytest.raises(sqlite3.IntegrityError, match="not_open"):
            bulk.fill(connection, key, [Answer(6, "A", "", MORNING, manager)])


def test_a_real_region_takes_no_invented_data(world: World, world_db: Path) -> None:
    with sqlite3.connect(world_db) as raw:
        raw.execute("UPDATE region SET fictional = 0")
    with db.writing() as connection:
        planned = visits.get(by(connection), world.visit)
        with pytest.raises(Refused):
            bulk.start(connection, start(world))
        with pytest.raises(Refused):
            bulk.add_visit(connection, planned, [Step(VisitState.PLANNED, MORNING, 1)])
