"""Creating agreed assessments, sealing what a report stands on, and taking the seal away again."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.model.accounts import Principal
from checklist.model.assessments import Assessment, AssessmentState, Track
from checklist.store.assessments import assessments
from checklist.store.db import insert, stamp


def add_agreed(db: Database, visit_id: int) -> None:
    """Create the empty agreed assessment of every sheet of a visit that has none yet."""
    rows = db.execute(
        """SELECT s.id, s.version_id, v.host_id, v.fiscal_year FROM visit_sheet s JOIN visit v ON v.id = s.visit_id
           WHERE v.id = ? AND NOT EXISTS (
               SELECT 1 FROM assessment a WHERE a.visit_sheet_id = s.id AND a.track = 'agreed') ORDER BY s.id""",
        [visit_id],
    ).fetchall()
    for row in rows:
        new = {
            "track": Track.AGREED.value,
            "version_id": row["version_id"],
            "hospital_id": row["host_id"],
            "fiscal_year": row["fiscal_year"],
            "visit_sheet_id": row["id"],
            "created_at": stamp(),
        }
        insert(db, "assessment", new)


def seal(db: Database, principal: Principal, visit_id: int) -> None:
    """Seal the visitor and agreed assessments of a visit and the submitted self-assessments that belong to it."""
    for found in assessments.of_visit(db, visit_id):
        if found.track is Track.AGREED and found.state is AssessmentState.OPEN:
            _set(db, found, AssessmentState.SUBMITTED, stamp())
            note(db, principal, found.id, "submitted")
        elif found.state is not AssessmentState.SUBMITTED:
            continue
        db.execute("UPDATE assessment SET state = 'sealed' WHERE id = ?", [found.id])
        note(db, principal, found.id, "sealed")


def reopen(db: Database, principal: Principal, visit_id: int, reason: str) -> None:
    """After a report was reopened: visitor ratings are submitted again, the agreed ones open; self stays sealed."""
    for found in assessments.of_visit(db, visit_id):
        if found.track is Track.SELF or found.state is not AssessmentState.SEALED:
            continue
        db.execute("UPDATE assessment SET state = 'submitted' WHERE id = ?", [found.id])
        if found.track is Track.AGREED:
            note(db, principal, found.id, "withdrawn", reason)
            _set(db, found, AssessmentState.OPEN, None)


def note(db: Database, principal: Principal, assessment_id: int, kind: str, reason: str = "") -> None:
    """Write down what happened to an assessment."""
    row = {"assessment_id": assessment_id, "kind": kind, "reason": reason.strip(), "at": stamp()}
    insert(db, "assessment_event", {**row, "person_id": principal.person_id})


def _set(db: Database, found: Assessment, state: AssessmentState, submitted_at: str | None) -> None:
    db.table("assessment").update(found.id, {"state": state.value, "submitted_at": submitted_at})
