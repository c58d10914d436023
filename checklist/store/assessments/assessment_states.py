"""Creating agreed assessments, sealing what a report stands on, and taking the seal away again."""

from __future__ import annotations

from datetime import datetime

from checklist.model.assessments import Assessment, AssessmentState, Track
from checklist.model.permission import Thing, Verb
from checklist.store.act import Act
from checklist.store.assessments import assessment_rows
from checklist.store.rows import insert, update
from checklist.store.visits import visits


def add_agreed(act: Act, visit_id: int) -> None:
    """Create the empty agreed assessment of every sheet of a visit that has none yet; raises NotFound or Forbidden."""
    visits.require(act, visit_id, Thing.CLOSING, Verb.WRITE)
    without = act.db.execute(
        """SELECT s.id, s.version_id, v.host_id, v.fiscal_year FROM visit_sheet s JOIN visit v ON v.id = s.visit_id
           WHERE v.id = ? AND NOT EXISTS (
               SELECT 1 FROM assessment a WHERE a.visit_sheet_id = s.id AND a.track = 'agreed') ORDER BY s.id""",
        [visit_id],
    ).fetchall()
    for row in without:
        new = {
            "track": Track.AGREED,
            "version_id": row["version_id"],
            "hospital_id": row["host_id"],
            "fiscal_year": row["fiscal_year"],
            "visit_sheet_id": row["id"],
        }
        insert(act, "assessment", new)


def seal(act: Act, visit_id: int) -> None:
    """Seal the visitor and agreed assessments of a visit and the submitted self-assessments that belong to it."""
    visits.require(act, visit_id, Thing.SEAL, Verb.WRITE)
    for found in assessment_rows.of_visit(act.db, visit_id):
        if found.track is Track.AGREED and found.state is AssessmentState.OPEN:
            _set(act, found, AssessmentState.SUBMITTED, act.at)
            assessment_rows.note(act, found.id, "submitted")
        # One that another visit of the year has sealed already stays as it is.
        elif found.state is not AssessmentState.SUBMITTED:
            continue
        act.db.execute("UPDATE assessment SET state = 'sealed' WHERE id = ?", [found.id])
        assessment_rows.note(act, found.id, "sealed")


def reopen(act: Act, visit_id: int, reason: str) -> None:
    """After a report was reopened: visitor ratings are submitted again, the agreed ones open; self stays sealed."""
    visits.require(act, visit_id, Thing.REOPEN, Verb.WRITE)
    for found in assessment_rows.of_visit(act.db, visit_id):
        # Other reports of the year may stand on the same self-assessment.
        if found.track is Track.SELF or found.state is not AssessmentState.SEALED:
            continue
        # Back to submitted, then to open: from a sealed row the trigger lets nothing but this one step through.
        act.db.execute("UPDATE assessment SET state = 'submitted' WHERE id = ?", [found.id])
        if found.track is Track.AGREED:
            # Before the row is opened: the trigger looks for the reason first.
            assessment_rows.note(act, found.id, "withdrawn", reason)
            _set(act, found, AssessmentState.OPEN, None)


def _set(act: Act, found: Assessment, state: AssessmentState, submitted_at: datetime | None) -> None:
    update(act, "assessment", found.id, {"state": state, "submitted_at": submitted_at})
