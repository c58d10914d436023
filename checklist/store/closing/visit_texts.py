"""Erasing texts about a visit that stand at no item: 講評, comments of the host, follow-ups, agreements and reasons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from checklist.errors import NotFound
from checklist.model.closing import VisitText, report
from checklist.model.closing.report import Report
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.closing import erasure
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.assessments import assessments
from checklist.store.closing import erasing
from checklist.store.closing.erasing import Erasing
from checklist.store.visits import visits


@dataclass(frozen=True)
class Text:
    """One text of a visit; `key` tells it apart at its place (a row, or what a comment is about: 0 for the 講評).

    It `stands` unless only a sealed edition says so any more; `item` is that of the finding it is about, if any.
    """

    place: VisitText
    visit_id: int
    key: int
    text: str
    stands: bool
    item: str = ""


@dataclass(frozen=True)
class Erased:
    """What was erased from the texts of a visit: the place, and the act."""

    place: VisitText
    at: datetime
    by: str
    reason: str


COLUMNS = {
    VisitText.REMARKS: "remarks",
    VisitText.HOST_COMMENT: "text",
    VisitText.FOLLOW_UP: "comment",
    VisitText.AGREEMENT: "note",
    VisitText.REPORT_REASON: "reason",
    VisitText.STATE_REASON: "taken_back",
    VisitText.ASSESSMENT_REASON: "reason",
}
_REWRITTEN = (VisitText.REMARKS, VisitText.HOST_COMMENT, VisitText.FOLLOW_UP)
"""What has no history of its own: earlier wordings stand in sealed editions alone."""

_STANDING = """
SELECT t.place, t.key, t.row_id, t.text, coalesce(item.code, '') AS item FROM (
    SELECT 'closing' AS place, visit_id AS key, visit_id AS row_id, remarks AS text, NULL AS about FROM closing
        WHERE visit_id = :visit
    UNION ALL SELECT 'host_comment', coalesce(finding_id, 0), id, text, finding_id FROM host_comment
        WHERE visit_id = :visit
    UNION ALL SELECT 'follow_up', finding_id, finding_id, comment, finding_id FROM follow_up WHERE visit_id = :visit
    UNION ALL SELECT 'visit_agreement', id, id, note, NULL FROM visit_agreement WHERE visit_id = :visit
    UNION ALL SELECT 'report_event', e.id, e.id, e.reason, NULL FROM report_event e
        JOIN report ON report.id = e.report_id WHERE report.visit_id = :visit
    UNION ALL SELECT 'visit_event', id, id, taken_back, NULL FROM visit_event WHERE visit_id = :visit
    UNION ALL SELECT 'assessment_event', e.id, e.id, e.reason, NULL FROM assessment_event e
        WHERE e.assessment_id IN (SELECT value FROM json_each(:assessments))) t
LEFT JOIN finding ON finding.id = t.about LEFT JOIN item ON item.id = finding.item_id
"""
_ASSESSMENTS = """
SELECT DISTINCT a.id FROM assessment a JOIN visit_sheet s ON s.id = a.visit_sheet_id OR s.self_assessment_id = a.id
WHERE s.visit_id = ?
"""
_ERASED = f"""
SELECT t.place, e.at, person.name AS "by", e.reason FROM erasure e JOIN person ON person.id = e.person_id
JOIN ({_STANDING}) t ON t.place = e.place AND t.row_id = e.place_id ORDER BY e.id DESC
"""


def of_visit(view: View, visit_id: int) -> list[Text]:
    """Every such text of a visit that may be erased, earlier wordings of sealed editions included; raises Forbidden."""
    visits.require(view, visit_id, Thing.ERASURES, Verb.WRITE)
    standing = [
        Text(VisitText(row["place"]), visit_id, row["key"], row["text"], True, row["item"])
        for row in view.db.execute(_STANDING, _sought(view, visit_id))
    ]
    known = {(one.place, one.key, one.text) for one in standing}
    earlier = [one for one in _sealed(view, visit_id) if (one.place, one.key, one.text) not in known]
    found = dict.fromkeys([*standing, *earlier])
    return [one for one in found if one.text.strip() and not erasure.is_tombstone(one.text)]


def _sought(view: View, visit_id: int) -> dict[str, object]:
    """The visit, and those of its assessments that are open to the principal: not everybody may know why one was withdrawn."""
    return view.once(f"assessments of visit {visit_id} to erase in", lambda: _seek(view, visit_id))


def _seek(view: View, visit_id: int) -> dict[str, object]:
    ids = [row[0] for row in view.db.execute(_ASSESSMENTS, [visit_id]).fetchall()]
    mine = [
        key
        for key, one in assessments.facts_of(view, ids).items()
        if Verb.ERASE in access.assessment_verbs(view.principal, one)
    ]
    return {"visit": visit_id, "assessments": json.dumps(mine)}


def noted(view: View, visit_id: int) -> list[Erased]:
    """What was erased from the texts of a visit, the newest first, for whoever may erase there; raises Forbidden."""
    visits.require(view, visit_id, Thing.ERASURES, Verb.WRITE)
    return rows.many(Erased, view.db.execute(_ERASED, _sought(view, visit_id)))


def _sealed(view: View, visit_id: int) -> Iterator[Text]:
    """What the sealed editions of a visit say at these places."""
    for row in view.db.execute("SELECT snapshot FROM report WHERE visit_id = ? ORDER BY id", [visit_id]).fetchall():
        sealed = report.decode(row["snapshot"])
        told = [(VisitText.REMARKS, visit_id, sealed.remarks, ""), (VisitText.HOST_COMMENT, 0, sealed.remarks_host, "")]
        told += [(VisitText.HOST_COMMENT, one.id, one.host, one.item) for one in sealed.findings]
        told += [(VisitText.FOLLOW_UP, one.finding_id, one.comment, one.item) for one in sealed.follow_ups]
        yield from (Text(place, visit_id, key, text, False, item) for place, key, text, item in told)


def erase(act: Act, found: Text, reason: str) -> None:
    """Erase a text where it stands and from every sealed edition, for a written reason; raises Forbidden, NotFound or Refused."""
    if found not in of_visit(act, found.visit_id):
        raise NotFound(erasing.GONE)
    under_way = erasing.begin(act, reason)
    if found.place in _REWRITTEN:
        _erase_rewritten(under_way, found)
    else:
        under_way.put_in_row(found.place.value, COLUMNS[found.place], found.key)
    erasing.leave_nothing(act)


def _erase_rewritten(under_way: Erasing, found: Text) -> None:
    sought = {**_sought(under_way.act, found.visit_id), "place": found.place.value, "key": found.key}
    query = f"SELECT row_id FROM ({_STANDING}) WHERE place = :place AND key = :key"
    row_id = under_way.act.db.execute(query, sought).fetchone()[0]
    # On record in any case: a wording that only a sealed edition holds is told by its place as well.
    under_way.note(found.place.value, row_id, found.text, under_way.stone)
    if found.stands:
        _replace(under_way, found, row_id)
    under_way.from_reports(found.visit_id, lambda sealed: _without(sealed, found, under_way.stone))


def _replace(under_way: Erasing, found: Text, row_id: int) -> None:
    """The tombstone into the row; as a new version, so that a screen with the old one does not write the text back."""
    statements = {
        VisitText.REMARKS: "UPDATE closing SET remarks = :stone, version = version + 1 WHERE visit_id = :row",
        VisitText.HOST_COMMENT: "UPDATE host_comment SET text = :stone, version = version + 1 WHERE id = :row",
        VisitText.FOLLOW_UP: "UPDATE follow_up SET comment = :stone WHERE finding_id = :row AND visit_id = :visit",
    }
    values = {"stone": under_way.stone, "row": row_id, "visit": found.visit_id}
    under_way.act.db.execute(statements[found.place], values)


def _without(sealed: Report, found: Text, stone: str) -> Report:
    match found.place:
        case VisitText.REMARKS:
            return erasure.erase_remarks(sealed, found.text, stone)
        case VisitText.HOST_COMMENT:
            return erasure.erase_host_comment(sealed, found.key, found.text, stone)
        case _:
            return erasure.erase_follow_up(sealed, found.key, found.text, stone)
