"""Assessments as their rows hold them, for the store alone: nothing here asks who wants to know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from checklist.errors import NotFound
from checklist.model.assessments import Assessment, AssessmentState, Rating, Track
from checklist.model.visits import VisitState
from checklist.rules.access import AssessmentFacts
from checklist.store.act import Act, View
from checklist.store.clock import from_text
from checklist.store.db import insert, slots

SELECT = """
SELECT assessment.*, sheet_version.code AS version_code, visit_sheet.visit_id FROM assessment
JOIN sheet_version ON sheet_version.id = assessment.version_id
LEFT JOIN visit_sheet ON visit_sheet.id = assessment.visit_sheet_id
"""


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None


def from_row(row: Row) -> Assessment:
    return Assessment(
        row["id"],
        Track(row["track"]),
        row["version_code"],
        row["hospital_id"],
        row["fiscal_year"],
        row["edition"],
        row["visit_id"],
        AssessmentState(row["state"]),
        _moment(row["submitted_at"]),
        _moment(row["approved_at"]),
    )


def everything(db: Database) -> list[Assessment]:
    """Every assessment, the newest year first."""
    return [from_row(row) for row in db.execute(f"{SELECT} ORDER BY fiscal_year DESC, assessment.id")]


def get(db: Database, assessment_id: int) -> Assessment:
    """One assessment by id; raises NotFound."""
    row = db.execute(f"{SELECT} WHERE assessment.id = ?", [assessment_id]).fetchone()
    if row is None:
        raise NotFound("指定された評価は登録されていません。")
    return from_row(row)


def ratings(db: Database, assessment_id: int) -> dict[str, Rating]:
    """Item code -> current rating; items never written are absent."""
    rows = db.execute(
        """SELECT item.code, rating.value, rating.comment, rating.version, rating.saved_at, person.name
           FROM rating JOIN item ON item.id = rating.item_id JOIN person ON person.id = rating.person_id
           WHERE rating.assessment_id = ? ORDER BY item.position""",
        [assessment_id],
    )
    return {
        row["code"]: Rating(
            row["code"], row["value"], row["comment"], row["version"], from_text(row["saved_at"]), row["name"]
        )
        for row in rows
    }


def of_visit(db: Database, visit_id: int) -> list[Assessment]:
    """The visitor (and agreed) assessments of a visit and the self-assessments that belong to it."""
    rows = db.execute(
        f"""{SELECT} WHERE visit_sheet.visit_id = :visit OR assessment.id IN
            (SELECT self_assessment_id FROM visit_sheet WHERE visit_id = :visit) ORDER BY assessment.id""",
        {"visit": visit_id},
    )
    return [from_row(row) for row in rows]


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
        "track": Track.VISITOR.value,
        "version_id": version_id,
        "hospital_id": hospital_id,
        "fiscal_year": fiscal_year,
        "visit_sheet_id": visit_sheet_id,
        "created_at": act.stamp,
    }
    return insert(act.db, "assessment", row)


def note(act: Act, assessment_id: int, kind: str, reason: str = "") -> None:
    """Write down what happened to an assessment."""
    row = {"assessment_id": assessment_id, "kind": kind, "reason": reason.strip(), "at": act.stamp}
    insert(act.db, "assessment_event", {**row, "person_id": act.principal.person_id})


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
SELECT a.id, a.track, a.state, a.hospital_id, group_concat(DISTINCT v.id) AS visits, max(v.state) AS visit_state,
    group_concat(DISTINCT vh.hospital_id) AS evaluators, group_concat(DISTINCT vm.person_id) AS members,
    a.track = 'self' AND (SELECT blind_mode FROM region) AND EXISTS (SELECT 1 FROM visit_sheet waiting
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
SELECT rating.assessment_id, item.code, rating.value, rating.comment, rating.version, rating.saved_at, person.name
FROM rating JOIN item ON item.id = rating.item_id JOIN person ON person.id = rating.person_id
"""


def _ids(text: str | None) -> frozenset[int]:
    return frozenset(int(part) for part in text.split(",")) if text else frozenset()


def by_id(view: View, ids: Iterable[int]) -> dict[int, Assessment]:
    """Several assessments, each read once."""

    def read(missing: list[int]) -> dict[int, Assessment]:
        rows = view.db.execute(f"{SELECT} WHERE assessment.id IN ({slots(missing)})", missing)
        return {row["id"]: from_row(row) for row in rows}

    return view.each("assessment", ids, read)


def of_visits(view: View, visit_ids: Iterable[int]) -> dict[int, list[Assessment]]:
    """For each visit its visitor (and agreed) assessments and the self-assessments that belong to it."""

    def read(missing: list[int]) -> dict[int, list[Assessment]]:
        found: dict[int, list[Assessment]] = {visit_id: [] for visit_id in missing}
        where = f"WHERE used.visit_id IN ({slots(missing)}) ORDER BY assessment.id"
        for row in view.db.execute(f"{_OF_VISITS} {where}", missing):
            found[row["used_by"]].append(from_row(row))
        # Whoever asks for one of them by its number next finds it read.
        every = {one.id: one for tracks in found.values() for one in tracks}
        view.each("assessment", every, lambda _: every)
        return found

    return view.each("assessments of visit", visit_ids, read)


def _facts(row: Row) -> AssessmentFacts:
    track = Track(row["track"])
    return AssessmentFacts(
        track,
        AssessmentState(row["state"]),
        row["hospital_id"],
        _ids(row["evaluators"]),
        _ids(row["members"]),
        _ids(row["visits"]),
        VisitState(row["visit_state"]) if track is not Track.SELF else None,
        bool(row["blind"]),
        bool(row["signed"]),
    )


def facts(view: View, ids: Iterable[int]) -> dict[int, AssessmentFacts]:
    """What the permission table needs to know of several assessments."""

    def read(missing: list[int]) -> dict[int, AssessmentFacts]:
        rows = view.db.execute(f"{_FACTS} WHERE a.id IN ({slots(missing)}) GROUP BY a.id", missing)
        return {row["id"]: _facts(row) for row in rows}

    return view.each("facts of assessment", ids, read)


def ratings_of(view: View, ids: Iterable[int]) -> dict[int, dict[str, Rating]]:
    """For each assessment item code -> current rating, in sheet order; the caller has asked who wants to know."""

    def read(missing: list[int]) -> dict[int, dict[str, Rating]]:
        found: dict[int, dict[str, Rating]] = {assessment_id: {} for assessment_id in missing}
        where = f"WHERE assessment_id IN ({slots(missing)}) ORDER BY assessment_id, item.position"
        for row in view.db.execute(f"{_RATINGS} {where}", missing):
            moment = from_text(row["saved_at"])
            rating = Rating(row["code"], row["value"], row["comment"], row["version"], moment, row["name"])
            found[row["assessment_id"]][row["code"]] = rating
        return found

    return view.each("ratings", ids, read)
