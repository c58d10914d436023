"""Chapters that one member of a visit hands to another while the sheet is being filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checklist.errors import Fault, NotOpen, Refused
from checklist.model.assessments import Track
from checklist.model.permission import Verb
from checklist.rules import access
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.assessments import assessments
from checklist.store.sheets import sheets
from checklist.store.visits import visit_rows

CHAPTER, MEMBER = "章", "引継ぎ先"


@dataclass(frozen=True)
class Handover:
    """A chapter that was handed to somebody: by whom, and when."""

    id: int
    chapter_code: str
    to_person_id: int
    at: datetime
    by: str


_OF_ASSESSMENT = """
SELECT h.id, h.chapter_code, h.to_person_id, h.at, person.name AS "by" FROM chapter_handover h
JOIN assessment a ON a.id = ? AND a.version_id = h.version_id
JOIN visit_sheet s ON s.id = a.visit_sheet_id AND s.visit_id = h.visit_id
JOIN person ON person.id = h.person_id ORDER BY h.id
"""


def of_assessment(view: View, assessment_id: int) -> list[Handover]:
    """What was handed over of the sheet of a visitor assessment, for those who fill it in, the oldest first."""
    assessments.require(view, assessment_id, Verb.WRITE)
    return rows.many(Handover, view.db.execute(_OF_ASSESSMENT, [assessment_id]))


def hand_over(act: Act, assessment_id: int, chapter: str, person_id: int) -> None:
    """Give a chapter of a visitor assessment to another member of its visit, and no longer have it oneself.

    Raises NotFound, Forbidden, NotOpen once it is submitted, or Refused for a chapter or member that is not there.
    """
    facts = assessments.require(act, assessment_id, Verb.WRITE)
    if not access.is_writable(facts):
        raise NotOpen
    found = assessments.get(act, assessment_id)
    if found.track is not Track.VISITOR or found.visit_id is None:
        raise Refused([Fault(CHAPTER, "引き継げるのは、訪問評価の章です。")])
    if person_id not in visit_rows.by_id(act, found.visit_id).member_ids or person_id == act.principal.person_id:
        raise Refused([Fault(MEMBER, "この訪問のほかの訪問評価者を選んでください。")])
    if chapter not in {one.code for one in sheets.get(act, found.version_code).chapters}:
        raise Refused([Fault(CHAPTER, "この点検表にない章です。")])
    version = sheets.version_id(act, found.version_code)
    place = [found.visit_id, version, chapter]
    act.db.execute(
        "DELETE FROM member_chapter WHERE visit_id = ? AND version_id = ? AND chapter_code = ? AND person_id = ?",
        [*place, act.principal.person_id],
    )
    act.db.execute(
        "INSERT OR IGNORE INTO member_chapter (visit_id, version_id, chapter_code, person_id) VALUES (?, ?, ?, ?)",
        [*place, person_id],
    )
    row = {"visit_id": found.visit_id, "version_id": version, "chapter_code": chapter, "to_person_id": person_id}
    rows.insert(act, "chapter_handover", row)
