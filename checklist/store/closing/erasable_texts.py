"""What may be erased because it names a patient: every text with its earlier wordings, and what was erased already."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from checklist.model.closing import ErasedKind
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.closing import erasure
from checklist.store import rows
from checklist.store.act import View
from checklist.store.assessments import assessment_rows, assessments
from checklist.store.visits import visit_rows, visits


@dataclass(frozen=True)
class Written:
    """A text at an item: `owner` is its assessment or its finding; `stands` unless only the history holds it, or only
    an answer that came too late (`late`).
    """

    kind: ErasedKind
    owner: int
    item: str
    item_text: str
    text: str
    stands: bool
    late: bool = False


@dataclass(frozen=True)
class Erasure:
    """What was erased at an item, a text or a photo, when, by whom and why; it is itself nowhere any more."""

    item: str
    photo: bool
    at: datetime
    by: str
    reason: str


_COMMENTS = """
SELECT t.assessment_id AS owner, item.code AS item, item.text AS item_text, t.comment AS text,
    max(t.stands) AS stands, min(t.late) AS late
FROM (SELECT h.assessment_id, h.item_id, h.comment, 0 AS late, EXISTS (SELECT 1 FROM rating r
        WHERE r.assessment_id = h.assessment_id AND r.item_id = h.item_id AND r.comment = h.comment) AS stands
    FROM rating_history h WHERE h.assessment_id IN (SELECT value FROM json_each(:assessments))
    UNION ALL SELECT assessment_id, item_id, comment, 1, 0 FROM late_answer
        WHERE assessment_id IN (SELECT value FROM json_each(:late))) t
JOIN item ON item.id = t.item_id WHERE trim(t.comment) <> ''
GROUP BY t.assessment_id, item.id, t.comment ORDER BY t.assessment_id, item.position, stands DESC, t.comment
"""
_FINDINGS = """
SELECT f.id AS owner, item.code AS item, item.text AS item_text, h.text,
    max(h.text = f.text AND f.dropped_at IS NULL) AS stands, 0 AS late
FROM finding f JOIN finding_history h ON h.finding_id = f.id JOIN item ON item.id = f.item_id
WHERE f.visit_id = :visit GROUP BY f.id, h.text ORDER BY item.position, f.id, stands DESC
"""
_PRACTICES = """
SELECT f.id AS owner, item.code AS item, item.text AS item_text, p.text,
    max(p.offered AND p.id = (SELECT max(id) FROM practice WHERE finding_id = f.id)) AS stands, 0 AS late
FROM practice p JOIN finding f ON f.id = p.finding_id JOIN item ON item.id = f.item_id
WHERE f.visit_id = ? AND p.text <> '' GROUP BY f.id, p.text ORDER BY item.position, f.id, stands DESC
"""
_ERASED = """
SELECT DISTINCT item, photo, at, "by", reason FROM (
    SELECT item.code AS item, 0 AS photo, item.position, e.at, person.name AS "by", e.reason FROM erasure e
    JOIN person ON person.id = e.person_id
    LEFT JOIN rating_history h ON e.place = 'rating_history' AND h.id = e.place_id
    LEFT JOIN late_answer l ON e.place = 'late_answer' AND l.id = e.place_id
    LEFT JOIN finding_history fh ON e.place = 'finding_history' AND fh.id = e.place_id
    LEFT JOIN finding f ON f.id = fh.finding_id
    JOIN item ON item.id = coalesce(h.item_id, l.item_id, f.item_id)
    WHERE coalesce(h.assessment_id, l.assessment_id) IN (SELECT value FROM json_each(:assessments))
        OR f.visit_id = :visit
    UNION ALL SELECT item.code, 1, item.position, p.erased_at, person.name, p.erase_reason FROM photo p
    JOIN item ON item.id = p.item_id JOIN person ON person.id = p.erased_by
    WHERE p.assessment_id IN (SELECT value FROM json_each(:assessments)))
ORDER BY at DESC, position
"""


def comments(view: View, *assessment_ids: int) -> list[Written]:
    """Every comment of these assessments that may be erased, earlier versions included; raises Forbidden."""
    for assessment_id in assessment_ids:
        assessments.require(view, assessment_id, Verb.ERASE)
    late = [one.id for one in assessment_rows.by_id(view, assessment_ids).values() if _reads_late(view, one.visit_id)]
    sought = {"assessments": json.dumps(assessment_ids), "late": json.dumps(late)}
    return _written(ErasedKind.COMMENT, view.db.execute(_COMMENTS, sought))


def _reads_late(view: View, visit_id: int | None) -> bool:
    if visit_id is None:
        return False
    return view.may(Verb.READ, Thing.LATE_ANSWERS, access.of_visit(visit_rows.by_id(view, visit_id)))


def findings_of(view: View, visit_id: int) -> list[Written]:
    """Every wording of the findings of a visit that may be erased; raises Forbidden."""
    visits.require(view, visit_id, Thing.ERASURES, Verb.WRITE)
    return _written(ErasedKind.FINDING, view.db.execute(_FINDINGS, {"visit": visit_id}))


def practices_of(view: View, visit_id: int) -> list[Written]:
    """Every wording in which the host offered the 好事例 of a visit to the library; raises Forbidden."""
    # Asked as the hospital's own, not as the visit's: whoever else erases there must not learn what was offered.
    view.require(Verb.ERASE, Thing.PRACTICE_OFFERS, access.of_hospital(visit_rows.get(view.db, visit_id).host_id))
    return _written(ErasedKind.PRACTICE, view.db.execute(_PRACTICES, [visit_id]))


def _written(kind: ErasedKind, found: Iterable[Row]) -> list[Written]:
    return [rows.one(Written, row, kind=kind) for row in found if not erasure.is_tombstone(row["text"])]


def noted(view: View, assessment_ids: Iterable[int], visit_id: int | None) -> list[Erasure]:
    """What was erased from these assessments and the findings of a visit, for whoever may erase there."""
    mine = list(assessment_ids)
    for one in mine:
        assessments.require(view, one, Verb.ERASE)
    if visit_id is not None:
        visits.get(view, visit_id)
    sought = {"assessments": json.dumps(mine), "visit": visit_id}
    return rows.many(Erasure, view.db.execute(_ERASED, sought))
