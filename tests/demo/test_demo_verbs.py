"""The invented region is written by the verbs of everybody: nothing of its own reaches a table, and time runs one way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from checklist.store import db, doctor
from tests import built_once
from tests.test_house import ROOT, SQL, imports_of, nodes_of, text_of, texts_of

DEMO = sorted((ROOT / "checklist" / "demo").glob("*.py"))
STORE = sorted((ROOT / "checklist" / "store").rglob("*.py"))
WRITERS = {"execute", "executemany", "executescript", "conn", "table", "insert", "update"}
"""What reaches a table past the verbs."""


def test_the_demo_speaks_no_sql_and_reaches_past_no_verb() -> None:
    broken = []
    for path in DEMO:
        broken += [f"{path}: {text}" for text in texts_of(path) if SQL.match(text)]
        broken += [f"{path} imports {name}" for name in imports_of(path) if "._" in name or name.endswith(".insert")]
        broken += [f"{path} imports {name}" for name in imports_of(path) if name == "checklist.store.rows.update"]
    assert broken == []


def test_the_demo_hands_its_connection_to_verbs_only() -> None:
    """It opens one transaction, and asks nothing of the connection itself."""
    broken = [
        f"{path}: {ast.unparse(node)}"
        for path in DEMO
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute)
        and node.attr in WRITERS
        and ast.unparse(node.value).endswith(("db", "connection", "conn"))
    ]
    opened = [path.name for path in DEMO if re.search(r"\b(acting|writing)\(", text_of(path))]
    assert broken == []
    assert opened == ["opening.py"]


def test_one_writer_alone_is_for_invented_regions_only() -> None:
    asking = [
        path.stem
        for path in STORE
        if any(isinstance(node, ast.Attribute) and node.attr == "fictional" for node in nodes_of(path))
        and any(isinstance(node, ast.Attribute) and node.attr == "executemany" for node in nodes_of(path))
    ]
    assert asking == ["mass_ratings"]


DAYS = [("2026-11-20", 8, 3, 2), ("2026-04-01", 8, 2), ("2026-04-06", 3, 1), ("2026-07-15", 8, 2), ("2027-03-31", 8, 2)]
"""In the middle of a year, on its first day and soon after, before the season of visits, and on a day still to come."""


@pytest.fixture(scope="module", params=DAYS, ids=lambda one: str(one[0]))
def region(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A region as it stands on a day."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("CHECKLIST_TODAY", request.param[0])
        yield built_once.region(tmp_path_factory, *request.param)


def moments(path: Path, query: str) -> dict[object, list[str]]:
    """The moments of each visit (or whatever the first column names) in the order of the query."""
    found: dict[object, list[str]] = {}
    with db.reading(path) as connection:
        for key, at in connection.execute(query):
            found.setdefault(key, []).append(at)
    return found


def test_doctor_finds_nothing(region: Path) -> None:
    found = doctor.examine(region)
    assert (found.faults, found.remarks) == ((), ())


@pytest.mark.parametrize(
    "query",
    [
        "SELECT visit_id, at FROM visit_event ORDER BY id",
        "SELECT assessment_id, at FROM assessment_event ORDER BY id",
        "SELECT visit_id, at FROM signature ORDER BY id",
        "SELECT report_id, at FROM report_event ORDER BY id",
        "SELECT visit_id, created_at FROM finding ORDER BY id",
        "SELECT plan_id, at FROM progress_note ORDER BY id",
        "SELECT finding_id, at FROM (SELECT finding_id, id, created_at AS at FROM improvement_plan) ORDER BY id",
        "SELECT record_id || kind, at FROM record_history ORDER BY id",
        "SELECT assessment_id || '-' || item_id, saved_at FROM rating_history ORDER BY id",
        "SELECT assessment_id, saved_at FROM photo ORDER BY id",
        "SELECT hospital_id, at FROM evidence_document ORDER BY id",
        "SELECT hospital_id, at FROM filing_partner ORDER BY id",
    ],
)
def test_what_happened_was_written_in_the_order_of_its_moments(region: Path, query: str) -> None:
    found = moments(region, query)
    assert {key: list(at) for key, at in found.items() if list(at) != sorted(at)} == {}


STORY = """
WITH told (visit_id, place, at) AS (
    SELECT id, 0, created_at FROM visit
    UNION ALL SELECT visit_id, 1, at FROM visit_agreement
    UNION ALL SELECT visit_id, 2, at FROM visit_event WHERE state = 'ready'
    UNION ALL SELECT visit_id, 3, at FROM visit_event WHERE state = 'on_site'
    UNION ALL SELECT s.visit_id, 4, min(h.saved_at) FROM rating_history h JOIN assessment a ON a.id = h.assessment_id
        AND a.track = 'visitor' JOIN visit_sheet s ON s.id = a.visit_sheet_id GROUP BY s.visit_id
    UNION ALL SELECT s.visit_id, 5, max(h.saved_at) FROM rating_history h JOIN assessment a ON a.id = h.assessment_id
        AND a.track = 'visitor' JOIN visit_sheet s ON s.id = a.visit_sheet_id GROUP BY s.visit_id
    UNION ALL SELECT s.visit_id, 6, a.submitted_at FROM assessment a JOIN visit_sheet s ON s.id = a.visit_sheet_id
        WHERE a.track = 'visitor' AND a.submitted_at IS NOT NULL
    UNION ALL SELECT visit_id, 7, at FROM follow_up
    UNION ALL SELECT visit_id, 8, opened_at FROM closing
    UNION ALL SELECT s.visit_id, 9, max(h.saved_at) FROM rating_history h JOIN assessment a ON a.id = h.assessment_id
        AND a.track = 'agreed' JOIN visit_sheet s ON s.id = a.visit_sheet_id
        WHERE h.operation_id NOT LIKE 'common-%' GROUP BY s.visit_id
    UNION ALL SELECT visit_id, 10, created_at FROM finding
    UNION ALL SELECT visit_id, 11, updated_at FROM closing WHERE remarks <> ''
    UNION ALL SELECT visit_id, 12, at FROM signature
    UNION ALL SELECT visit_id, 13, sealed_at FROM report
    UNION ALL SELECT visit_id, 14, at FROM report_event e JOIN report ON report.id = e.report_id WHERE kind = 'handed_over'
    UNION ALL SELECT visit_id, 15, at FROM report_event e JOIN report ON report.id = e.report_id WHERE kind = 'acknowledged'
    UNION ALL SELECT visit_id, 16, p.created_at FROM improvement_plan p JOIN finding f ON f.id = p.finding_id
    UNION ALL SELECT f.visit_id, 17, n.at FROM progress_note n JOIN improvement_plan p ON p.id = n.plan_id
        JOIN finding f ON f.id = p.finding_id
)
SELECT visit_id, at FROM told ORDER BY visit_id, place, at
"""
"""Every visit from the plan to what its host does about it; a self-assessment is told below."""


def test_every_visit_is_told_in_the_order_of_time(region: Path) -> None:
    found = moments(region, STORY)
    assert {key: at for key, at in found.items() if at != sorted(at)} == {}
    assert max(map(len, found.values())) > 20


def test_a_host_is_done_with_its_own_view_before_its_visitors_come(region: Path) -> None:
    with db.reading(region) as connection:
        late = connection.execute(
            """SELECT s.visit_id FROM visit_sheet s JOIN assessment a ON a.id = s.self_assessment_id
               JOIN visit_event e ON e.visit_id = s.visit_id AND e.state = 'ready'
               WHERE a.submitted_at IS NULL OR a.submitted_at > e.at OR a.approved_at > e.at
                   OR (SELECT max(saved_at) FROM rating WHERE assessment_id = a.id) > a.submitted_at"""
        ).fetchall()
        alone = connection.execute(
            """SELECT s.visit_id FROM visit_sheet s JOIN visit_event e USING (visit_id)
               WHERE e.state = 'ready' AND s.self_assessment_id IS NULL"""
        ).fetchall()
        early = connection.execute(
            "SELECT id FROM assessment WHERE created_at < (SELECT created_at FROM region)"
        ).fetchall()
    assert late == alone == early == []


def test_everybody_acts_where_they_belong(region: Path) -> None:
    """The secretariat plans, members rate and sign for their side, the host's own people do what is the host's."""
    with db.reading(region) as connection:
        strangers = connection.execute(
            """SELECT 'rating', h.id FROM rating_history h JOIN assessment a ON a.id = h.assessment_id
                   JOIN visit_sheet s ON s.id = a.visit_sheet_id WHERE NOT EXISTS (SELECT 1 FROM visit_member m
                   WHERE m.visit_id = s.visit_id AND m.person_id = h.person_id)
               UNION ALL SELECT 'evaluator', g.id FROM signature g WHERE side = 'evaluator' AND NOT EXISTS (
                   SELECT 1 FROM visit_member m WHERE m.visit_id = g.visit_id AND m.person_id = g.person_id)
               UNION ALL SELECT 'host', g.id FROM signature g JOIN visit v ON v.id = g.visit_id
                   JOIN person p ON p.id = g.person_id WHERE side = 'host' AND p.hospital_id <> v.host_id
               UNION ALL SELECT 'plan', i.id FROM improvement_plan i JOIN finding f ON f.id = i.finding_id
                   JOIN visit v ON v.id = f.visit_id JOIN person p ON p.id = i.person_id
                   WHERE p.hospital_id <> v.host_id
               UNION ALL SELECT 'planned', e.id FROM visit_event e JOIN role USING (person_id)
                   WHERE e.state = 'planned' AND role <> 'secretariat'"""
        ).fetchall()
    assert [tuple(row) for row in strangers] == []
