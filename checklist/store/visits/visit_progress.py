"""How far a visit has come, gathered for the rule that says what is due next."""

from __future__ import annotations

from datetime import date

from checklist.model.assessments import AssessmentState, Track
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.rules.visits.deadlines import Due, Progress, dues
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import assessment_rows
from checklist.store.closing import closing_rows
from checklist.store.improvements import improvement_plans
from checklist.store.visits import visits
from checklist.words import TOKYO


def of_visit(view: View, visit: Visit) -> Progress:
    """The facts of one visit, for whoever may know of it; raises Forbidden."""
    view.require(Verb.READ, Thing.VISIT, access.of_visit(visit))
    own = [one for one in assessment_rows.of_visit(view.db, visit.id) if one.track is Track.SELF]
    report = next((one for one in closing_rows.editions(view.db, visit.id) if one.stands), None)
    agreed = view.db.execute("SELECT 1 FROM visit_agreement WHERE visit_id = ?", [visit.id]).fetchone()
    return Progress(
        visit.state,
        visit.visit_date,
        agreed is not None,
        not visit.record_only,
        bool(own) and all(one.state is not AssessmentState.OPEN for one in own),
        bool(own) and all(one.approved_at is not None for one in own),
        report.sealed_at.astimezone(TOKYO).date() if report else None,
        report.handed_over_on if report else None,
        report.acknowledged_on if report else None,
        improvement_plans.without_plan(view, visit.id),
    )


def next_dues(view: View, visit: Visit, today: date) -> tuple[Due, ...]:
    """What is due in a visit, by the deadlines of the region; raises Forbidden."""
    return dues(of_visit(view, visit), region.load(view.db).deadlines, today)


def overdue(view: View, today: date) -> list[tuple[Visit, Due]]:
    """Everything overdue in the visits that the principal may know of, the oldest day first."""
    found = [(visit, due) for visit in visits.visible_to(view) for due in next_dues(view, visit, today) if due.overdue]
    return sorted(found, key=lambda pair: pair[1].day or date.max)
