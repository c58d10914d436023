"""One visit as the sheet page needs it: where, when, which sheets the reader may open, and whose chapters are whose."""

from __future__ import annotations

from typing import Any

from checklist import words
from checklist.model.assessments import Track
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.rules.closing import closing_meeting
from checklist.rules.visits import visit_states, visit_times
from checklist.store import region
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from checklist.store.visits import member_chapters, visits


def read(view: View, visit_id: int) -> dict[str, Any]:
    """The card as JSON types; raises NotFound or Forbidden."""
    visit = visits.get(view, visit_id)
    return {
        "id": visit.id,
        "fiscal_year": visit.fiscal_year,
        "state": visit.state,
        "preview": visit_states.is_preview(visit.state, visit.visit_date, view.today),
        "date": visit.visit_date.isoformat() if visit.visit_date else None,
        "hours": visit_times.hours(visit),
        "host": hospitals.get(view, visit.host_id).name,
        "evaluators": [hospitals.get(view, one).name for one in visit.evaluator_ids],
        "person": {"id": view.principal.person_id, "name": view.principal.name},
        "expires_at": view.principal.expires_at.astimezone(words.TOKYO).isoformat(timespec="seconds"),
        "told_at": view.at.astimezone(words.TOKYO).isoformat(timespec="milliseconds"),
        "pass": view.principal.visit_scope is not None,
        "fictional": region.load(view.db).fictional,
        "assessments": _assessments(view, visit_id),
        "chapters": _chapters(view, visit_id),
        "meeting": _meeting(view, visit),
    }


def _meeting(view: View, visit: Visit) -> dict[str, Any] | None:
    """What the device must know to begin the closing meeting while no server is in reach; None for who may not begin it."""
    writes = all(Verb.WRITE in visits.verbs(view.principal, visit, one) for one in (Thing.CLOSING, Thing.FINDINGS))
    return words_of_meeting() if writes else None


def words_of_meeting() -> dict[str, Any]:
    """The kinds of findings in words, and how long the texts of a meeting may be."""
    limits = {"finding": closing_meeting.FINDING_LIMIT, "remarks": closing_meeting.REMARKS_LIMIT}
    return {"kinds": words.FINDING_KINDS, "limits": limits}


def _assessments(view: View, visit_id: int) -> list[dict[str, Any]]:
    """The visitor assessments that the reader may open, one for each sheet."""
    found = []
    for one in assessments.of_visit(view, visit_id):
        facts = assessments.facts(view, one.id)
        verbs = access.assessment_verbs(view.principal, facts)
        if one.track is Track.VISITOR and Verb.READ in verbs:
            version = sheets.get(view, one.version_code)
            writable = Verb.WRITE in verbs and access.is_writable(facts)
            found.append({"id": one.id, "track": one.track, "state": one.state, "writable": writable,
                          "sheet": f"{version.sheet_name} {version.name}", "version": one.version_code})  # fmt: skip
    return found


def _chapters(view: View, visit_id: int) -> list[dict[str, Any]]:
    return [
        {
            "person": one.person_id,
            "name": people.named(view, one.person_id).name,
            "version": one.version_code,
            "chapter": one.chapter_code,
        }
        for one in member_chapters.given(view, visit_id)
    ]
