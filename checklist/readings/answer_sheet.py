"""What the sheet on the tablet shows: one assessment with its items, ratings, and what stands beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from checklist import words
from checklist.model.assessments import Assessment, Rating, Track
from checklist.model.permission import Thing, Verb
from checklist.model.scales import SCALES
from checklist.model.sheets import Item, SheetVersion
from checklist.readings import beside_items, sheet_team
from checklist.readings.beside_items import Previous
from checklist.rules import access
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import assessments, expected_items, photos, rating_changes
from checklist.store.assessments.photos import Photo
from checklist.store.assessments.rating_changes import Change
from checklist.store.hospitals import hospitals
from checklist.store.improvements.follow_ups import EarlierFinding, Marked
from checklist.store.sheets import focus_items, phrases, sheets
from checklist.store.sheets.focus_items import Focus
from checklist.store.visits import visits


def rating(found: Rating) -> dict[str, Any]:
    """A rating as it leaves the API; times with the offset of Tokyo."""
    return {
        "value": found.value,
        "comment": found.comment,
        "version": found.version,
        "saved_at": found.saved_at.astimezone(words.TOKYO).isoformat(timespec="milliseconds"),
        "saved_by": found.saved_by,
    }


def read(view: View, assessment_id: int) -> dict[str, Any]:
    """Everything the sheet needs, as JSON types; raises NotFound or Forbidden."""
    facts = assessments.require(view, assessment_id, Verb.READ)
    verbs = access.assessment_verbs(view.principal, facts)
    assessment = assessments.get(view, assessment_id)
    version = sheets.get(view, assessment.version_code)
    own = assessments.ratings(view, assessment_id)
    host = hospitals.get(view, assessment.hospital_id)
    settings, beside = region.load(view.db), beside_items.read(view, assessment)
    return {
        "id": assessment.id,
        "track": assessment.track,
        "state": assessment.state,
        "writable": Verb.WRITE in verbs and access.is_writable(facts),
        "submits": Verb.SUBMIT in verbs and assessment.track is Track.VISITOR,
        "person": {"id": view.principal.person_id, "name": view.principal.name},
        "hospital": {"code": host.code, "name": host.name},
        "fiscal_year": assessment.fiscal_year,
        "visit": _visit(view, assessment),
        "sheet": _sheet(
            version,
            expected_items.of_assessment(view, assessment),
            focus_items.of_year(view, assessment.fiscal_year, version.code),
        ),
        **sheet_team.read(view, assessment),
        "phrases": _phrases(view, version) if Verb.WRITE in verbs else {},
        "history": history(view, assessment_id) if Verb.WRITE in verbs else {},
        "ratings": _ratings(own),
        "self": _ratings(beside.own),
        "blind": beside.blind,
        "previous": _previous(beside.previous),
        "findings": {item: [_finding(one) for one in found] for item, found in beside.findings.items()},
        "marks": _marks(view, assessment),
        "photos": {
            item: [photo(view, one) for one in taken]
            for item, taken in photos.of_assessment(view, assessment_id).items()
        },
        "fictional": settings.fictional,
    }


def _visit(view: View, assessment: Assessment) -> dict[str, Any] | None:
    if assessment.visit_id is None:
        return None
    visit = visits.get(view, assessment.visit_id)
    names = [hospitals.get(view, hospital_id).name for hospital_id in visit.evaluator_ids]
    day = visit.visit_date.isoformat() if visit.visit_date else None
    return {"id": visit.id, "date": day, "evaluators": names}


def _phrases(view: View, version: SheetVersion) -> dict[str, list[str]]:
    found = phrases.standing(phrases.history(view, version.code))
    return {item: list(texts) for item, texts in found.items()}


def history(view: View, assessment_id: int) -> dict[str, list[dict[str, Any]]]:
    """Item -> how its value came to be, as JSON types; raises NotFound, or Forbidden to whoever does not fill it in."""
    found = rating_changes.of_assessment(view, assessment_id)
    return {item: [_change(one) for one in changes] for item, changes in found.items()}


def _change(found: Change) -> dict[str, Any]:
    at = found.saved_at.astimezone(words.TOKYO).isoformat(timespec="milliseconds")
    return {"value": found.value, "saved_at": at, "saved_by": found.saved_by}


def scale(code: str) -> dict[str, Any]:
    """A scale as it leaves the API."""
    # Told with the sheet, so that a new scale needs no new script on the tablet.
    values = [
        {
            "value": one.code,
            "label": one.letter,
            "word": one.word,
            "needs_comment": one.needs_comment,
            "discussed": one.discussed,
            "hue": one.hue,
        }
        for one in SCALES[code].values
    ]
    return {"code": code, "values": values}


def _sheet(version: SheetVersion, expected: Collection[str], focus: Focus | None) -> dict[str, Any]:
    first = focus.items if focus else ()
    return {
        "code": version.code,
        "name": version.sheet_name,
        "version_name": version.name,
        "scale": scale(version.scale),
        "chapters": [{"code": chapter.code, "name": chapter.name} for chapter in version.chapters],
        "items": [_item(item, item.code in expected, item.code in first) for item in version.items],
    }


def _item(item: Item, expected: bool, focus: bool) -> dict[str, Any]:
    return {
        "code": item.code,
        "chapter": item.chapter_code,
        "text": item.text,
        "law_part": item.law_part,
        "classes": list(item.classes),
        "module": words.MODULES.get(item.module, ""),
        "exempt": None if expected else words.exempt(item.audience),
        "focus": focus,
        "department": item.department,
        "place": item.place,
        "methods": list(item.methods),
        "purpose": item.purpose,
        "basis": item.basis,
        "procedure": item.procedure,
        "evidence": item.evidence,
    }


def _ratings(found: Mapping[str, Rating] | None) -> dict[str, Any] | None:
    return None if found is None else {code: rating(one) for code, one in found.items()}


def _previous(found: Previous | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"label": found.label, "last_year": found.last_year, "ratings": _ratings(found.ratings)}


def _finding(one: EarlierFinding) -> dict[str, Any]:
    return {
        "id": one.finding.id,
        "fiscal_year": one.fiscal_year,
        "text": one.finding.text,
        "kind": one.finding.kind,
        "action": one.action,
        "progress": one.progress,
        "completed_on": one.completed_on.isoformat() if one.completed_on else None,
        **marked(one.marked),
    }


def marked(found: Marked | None) -> dict[str, Any]:
    """What a visit says of an earlier finding, as it leaves the API; `marked_at` is what a sender has seen."""
    return {
        "mark": found.mark if found else None,
        "comment": found.comment if found else "",
        # To the microsecond, since a mark names by it what its sender saw, and is compared with what stands.
        "marked_at": found.at.astimezone(words.TOKYO).isoformat(timespec="microseconds") if found else None,
        "marked_by": found.by if found else "",
    }


def _marks(view: View, assessment: Assessment) -> bool:
    """Whether the reader may mark earlier findings from this sheet."""
    if assessment.track is not Track.VISITOR or assessment.visit_id is None:
        return False
    visit = visits.get(view, assessment.visit_id)
    return visit.state in access.WRITABLE_VISITS and Verb.WRITE in visits.verbs(view.principal, visit, Thing.FOLLOW_UPS)


def photo(view: View, found: Photo) -> dict[str, Any]:
    """A photo as it leaves the API; `mine`: the reader took it."""
    return {
        "id": found.id,
        "saved_at": found.saved_at.astimezone(words.TOKYO).isoformat(timespec="milliseconds"),
        "saved_by": found.saved_by,
        "caption": found.caption,
        "mine": found.person_id == view.principal.person_id,
    }
