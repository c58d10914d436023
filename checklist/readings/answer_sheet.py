"""What the sheet on the tablet shows: one assessment with its items, ratings, and what stands beside them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from checklist import words
from checklist.model.assessments import Assessment, Rating, Track
from checklist.model.permission import Thing, Verb
from checklist.model.scales import SCALES
from checklist.model.sheets import Item, SheetVersion
from checklist.rules import access
from checklist.rules.sheets import lineage
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import assessments, expected_items, photos
from checklist.store.assessments.photos import Photo
from checklist.store.hospitals import hospitals
from checklist.store.improvements import follow_ups
from checklist.store.improvements.follow_ups import Marked
from checklist.store.sheets import focus_items, sheets
from checklist.store.sheets.focus_items import Focus
from checklist.store.visits import member_chapters, visits


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
    settings = region.load(view.db)
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
        "own_chapters": _own_chapters(view, assessment),
        "ratings": {code: rating(found) for code, found in own.items()},
        "self": _self(view, assessment),
        "blind": settings.blind_mode and assessment.track is Track.VISITOR,
        "previous": _previous(view, assessment),
        "findings": _findings(view, assessment) if Verb.WRITE in verbs else {},
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


def _own_chapters(view: View, assessment: Assessment) -> list[str]:
    """The chapters of this sheet that the reader was given in its visit."""
    if assessment.visit_id is None or assessment.track is not Track.VISITOR:
        return []
    return [
        one.chapter_code
        for one in member_chapters.given(view, assessment.visit_id)
        if (one.person_id, one.version_code) == (view.principal.person_id, assessment.version_code)
    ]


def scale(code: str) -> dict[str, Any]:
    """A scale as it leaves the API."""
    # Told with the sheet, so that a new scale needs no new script on the tablet.
    values = [
        {
            "value": one.code,
            "label": one.letter,
            "word": one.word,
            "needs_comment": one.needs_comment,
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


def _self(view: View, assessment: Assessment) -> dict[str, Any] | None:
    """The host's self-ratings beside the visitor's; in blind mode only those the visitor has rated already."""
    found = assessments.host_ratings_beside(view, assessment) if assessment.track is Track.VISITOR else None
    return None if found is None else {code: rating(one) for code, one in found.items()}


def _previous(view: View, assessment: Assessment) -> dict[str, Any] | None:
    """Last year's ratings of comparable items, for those who fill in the sheet or may read last year's anyway."""
    earlier = assessments.earlier_ratings(view, assessment)
    if earlier is None:
        return None
    previous, found = earlier
    codes = lineage.comparable_codes(sheets.between(view, {assessment.version_code, previous.version_code}))
    label = f"{previous.fiscal_year}年度 {words.TRACKS[previous.track]}"
    if previous.fiscal_year == assessment.fiscal_year:
        label += f"（第{previous.edition}回）"
    last = previous.fiscal_year == assessment.fiscal_year - 1
    return {
        "label": label,
        "last_year": last,
        "ratings": {code: rating(one) for code, one in found.items() if code in codes},
    }


def _findings(view: View, assessment: Assessment) -> dict[str, list[dict[str, Any]]]:
    """Earlier findings at the items where they stand today, for those who fill in the sheet."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in follow_ups.for_assessment(view, assessment):
        line = {
            "id": one.finding.id,
            "fiscal_year": one.fiscal_year,
            "text": one.finding.text,
            "kind": one.finding.kind,
            "action": one.action,
            "progress": one.progress,
            "completed_on": one.completed_on.isoformat() if one.completed_on else None,
            **marked(one.marked),
        }
        for item in one.items:
            found.setdefault(item, []).append(line)
    return found


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
