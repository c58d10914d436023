"""Assessments: reading one with its ratings, starting, submitting, withdrawing, approving."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from checklist.errors import Forbidden, NotFound, NotOpen, Refused
from checklist.model.assessments import Assessment, AssessmentState, Rating, Track
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.rules.access import AssessmentFacts
from checklist.rules.assessments import submission
from checklist.rules.fields import text_limits
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.assessments import assessment_rows, expected_items
from checklist.store.sheets import sheets
from checklist.store.visits import visit_rows


def facts(view: View, assessment_id: int) -> AssessmentFacts:
    """What the permission table needs to know; raises NotFound."""
    found = facts_of(view, [assessment_id])
    if not found:
        raise NotFound("指定された評価は登録されていません。")
    return found[assessment_id]


def facts_of(view: View, assessment_ids: Iterable[int]) -> dict[int, AssessmentFacts]:
    """The same for each of several assessments; unknown ones are absent."""
    return assessment_rows.facts(view, assessment_ids)


def verbs(view: View, assessment_id: int) -> frozenset[Verb]:
    """Everything the principal may do to the assessment now."""
    return access.assessment_verbs(view.principal, facts(view, assessment_id))


def readable(view: View, assessment_ids: Iterable[int]) -> list[int]:
    """Those of several assessments that the principal may read, asked about each on its own; unknown ones are absent."""
    known = facts_of(view, assessment_ids)
    return [one for one, found in known.items() if view.may(Verb.READ, found.thing, found.facts)]


def require(view: View, assessment_id: int, verb: Verb) -> AssessmentFacts:
    """The facts of an assessment, if the principal may do this to it; raises NotFound or Forbidden."""
    found = facts(view, assessment_id)
    view.require(verb, found.thing, found.facts)
    return found


def visible_self(view: View) -> list[Assessment]:
    """The self-assessments that the principal may read on a page of their own, the newest year first.

    Those of the own hospital, or every submitted one for whoever manages the region.
    """
    everywhere = access.manages_region(view.principal)
    mine = [
        one
        for one in assessment_rows.everything(view.db)
        if one.track is Track.SELF and (everywhere or one.hospital_id == view.principal.hospital_id)
    ]
    known = set(readable(view, (one.id for one in mine)))
    return [one for one in mine if one.id in known]


def everything(view: View) -> list[Assessment]:
    """Every assessment of the region with its state, the newest year first; raises Forbidden."""
    view.require(Verb.READ, Thing.VISITS)
    return assessment_rows.everything(view.db)


def get(view: View, assessment_id: int) -> Assessment:
    """One assessment, if the principal may read it; raises NotFound or Forbidden."""
    require(view, assessment_id, Verb.READ)
    return assessment_rows.by_id(view, [assessment_id])[assessment_id]


def ratings(view: View, assessment_id: int) -> dict[str, Rating]:
    """Item code -> current rating, items never written absent; raises NotFound or Forbidden."""
    return ratings_of(view, [assessment_id])[assessment_id]


def ratings_of(view: View, assessment_ids: Iterable[int]) -> dict[int, dict[str, Rating]]:
    """The same for each of several assessments."""
    wanted = list(assessment_ids)
    # Read together, so that the questions below ask SQL nothing.
    assessment_rows.facts(view, wanted)
    for one in wanted:
        require(view, one, Verb.READ)
    return assessment_rows.ratings_of(view, wanted)


def host_ratings_beside(view: View, visitor: Assessment) -> dict[str, Rating] | None:
    """The host's own ratings beside a visitor assessment, None where there are none that the principal may see.

    In blind mode those of the items that the visitors have rated already: who rates does not look first.
    """
    require(view, visitor.id, Verb.READ)
    self_id = self_of(view, visitor)
    if self_id is None:
        return None
    found = facts(view, self_id)
    # As if not blind: the mode hides items one by one, below; who may not read at all is still refused here.
    if not view.may(Verb.READ, found.thing, replace(found.facts, blind=False)):
        return None
    theirs = assessment_rows.ratings(view.db, self_id)
    if not found.blind:
        return theirs
    rated = {code for code, mine in assessment_rows.ratings(view.db, visitor.id).items() if mine.value is not None}
    return {code: one for code, one in theirs.items() if code in rated}


def earlier_ratings(view: View, assessment: Assessment) -> tuple[Assessment, dict[str, Rating]] | None:
    """The last submitted assessment before this one with its ratings, for those who fill this one in or may read it."""
    fills_in = require(view, assessment.id, Verb.READ)
    earlier = _previous_of(view, assessment)
    if earlier is None:
        return None
    # Who fills this one in sees last year's, even if other hospitals made that visit.
    if not view.may(Verb.WRITE, fills_in.thing, fills_in.facts) and Verb.READ not in verbs(view, earlier.id):
        return None
    return earlier, assessment_rows.ratings(view.db, earlier.id)


def of_visit(view: View, visit_id: int) -> list[Assessment]:
    """The assessments of a visit with their state, for whoever may know of the visit; raises NotFound or Forbidden."""
    return of_visits(view, [visit_rows.by_id(view, visit_id)])[visit_id]


def of_visits(view: View, found: Collection[Visit]) -> dict[int, list[Assessment]]:
    """The same for each of several visits, by their ids."""
    for one in found:
        view.require(Verb.READ, Thing.VISIT, access.of_visit(one))
    return assessment_rows.of_visits(view, (one.id for one in found))


def open_visitor_of(view: View, visit_id: int) -> list[Assessment]:
    """Visitor assessments of a visit that are not yet submitted; raises NotFound or Forbidden."""
    return [one for one in of_visit(view, visit_id) if one.track is Track.VISITOR and one.state is AssessmentState.OPEN]


def self_of(view: View, assessment: Assessment) -> int | None:
    """The id of the host's self-assessment that a visitor assessment stands beside, for whoever may know of the visit."""
    if assessment.visit_id is not None:
        view.require(Verb.READ, Thing.VISIT, access.of_visit(visit_rows.by_id(view, assessment.visit_id)))
    return assessment_rows.self_of(view.db, assessment)


def _previous_of(view: View, assessment: Assessment) -> Assessment | None:
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
    return rows.one(Assessment, row) if row else None


def start_self(act: Act, fiscal_year: int, version_code: str) -> int:
    """Begin the self-assessment of the principal's own hospital, or its next edition once the last is submitted."""
    own = act.principal.hospital_id
    if own is None or not access.starts_self_assessments(act.principal):
        raise Forbidden
    version = sheets.version_id(act, version_code)
    last_id = assessment_rows.latest_self(act.db, own, fiscal_year, version)
    last = assessment_rows.get(act.db, last_id) if last_id else None
    if last and last.state is AssessmentState.OPEN:
        raise Refused("この年度の自己評価はすでに開始しています。")
    row = {
        "track": Track.SELF,
        "version_id": version,
        "hospital_id": own,
        "fiscal_year": fiscal_year,
        "edition": last.edition + 1 if last else 1,
    }
    new_id = rows.insert(act, "assessment", row)
    _link_waiting_visits(act, new_id, own, fiscal_year, version)
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
    """What is unanswered or uncommented of the items that its hospital has to answer; raises NotFound or Forbidden."""
    return gaps_of(view, [get(view, assessment_id)])[assessment_id]


def gaps_of(view: View, found: Collection[Assessment]) -> dict[int, submission.Gaps]:
    """The same for each of several assessments, by their ids."""
    needed, rated = expected_items.of_assessments(view, found), ratings_of(view, (one.id for one in found))
    scales = sheets.scales_of(view, (one.version_code for one in found))
    return {one.id: submission.gaps(needed[one.id], rated[one.id], scales[one.version_code]) for one in found}


def submit(act: Act, assessment_id: int, reason: str = "") -> None:
    """Lock an assessment; with gaps only for a written reason."""
    found = require(act, assessment_id, Verb.SUBMIT)
    if not access.is_writable(found):
        raise NotOpen
    text_limits.require(text_limits.REASON, reason)
    if gaps(act, assessment_id) and not reason.strip():
        raise Refused("未回答またはコメントのない項目があります。このまま提出する場合は理由を入力してください。")
    rows.update(act, "assessment", assessment_id, {"state": AssessmentState.SUBMITTED, "submitted_at": act.at})
    assessment_rows.note(act, assessment_id, "submitted", reason)


def withdraw(act: Act, assessment_id: int, reason: str) -> None:
    """Open a submitted assessment again, for a written reason."""
    found = require(act, assessment_id, Verb.WITHDRAW)
    if found.state is not AssessmentState.SUBMITTED:
        raise Refused("取り下げられるのは、提出済みの評価のみです。")
    if found.track is not Track.SELF and found.visit_state not in access.WRITABLE_VISITS:
        raise Refused("訪問が報告済みまたは終了しているため、取り下げられません。")
    # The visitors compare with it: opened again, it could be changed under their eyes.
    if found.track is Track.SELF and _visit_has_begun(act, assessment_id):
        raise Refused("この自己評価を用いる訪問が始まっているため、取り下げられません。")
    text_limits.require(text_limits.REASON, reason)
    if not reason.strip():
        raise Refused("取り下げの理由を入力してください。")
    # First the reason, since the trigger asks for it; the approval falls with what was approved.
    assessment_rows.note(act, assessment_id, "withdrawn", reason)
    row = {"state": AssessmentState.OPEN, "submitted_at": None, "approved_at": None}
    rows.update(act, "assessment", assessment_id, row)


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
        raise Refused("承認できるのは、提出済みの自己評価のみです。")
    rows.update(act, "assessment", assessment_id, {"approved_at": act.at})
    assessment_rows.note(act, assessment_id, "approved", "")
