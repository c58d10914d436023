"""Assessments as their rows hold them, for the store alone: nothing here asks who wants to know."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from checklist.errors import NotFound
from checklist.model.assessments import Assessment, AssessmentState, Rating, Track
from checklist.store.act import Act
from checklist.store.clock import from_text
from checklist.store.db import insert

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
