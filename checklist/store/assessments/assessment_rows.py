"""Assessments as their rows hold them, for the store alone: nothing here asks who wants to know."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from checklist.model.assessments import Assessment, AssessmentState, Rating, Track
from checklist.rules.access import AssessmentFacts
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.db import slots

SELECT = """
SELECT assessment.*, sheet_version.code AS version_code, visit_sheet.visit_id FROM assessment
JOIN sheet_version ON sheet_version.id = assessment.version_id
LEFT JOIN visit_sheet ON visit_sheet.id = assessment.visit_sheet_id
"""


def everything(db: Database) -> list[Assessment]:
    """Every assessment, the newest year first."""
    return rows.many(Assessment, db.execute(f"{SELECT} ORDER BY fiscal_year DESC, assessment.id"))


def get(db: Database, assessment_id: int) -> Assessment:
    """One assessment by id; raises NotFound."""
    found = db.execute(f"{SELECT} WHERE assessment.id = ?", [assessment_id])
    return rows.one(Assessment, rows.first(found, "指定された評価は登録されていません。"))


def ratings(db: Database, assessment_id: int) -> dict[str, Rating]:
    """Item code -> current rating; items never written are absent."""
    found = db.execute(f"{_RATINGS} WHERE rating.assessment_id = ? ORDER BY item.position", [assessment_id])
    return {one.item: one for one in rows.many(Rating, found)}


def of_visit(db: Database, visit_id: int) -> list[Assessment]:
    """The visitor (and agreed) assessments of a visit and the self-assessments that belong to it."""
    # Asked for by ids alone: beside an OR over a joined table, SQLite would look at every assessment of the region.
    found = db.execute(
        f"""{SELECT} WHERE assessment.id IN (
                SELECT tracks.id FROM visit_sheet mine JOIN assessment tracks ON tracks.visit_sheet_id = mine.id
                    WHERE mine.visit_id = :visit
                UNION SELECT self_assessment_id FROM visit_sheet WHERE visit_id = :visit) ORDER BY assessment.id""",
        {"visit": visit_id},
    )
    return rows.many(Assessment, found)


def latest_self(db: Database, hospital_id: int, fiscal_year: int, version_id: int) -> int | None:
    """The id of the newest edition of a self-assessment."""
    row = db.execute(
        """SELECT id FROM assessment WHERE track = 'self' AND hospital_id = ? AND fiscal_year = ? AND version_id = ?
           ORDER BY edition DESC LIMIT 1""",
        [hospital_id, fiscal_year, version_id],
    ).fetchone()
    return int(row["id"]) if row else None


def add_visitor(act: Act, visit_sheet_id: int, hospital_id: int, fiscal_year: int, version_id: int) -> int:
    """Create the empty visitor assessment of a visit sheet."""
    row = {
        "track": Track.VISITOR,
        "version_id": version_id,
        "hospital_id": hospital_id,
        "fiscal_year": fiscal_year,
        "visit_sheet_id": visit_sheet_id,
    }
    return rows.insert(act, "assessment", row)


def note(act: Act, assessment_id: int, kind: str, reason: str = "") -> None:
    """Write down what happened to an assessment."""
    rows.insert(act, "assessment_event", {"assessment_id": assessment_id, "kind": kind, "reason": reason.strip()})


def open_visitor_of(db: Database, visit_id: int) -> list[Assessment]:
    """Visitor assessments of a visit that are not yet submitted."""
    return [a for a in of_visit(db, visit_id) if a.track is Track.VISITOR and a.state is AssessmentState.OPEN]


def self_of(db: Database, assessment: Assessment) -> int | None:
    """The id of the host's self-assessment that a visitor assessment stands beside."""
    row = db.execute(
        """SELECT self_assessment_id FROM visit_sheet JOIN assessment ON visit_sheet.id = visit_sheet_id
           WHERE assessment.id = ?""",
        [assessment.id],
    ).fetchone()
    return row["self_assessment_id"] if row else None


_OF_VISITS = """
SELECT used.visit_id AS used_by, assessment.*, sheet_version.code AS version_code, visit_sheet.visit_id
FROM visit_sheet used
JOIN assessment ON assessment.visit_sheet_id = used.id OR assessment.id = used.self_assessment_id
JOIN sheet_version ON sheet_version.id = assessment.version_id
LEFT JOIN visit_sheet ON visit_sheet.id = assessment.visit_sheet_id
"""
# A cancelled visit opens the self-assessment to nobody; its own visitor assessment still belongs to it. Two hospitals
# with three members each are six joined rows, hence DISTINCT.
_FACTS = """
SELECT a.id, a.track, a.state, a.hospital_id AS host_id,
    json_group_array(DISTINCT vh.hospital_id) FILTER (WHERE vh.hospital_id IS NOT NULL) AS evaluator_ids,
    json_group_array(DISTINCT vm.person_id) FILTER (WHERE vm.person_id IS NOT NULL) AS member_ids,
    json_group_array(DISTINCT v.id) FILTER (WHERE v.id IS NOT NULL) AS visit_ids,
    CASE WHEN a.track <> 'self' THEN max(v.state) END AS visit_state,
    a.track = 'self' AND EXISTS (SELECT 1 FROM region WHERE blind_mode) AND EXISTS (SELECT 1 FROM visit_sheet waiting
        JOIN assessment visitor ON visitor.visit_sheet_id = waiting.id AND visitor.track = 'visitor'
        WHERE waiting.self_assessment_id = a.id AND visitor.state = 'open') AS blind,
    a.track = 'agreed' AND EXISTS (SELECT 1 FROM visit_sheet mine JOIN signature USING (visit_id)
        WHERE mine.id = a.visit_sheet_id AND signature.voided_at IS NULL) AS signed
FROM assessment a
LEFT JOIN visit_sheet vs ON vs.id = a.visit_sheet_id OR vs.self_assessment_id = a.id
LEFT JOIN visit v ON v.id = vs.visit_id AND (v.state <> 'cancelled' OR vs.id = a.visit_sheet_id)
LEFT JOIN visit_hospital vh ON vh.visit_id = v.id
LEFT JOIN visit_member vm ON vm.visit_id = v.id
"""
_RATINGS = """
SELECT rating.assessment_id, item.code AS item, rating.value, rating.comment, rating.version, rating.saved_at,
    person.name AS saved_by
FROM rating JOIN item ON item.id = rating.item_id JOIN person ON person.id = rating.person_id
"""


def by_id(view: View, ids: Iterable[int]) -> dict[int, Assessment]:
    """Several assessments, each read once."""

    def read(missing: list[int]) -> dict[int, Assessment]:
        found = view.db.execute(f"{SELECT} WHERE assessment.id IN ({slots(missing)})", missing)
        return {one.id: one for one in rows.many(Assessment, found)}

    return view.each("assessment", ids, read)


def of_visits(view: View, visit_ids: Iterable[int]) -> dict[int, list[Assessment]]:
    """For each visit its visitor (and agreed) assessments and the self-assessments that belong to it."""

    def read(missing: list[int]) -> dict[int, list[Assessment]]:
        where = f"WHERE used.visit_id IN ({slots(missing)}) ORDER BY assessment.id"
        found = rows.grouped(Assessment, view.db.execute(f"{_OF_VISITS} {where}", missing), "used_by", missing)
        # Whoever asks for one of them by its number next finds it read.
        every = {one.id: one for tracks in found.values() for one in tracks}
        view.learn("assessment", every)
        return found

    return view.each("assessments of visit", visit_ids, read)


def facts(view: View, ids: Iterable[int]) -> dict[int, AssessmentFacts]:
    """What the permission table needs to know of several assessments."""

    def read(missing: list[int]) -> dict[int, AssessmentFacts]:
        found = view.db.execute(f"{_FACTS} WHERE a.id IN ({slots(missing)}) GROUP BY a.id", missing)
        return {row["id"]: rows.one(AssessmentFacts, row) for row in found}

    return view.each("facts of assessment", ids, read)


def ratings_of(view: View, ids: Iterable[int]) -> dict[int, dict[str, Rating]]:
    """For each assessment item code -> current rating, in sheet order; the caller has asked who wants to know."""

    def read(missing: list[int]) -> dict[int, dict[str, Rating]]:
        where = f"WHERE assessment_id IN ({slots(missing)}) ORDER BY assessment_id, item.position"
        found = rows.grouped(Rating, view.db.execute(f"{_RATINGS} {where}", missing), "assessment_id", missing)
        return {assessment_id: {one.item: one for one in several} for assessment_id, several in found.items()}

    return view.each("ratings", ids, read)
