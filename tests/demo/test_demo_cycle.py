"""The cycle of the invented region: in every past year from the agreement to plans, and marks in the year after."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from checklist.demo import cycle
from checklist.model.assessments import AssessmentState, Track
from checklist.model.improvements import Sequel
from checklist.model.visits import VisitState
from checklist.papers.closing import report_document
from checklist.store import db, doctor
from checklist.store.accounts import people
from checklist.store.assessments import assessment_rows
from checklist.store.closing import closing_rows, closings
from checklist.store.visits import visits
from tests import built_once
from tests.world import by, principal

OVER = {VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three years of eight hospitals."""
    return built_once.region(tmp_path_factory, "2026-11-20", 8, 3, 2)


def count(path: Path, query: str) -> Counter[tuple[object, ...]]:
    with db.reading(path) as connection:
        return Counter(tuple(row) for row in connection.execute(query))


def test_the_region_is_healthy(demo: Path) -> None:
    found = doctor.examine(demo)
    assert (found.faults, found.remarks) == ((), ())


def test_every_visit_that_is_over_has_a_sealed_report_and_every_other_has_none(demo: Path) -> None:
    with db.reading(demo) as connection:
        for visit in visits.all_visits(by(connection)):
            editions = closing_rows.editions(connection, visit.id)
            assert [one.stands for one in editions] == ([True] if visit.state in OVER and not visit.record_only else [])
            if editions:
                states = {one.track: one.state for one in assessment_rows.of_visit(connection, visit.id)}
                assert states == dict.fromkeys(Track, AssessmentState.SEALED)
                assert (editions[0].acknowledged_on is None) is (visit.state is VisitState.REPORTED)


def test_every_year_has_findings_and_good_practices_and_past_ones_their_plans(demo: Path) -> None:
    found = count(demo, "SELECT v.fiscal_year, f.kind FROM finding f JOIN visit v ON v.id = f.visit_id")
    assert set(found) == {(year, kind) for year in (2024, 2025, 2026) for kind in ("finding", "good_practice")}
    missing = count(
        demo,
        """SELECT v.state FROM finding f JOIN visit v ON v.id = f.visit_id
           LEFT JOIN improvement_plan p ON p.finding_id = f.id WHERE f.kind = 'finding' AND p.id IS NULL""",
    )
    assert {state for (state,) in missing} <= {"reported", "on_site"}
    done = count(demo, "SELECT completed_on IS NOT NULL, checked_on IS NOT NULL FROM improvement_plan")
    assert {(0, 0), (1, 0), (1, 1)} == set(done)
    assert count(demo, "SELECT count(*) > 100 FROM progress_note") == Counter({(1,): 1})


def test_next_years_visitors_mark_what_was_found(demo: Path) -> None:
    marks = count(demo, "SELECT mark FROM follow_up")
    assert {mark for (mark,) in marks} == {mark.value for mark in Sequel}


def test_one_visit_stands_in_the_middle_of_its_closing_meeting(demo: Path) -> None:
    with db.reading(demo) as connection:
        here = [one for one in visits.all_visits(by(connection)) if one.state is VisitState.ON_SITE]
        meetings = [one for one in here if closings.is_open(by(connection), one.id)]
        assert len(meetings) == 1
        member = next(iter(meetings[0].member_ids))
        found = closings.read(by(connection, principal(people.get(by(connection), member))), meetings[0].id)
    assert found.signatures == {}
    assert found.sheets[0].unagreed
    assert any(one.recorded for one in found.sheets[0].items)
    assert found.sheets[0].drafts


def test_a_report_of_the_region_reads_like_one(demo: Path) -> None:
    with db.reading(demo) as connection:
        # A joint visit has more of everything.
        rows = connection.execute("SELECT visit_id FROM visit_sheet GROUP BY visit_id HAVING count(*) = 1")
        alone = {row["visit_id"] for row in rows}
        closed = [one for one in visits.all_visits(by(connection)) if one.state is VisitState.CLOSED]
        visit = next(one for one in closed if one.id in alone)
        host = next(
            one
            for one in people.all_people(by(connection))
            if one.hospital_id == visit.host_id and "leader" in one.login
        )
        found = report_document.report_document(by(connection, principal(host)), visit.id)
    tables = {table.title: table for table in found.tables}
    assert found.fictional
    assert 1 <= len(tables["指摘事項"].rows) <= cycle.MOST_FINDINGS
    *remarks, (answer,) = tables["講評"].rows
    assert (len(remarks), str(answer).startswith("受審病院のコメント：")) == (3, True)
    assert dict(found.facts)["手交日"] != "未手交"


def test_the_same_seed_gives_the_same_cycle(tmp_path_factory: pytest.TempPathFactory) -> None:
    first, again = built_once.twice(tmp_path_factory, "2026-11-20", 3, 3, 2)
    for query in (
        "SELECT visit_id, item_id, kind, text FROM finding",
        "SELECT finding_id, action, due_on, completed_on FROM improvement_plan",
        "SELECT finding_id, visit_id, mark FROM follow_up",
        "SELECT visit_id, edition, document_number FROM report",
    ):
        assert count(first, query) == count(again, query) != Counter()
