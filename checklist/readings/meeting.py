"""The meeting view for the projector: everything that is talked about, item by item, as the page keeps it on its device."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checklist import words
from checklist.errors import Refused
from checklist.model.assessments import Rating
from checklist.model.closing import FindingKind
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState
from checklist.readings import answer_sheet, visit_card
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import photos
from checklist.store.assessments.photos import Photo
from checklist.store.closing import closings, findings, host_comments, visit_hours
from checklist.store.closing.closings import Closing, ClosingItem, ClosingSheet
from checklist.store.closing.host_comments import REMARKS, HostComment
from checklist.store.hospitals import hospitals
from checklist.store.visits import visits

Comments = Mapping[int, HostComment]


def read(view: View, visit_id: int) -> dict[str, Any]:
    """The meeting as JSON types; raises NotFound, Forbidden, or Refused while there is none to show."""
    visit = visits.require(view, visit_id, Thing.CLOSING, Verb.READ)
    found = closings.read(view, visit_id)
    if any(sheet.agreed_assessment_id is None for sheet in found.sheets):
        raise Refused("講評会をまだ始めていません。")
    taken, comments = photos.of_visit(view, visit_id), host_comments.of_visit(view, visit_id)
    return {
        "id": visit.id,
        "fiscal_year": visit.fiscal_year,
        "date": visit.visit_date.isoformat() if visit.visit_date else None,
        "host": hospitals.get(view, visit.host_id).name,
        "person": {"id": view.principal.person_id, "name": view.principal.name},
        "fictional": region.load(view.db).fictional,
        **visit_card.words_of_meeting(),
        **_state(view, visit, found, comments),
        "sheets": [_sheet(sheet, taken) for sheet in found.sheets],
    }


def notes(view: View, visit_id: int) -> dict[str, Any]:
    """What is written at the meeting and who may write there: the part that changes while it is shown."""
    visit = visits.require(view, visit_id, Thing.CLOSING, Verb.READ)
    return _state(view, visit, closings.read(view, visit_id), host_comments.of_visit(view, visit_id))


def _state(view: View, visit: Visit, found: Closing, comments: Comments) -> dict[str, Any]:
    going_on = visit.state is VisitState.ON_SITE and not found.signatures
    may = {
        name: going_on and Verb.WRITE in visits.verbs(view.principal, visit, thing)
        for name, thing in (("agrees", Thing.AGREED), ("notes", Thing.FINDINGS), ("comments", Thing.HOST_COMMENTS))
    }
    return {
        **may,
        "signed": [words.SIGNATORIES[side] for side in found.signatures],
        "hours": hours(view, visit.id),
        "remarks": {"text": found.remarks, "version": found.version, "host": comment(comments.get(REMARKS))},
        "findings": [
            {
                "id": one.id,
                "sheet": one.version_code,
                "item": one.item,
                "kind": FindingKind(one.kind),
                "text": one.text,
                "version": one.version,
                "host": comment(comments.get(one.id)),
            }
            for one in findings.of_visit(view, visit.id)
        ],
    }


def hours(view: View, visit_id: int) -> dict[str, Any]:
    """The hours of the visit as the API tells and takes them; version 0 where only the records tell."""
    found = visit_hours.of_visit(view, visits.get(view, visit_id))
    return {"text": f"{found.began}-{found.ended}", "version": found.version}


def comment(found: HostComment | None) -> dict[str, Any]:
    """A comment of the host as it leaves the API; version 0 where there is none."""
    return {"text": found.text, "version": found.version} if found else {"text": "", "version": 0}


def _sheet(found: ClosingSheet, taken: Mapping[tuple[str, str], Sequence[Photo]]) -> dict[str, Any]:
    version = found.version
    names = {chapter.code: chapter.name for chapter in version.chapters}
    return {
        "assessment": found.agreed_assessment_id,
        "code": version.code,
        "name": f"{version.sheet_name} {version.name}",
        "scale": answer_sheet.scale(version.scale),
        "items": [_item(one, names, taken.get((version.code, one.item.code), ())) for one in found.items],
    }


def _item(found: ClosingItem, names: Mapping[str, str], taken: Sequence[Photo]) -> dict[str, Any]:
    return {
        "code": found.item.code,
        "chapter": f"{found.item.chapter_code} {names[found.item.chapter_code]}",
        "text": found.item.text,
        "own": _side(found.own),
        "visitor": _side(found.visitor),
        "discuss": found.to_discuss,
        "photos": [{"id": one.id, "caption": one.caption} for one in taken],
    }


def _side(found: Rating | None) -> dict[str, Any]:
    return {"value": found.value, "comment": found.comment} if found else {"value": None, "comment": ""}
