"""The agreed track in the document and the comparison of a visit."""

from __future__ import annotations

import uuid

import pytest
from sqlite_utils import Database

from checklist.comparison import comparison
from checklist.comparison.comparison import Selection
from checklist.formats import files
from checklist.formats.table import Table
from checklist.model.assessments import Operation, Track
from checklist.papers.visits import visit_document
from checklist.store import db
from checklist.store.assessments import answers, assessments
from tests import cycle
from tests.cycle import who
from tests.world import YEAR, World, by


def tables(connection: Database, world: World, login: str) -> dict[str, Table]:
    found = visit_document.visit_document(by(connection, who(world, login)), world.visit)
    return {table.title: table for table in found.tables}


def test_once_the_meeting_has_begun_the_document_shows_what_was_agreed(world: World) -> None:
    agreed = cycle.meeting(world)
    with db.writing() as connection:
        sent = Operation(str(uuid.uuid4()), "1-02", 0, "B", "改善を合意")
        answers.record(by(connection, who(world, "manager.h01")), agreed, [sent])
        found = tables(connection, world, "leader.h01")["合意評価"]
    rows = {row["項目コード"]: row for row in found.records()}
    assert (rows["1-02"]["合意評価"], rows["1-02"]["講評会での扱い"]) == ("B", "協議")
    assert (rows["1-01"]["合意評価"], rows["1-01"]["講評会での扱い"]) == ("A", "評定が同じ")
    assert (rows["1-05"]["合意評価"], rows["1-05"]["講評会での扱い"]) == ("未合意", "")
    assert "一致率 50.0％（4項目中2項目）" in found.notes[0]


def test_before_the_meeting_and_after_a_withdrawal_there_is_no_such_table(world: World) -> None:
    with db.reading() as connection:
        assert "合意評価" not in tables(connection, world, "secretariat")
    cycle.meeting(world)
    with db.writing() as connection:
        assessments.withdraw(by(connection, who(world, "evaluator.h02")), world.visitor_assessment, "見直し")
        assert "合意評価" not in tables(connection, world, "manager.h01")


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_the_document_with_it_can_be_taken_away(world: World, kind: str) -> None:
    cycle.sealed(world)
    with db.reading() as connection:
        found = visit_document.visit_document(by(connection, who(world, "secretariat")), world.visit)
    assert len(files.render(found, kind)) > 5000


def test_the_comparison_takes_agreed_values_once_they_are_sealed(world: World) -> None:
    selection = Selection(YEAR, YEAR, Track.AGREED)
    cycle.meeting(world)
    with db.reading() as connection:
        assert comparison.class_comparison(by(connection, who(world, "secretariat")), selection).empty
    cycle.noted(world)
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    with db.reading() as connection:
        found = comparison.class_comparison(by(connection, who(world, "secretariat")), selection)
    assert not found.empty
    # Agreed are A and B (and 該当なし): 75 %.
    assert 75.0 in {cell.percent for cell in found.cells}
