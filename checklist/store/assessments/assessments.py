"""Assessments: reading one with its ratings, starting, submitting, withdrawing, approving."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from checklist.errors import Forbidden, NotFound, NotOpen, Refused
from checklist.model.accounts import Role
from checklist.model.assessments import Assessment, AssessmentState, Rating, Track
from checklist.model.permission import Verb
from checklist.rules import access
from checklist.rules.access import AssessmentFacts
from checklist.rules.assessments import submission
from checklist.store.act import Act, View
from checklist.store.assessments import assessment_rows, expected_items
from checklist.store.db import insert
from checklist.store.sheets import sheets


def all_assessments(view: View) -> list[Assessment]:
    """Every assessment, the newest year first."""
    rows = view.db.execute(f"{assessment_rows.SELECT} ORDER BY fiscal_year DESC, assessment.id")
    return [assessment_rows.assessment(row) for row in rows]


def get(view: View, assessment_id: int) -> Assessment:
    """One assessment by id, without asking who wants to know."""
    found = assessment_rows.by_id(view, [assessment_id])
    if not found:
        raise NotFound("指定された評価は登録されていません。")
    return found[assessment_id]


def facts(view: View, assessment_id: int) -> AssessmentFacts:
    """What the permission table needs to know; raises NotFound."""
    found = assessment_rows.facts(view, [assessment_id])
    if not found:
        raise NotFound("指定された評価は登録されていません。")
    return found[assessment_id]


def verbs(view: View, assessment_id: int) -> frozenset[Verb]:
    """Everything the principal may do to the assessment now."""
    return access.assessment_verbs(view.principal, facts(view, assessment_id))


def require(view: View, assessment_id: int, verb: Verb) -> AssessmentFacts:
    """The facts of an assessment, if the principal may do this to it; raises NotFound or Forbidden."""
    found = facts(view, assessment_id)
    if verb not in access.assessment_verbs(view.principal, found):
        raise Forbidden
    return found


def ratings(view: View, assessment_id: int) -> dict[str, Rating]:
    """Item code -> current rating; items never written are absent."""
    return assessment_rows.ratings(view, [assessment_id])[assessment_id]


def of_visit(view: View, visit_id: int) -> list[Assessment]:
    """The visitor (and agreed) assessments of a visit and the self-assessments that belong to it."""
    return assessment_rows.of_visits(view, [visit_id])[visit_id]


def self_of(view: View, assessment: Assessment) -> int | None:
    """The id of the host's self-assessment that a visitor assessment stands beside."""
    row = view.db.execute(
        """SELECT self_assessment_id FROM visit_sheet JOIN assessment ON visit_sheet.id = visit_sheet_id
           WHERE assessment.id = ?""",
        [assessment.id],
    ).fetchone()
    return row["self_assessment_id"] if row else None


def previous_of(view: View, assessment: Assessment) -> Assessment | None:
    """The last submitted assessment of the same host, sheet and track before this one."""
    row = view.db.execute(
        f"""{assessment_rows.SELECT} JOIN sheet_version AS mine ON mine.code = ?
            WHERE assessment.hospital_id = ? AND assessment.track = ? AND assessment.state <> 'open'
                AND sheet_version.sheet_id = mine.sheet_id
                AND (assessment.fiscal_year < ? OR (assessment.fiscal_year = ? AND assessment.edition < ?))
                AND NOT EXISTS (SELECT 1 FROM visit WHERE visit.id = visit_sheet.visit_id AND state = 'cancelled')
            ORDER BY assessment.fiscal_year DESC, assessment.edition DESC, submitted_at DESC LIMIT 1""",
        [
            assessment.version_code,
            assessment.hospital_id,
            assessment.track.value,
            assessment.fiscal_year,
            assessment.fiscal_year,
            assessment.edition,
        ],
    ).fetchone()
    return assessment_rows.assessment(row) if row else None


def latest_self(view: View, hospital_id: int, fiscal_year: int, version_id: int) -> int | None:
    """The id of the newest edition of a self-assessment."""
    row = view.db.execute(
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


def start_self(act: Act, fiscal_year: int, version_code: str) -> int:
    """Begin the self-assessment of the principal's own hospital, or its next edition once the last is submitted."""
    if Role.SAFETY_MANAGER not in act.principal.roles or act.principal.hospital_id is None or act.principal.visit_scope:
        raise Forbidden
    version = sheets.version_id(act, version_code)
    last_id = latest_self(act, act.principal.hospital_id, fiscal_year, version)
    last = get(act, last_id) if last_id else None
    if last and last.state is AssessmentState.OPEN:
        raise Refused("この年度の自己評価はすでに開始しています。")
    row = {
        "track": Track.SELF.value,
        "version_id": version,
        "hospital_id": act.principal.hospital_id,
        "fiscal_year": fiscal_year,
        "edition": last.edition + 1 if last else 1,
        "created_at": act.stamp,
    }
    new_id = insert(act.db, "assessment", row)
    _link_waiting_visits(act, new_id, act.principal.hospital_id, fiscal_year, version)
    return new_id


def _link_waiting_visits(act: Act, self_id: int, host_id: int, fiscal_year: int, version_id: int) -> None:
    """Visits of the year that are still ahead take the newest edition; what is under way keeps its own."""
    act.db.execute(
        """UPDATE visit_sheet SET self_assessment_id = ? WHERE version_id = ? AND visit_id IN
               (SELECT id FROM visit WHERE host_id = ? AND fiscal_year = ?)
           AND (self_assessment_id IS NULL OR visit_id IN
               (SELECT id FROM visit WHERE state IN ('planned', 'agreed', 'ready')))""",
        [self_id, version_id, host_id, fiscal_year],
    )


def gaps(view: View, assessment_id: int) -> submission.Gaps:
    """What is unanswered or uncommented of the items that its hospital has to answer."""
    return gaps_of(view, [get(view, assessment_id)])[assessment_id]


def gaps_of(view: View, found: Collection[Assessment]) -> dict[int, submission.Gaps]:
    """The same for each of several assessments, by their ids; the caller has asked who wants to know."""
    needed = expected_items.of_assessments(view, found)
    rated = assessment_rows.ratings(view, needed)
    return {assessment_id: submission.gaps(codes, rated[assessment_id]) for assessment_id, codes in needed.items()}


def submit(act: Act, assessment_id: int, reason: str = "") -> None:
    """Lock an assessment; with gaps only for a written reason."""
    found = require(act, assessment_id, Verb.SUBMIT)
    if not access.is_writable(found):
        raise NotOpen
    if gaps(act, assessment_id) and not reason.strip():
        raise Refused("未回答またはコメントのない項目があります。このまま提出する場合は理由を入力してください。")
    act.db.table("assessment").update(
        assessment_id, {"state": AssessmentState.SUBMITTED.value, "submitted_at": act.stamp}
    )
    _note(act, assessment_id, "submitted", reason)


def withdraw(act: Act, assessment_id: int, reason: str) -> None:
    """Open a submitted assessment again, for a written reason."""
    found = require(act, assessment_id, Verb.WITHDRAW)
    if found.state is not AssessmentState.SUBMITTED:
        raise Refused("提出済みの評価だけを取り下げられます。")
    if found.track is not Track.SELF and found.visit_state not in access.WRITABLE_VISITS:
        raise Refused("訪問が報告済みまたは終了しているため、取り下げられません。")
    if found.track is Track.SELF and _visit_has_begun(act, assessment_id):
        raise Refused("この自己評価を用いる訪問が始まっているため、取り下げられません。")
    if not reason.strip():
        raise Refused("取り下げの理由を入力してください。")
    _note(act, assessment_id, "withdrawn", reason)
    row = {"state": AssessmentState.OPEN.value, "submitted_at": None, "approved_at": None}
    act.db.table("assessment").update(assessment_id, row)


def _visit_has_begun(view: View, self_id: int) -> bool:
    """Whether visitors already work beside this self-assessment, or have done so."""
    row = view.db.execute(
        """SELECT 1 FROM visit_sheet JOIN visit ON visit.id = visit_id WHERE self_assessment_id = ?
           AND state IN ('on_site', 'reported', 'acknowledged', 'closed')""",
        [self_id],
    ).fetchone()
    return row is not None


def approve(act: Act, assessment_id: int) -> None:
    """Record the hospital director's approval of a submitted self-assessment (院長承認)."""
    found = require(act, assessment_id, Verb.APPROVE)
    if found.state is not AssessmentState.SUBMITTED:
        raise Refused("提出済みの自己評価だけを承認できます。")
    act.db.table("assessment").update(assessment_id, {"approved_at": act.stamp})
    _note(act, assessment_id, "approved", "")


def open_visitor_of(view: View, visit_id: int) -> Sequence[Assessment]:
    """Visitor assessments of a visit that are not yet submitted."""
    return [a for a in of_visit(view, visit_id) if a.track is Track.VISITOR and a.state is AssessmentState.OPEN]


def _note(act: Act, assessment_id: int, kind: str, reason: str) -> None:
    row = {
        "assessment_id": assessment_id,
        "kind": kind,
        "reason": reason.strip(),
        "at": act.stamp,
        "person_id": act.principal.person_id,
    }
    insert(act.db, "assessment_event", row)
