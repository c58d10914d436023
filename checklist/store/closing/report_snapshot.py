"""Everything that an 評価報告書 says, as one canonical JSON text: sorted keys, no spaces, UTF-8."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from checklist.model.assessments import Rating
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.store import region
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.assessments import photos
from checklist.store.clock import to_text
from checklist.store.closing import closing_rows, closings
from checklist.store.closing.closings import ClosingItem, ClosingSheet
from checklist.store.hospitals import hospitals
from checklist.store.improvements import follow_ups

FORMAT = 1


def text(view: View, visit: Visit, document: dict[str, Any]) -> str:
    """The snapshot of a visit as it stands, under the head of the document; raises Forbidden."""
    view.require(Verb.WRITE, Thing.SEAL, access.of_visit(visit))
    settings = region.load(view.db)
    content = {
        "format": FORMAT,
        "region": settings.name,
        "fictional": settings.fictional,
        "document": document,
        "visit": _visit(view, visit),
        "sheets": [_sheet(view, visit.id, found) for found in closings.of_sheets(view, visit.id)],
        "findings": [
            {
                "id": one.id,
                "kind": one.kind.value,
                "text": one.text,
                "version": one.version_code,
                "item": one.item,
                "item_text": one.item_text,
                "chapter": one.chapter_name,
            }
            for one in closing_rows.findings(view.db, visit.id)
        ],
        "remarks": view.db.execute("SELECT remarks FROM closing WHERE visit_id = ?", [visit.id]).fetchone()[0],
        "signatures": [
            {"side": one.side.value, "name": one.name, "at": to_text(one.at)}
            for one in closing_rows.standing_signatures(view.db, visit.id).values()
        ],
        "follow_ups": follow_ups.marked(view, visit.id),
    }
    return canonical(content)


def canonical(content: dict[str, Any]) -> str:
    """The one way of writing a content, so that equal contents have equal hashes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _visit(view: View, visit: Visit) -> dict[str, Any]:
    members = [people.named(view, one) for one in visit.member_ids]
    names = {one.hospital_id: hospitals.get(view, one.hospital_id).name for one in members if one.hospital_id}
    host = hospitals.get(view, visit.host_id)
    return {
        "id": visit.id,
        "fiscal_year": visit.fiscal_year,
        "date": visit.visit_date.isoformat() if visit.visit_date else None,
        "mode": visit.mode.value,
        "host": {"code": host.code, "name": host.name, "founder": host.founder, "address": host.address},
        "evaluators": [hospitals.get(view, one).name for one in visit.evaluator_ids],
        "members": [{"name": one.name, "hospital": names.get(one.hospital_id or 0, "")} for one in members],
    }


def _sheet(view: View, visit_id: int, found: ClosingSheet) -> dict[str, Any]:
    version = found.version
    return {
        "code": version.code,
        "sheet_name": version.sheet_name,
        "name": version.name,
        "scale": version.scale,
        "chapters": [asdict(chapter) for chapter in version.chapters],
        "items": [_item(one) for one in found.items],
        "agreement": {**asdict(found.concordance), "percent": found.concordance.percent},
        "photos": _photos(view, visit_id, version.code),
    }


def _item(found: ClosingItem) -> dict[str, Any]:
    return {
        "code": found.item.code,
        "chapter": found.item.chapter_code,
        "text": found.item.text,
        "law_part": found.item.law_part,
        "self": _rating(found.own),
        "visitor": _rating(found.visitor),
        "agreed": _rating(found.recorded),
        "agreed_value": found.agreed,
    }


def _rating(found: Rating | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "value": found.value,
        "comment": found.comment,
        "version": found.version,
        "saved_at": to_text(found.saved_at),
        "saved_by": found.saved_by,
    }


def _photos(view: View, visit_id: int, version_code: str) -> list[dict[str, Any]]:
    rows = view.db.execute(
        """SELECT a.id, a.track FROM assessment a JOIN visit_sheet s ON s.id = a.visit_sheet_id
               OR s.self_assessment_id = a.id JOIN sheet_version v ON v.id = s.version_id
           WHERE s.visit_id = ? AND v.code = ? ORDER BY a.id""",
        [visit_id, version_code],
    ).fetchall()
    return [
        {"track": row["track"], "item": item, "sha256": photo.sha256, "id": photo.id}
        for row in rows
        for item, taken in photos.of_assessment(view, row["id"]).items()
        for photo in taken
    ]
