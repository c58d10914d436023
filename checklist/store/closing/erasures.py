"""Erasing texts that name a patient: a tombstone and the hash stay, in the history and in sealed reports too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from sqlite3 import Row

from checklist.errors import Fault, NotFound, Refused
from checklist.model.assessments import Track
from checklist.model.closing import ErasedKind, report
from checklist.model.closing.report import Report
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.closing import erasure
from checklist.store import db, rows
from checklist.store.act import Act, View
from checklist.store.assessments import assessment_rows, assessments, photos
from checklist.store.closing import closing_rows, report_papers
from checklist.store.files import files
from checklist.store.visits import visit_rows, visits

REASON_LIMIT = 500
GONE = "この文は見つかりません。すでに削除または変更されています。画面を開き直してください。"


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
_REPORTS = "SELECT id, snapshot FROM report WHERE visit_id = ? ORDER BY id"
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


@dataclass(frozen=True)
class _Erasing:
    """One erasure under way."""

    act: Act
    reason: str
    stone: str

    def put(self, place: str, column: str, row_id: int, text: str) -> None:
        """Put the tombstone down: on record first, then in the place of the text."""
        self.note(place, row_id, text, self.stone)
        self.act.db.execute(f"UPDATE {place} SET {column} = ? WHERE id = ?", [self.stone, row_id])

    def note(self, place: str, row_id: int, before: str, after: str) -> None:
        """Write down what becomes of which text, by its hash."""
        row = {
            "place": place,
            "place_id": row_id,
            "before_sha256": erasure.digest(before),
            "after_sha256": erasure.digest(after),
            "tombstone": self.stone,
            "reason": self.reason,
        }
        rows.insert(self.act, "erasure", row)


def erase(act: Act, found: Written, reason: str) -> None:
    """Erase a text wherever it stands at its item, for a written reason; raises Forbidden, NotFound or Refused.

    That is: the answer or finding, every version in its history, what came too late, findings worded exactly like a
    comment, and every sealed edition. Works in any state; nothing of the text is left in the file or its log.
    """
    erasing = _begin(act, reason)
    if found.kind is ErasedKind.COMMENT:
        _erase_comment(erasing, found.owner, found.item, found.text)
    else:
        finding = closing_rows.finding(act.db, found.owner)
        visits.require(act, finding.visit_id, Thing.ERASURES, Verb.WRITE)
        if not _erase_finding(erasing, finding.id, found.text):
            raise NotFound(GONE)
    file = db.file_of(act.db)
    # After the commit: the log still holds pages with the text, and no transaction can empty it.
    act.after(lambda: db.empty_log(file))


def _begin(act: Act, reason: str) -> _Erasing:
    if not 1 <= len(reason.strip()) <= REASON_LIMIT:
        raise Refused([Fault("理由", f"削除する理由を{REASON_LIMIT}文字以内で入力してください。")])
    return _Erasing(act, reason.strip(), erasure.tombstone(act.today, act.principal.name))


def erase_photo(act: Act, photo_id: int, reason: str) -> None:
    """Erase a photo (a patient can be seen) for a written reason; the tombstone stays, picture and caption go.

    In any state of the assessment for whoever may erase what is written in it, and for whoever took the photo while the
    assessment is open. Raises Forbidden, NotFound (erased already, too) or Refused.
    """
    erasing, found = _begin(act, reason), photos.read(act, photo_id)
    facts = assessments.facts(act, found.assessment_id)
    # Also on a tablet that was lent with a pass: nobody should have to leave a patient's face where it is.
    own = found.person_id == act.principal.person_id and access.is_writable(facts)
    # To be allowed to read it is not enough: a host could then erase the visitors' proof against it.
    assessments.require(act, found.assessment_id, Verb.WRITE if own else Verb.ERASE)
    change = {"erased_at": act.at, "erased_by": act.principal.person_id, "erase_reason": erasing.reason, "caption": ""}
    rows.update(act, "photo", photo_id, change)
    for visit_id in _visits_of(act, found.assessment_id):
        _erase_from_reports(
            erasing, _REPORTS, visit_id, lambda sealed: erasure.erase_photo(sealed, photo_id, erasing.stone)
        )
    file = db.file_of(act.db)
    # Not before the commit: if that failed, a row would be left whose picture is gone.
    act.after(lambda: _remove(file, found.sha256))


def _remove(file: Path, sha256: str) -> None:
    with db.reading(file) as connection:
        # The same picture may stand at another item, which then keeps it.
        files.remove_unneeded(connection, frozenset({sha256}))
    # What the caption said lies in the log until it is emptied, which no transaction can do.
    db.empty_log(file)


def _erase_comment(erasing: _Erasing, assessment_id: int, item: str, text: str) -> None:
    facts = assessments.require(erasing.act, assessment_id, Verb.ERASE)
    sought = {"assessment": assessment_id, "item": item, "text": text}
    found = False
    # The history first: the trigger lets an answer become only what its line of history says by then.
    for place in ("rating_history", "late_answer"):
        # Read to the end before the first is replaced: a running statement need not see its table as it was.
        held = erasing.act.db.execute(
            f"""SELECT t.id FROM {place} t JOIN item ON item.id = t.item_id
                WHERE t.assessment_id = :assessment AND item.code = :item AND t.comment = :text ORDER BY t.id""",
            sought,
        ).fetchall()
        for row in held:
            erasing.put(place, "comment", row["id"], text)
        found |= bool(held)
    if not found or erasure.is_tombstone(text):
        raise NotFound(GONE)
    erasing.act.db.execute(
        """UPDATE rating SET comment = :stone WHERE assessment_id = :assessment AND comment = :text
           AND item_id IN (SELECT id FROM item WHERE code = :item)""",
        {**sought, "stone": erasing.stone},
    )
    _erase_from_visits(erasing, assessment_id, facts.track, item, text)


def _erase_from_visits(erasing: _Erasing, assessment_id: int, track: Track, item: str, text: str) -> None:
    """The sealed reports that hold an assessment, and the findings that repeat its comment word for word."""
    code = assessment_rows.get(erasing.act.db, assessment_id).version_code
    for visit_id in _visits_of(erasing.act, assessment_id):
        _erase_from_reports(
            erasing,
            _REPORTS,
            visit_id,
            lambda sealed: erasure.erase_comment(sealed, code, item, track, text, erasing.stone),
        )
        repeated = erasing.act.db.execute(
            """SELECT DISTINCT f.id FROM finding f JOIN finding_history h ON h.finding_id = f.id
               JOIN item ON item.id = f.item_id WHERE f.visit_id = ? AND item.code = ? AND h.text = ?""",
            [visit_id, item, text],
        ).fetchall()
        # A draft takes over the comment word for word, the patient's name included.
        for (finding_id,) in repeated:
            _erase_finding(erasing, finding_id, text)


def _visits_of(view: View, assessment_id: int) -> list[int]:
    found = view.db.execute(
        """SELECT DISTINCT s.visit_id FROM visit_sheet s JOIN assessment a
           ON a.visit_sheet_id = s.id OR a.id = s.self_assessment_id WHERE a.id = ?""",
        [assessment_id],
    )
    return [row["visit_id"] for row in found.fetchall()]


def _erase_finding(erasing: _Erasing, finding_id: int, text: str) -> bool:
    """A wording of a finding: now, in its history, and in every report that tells of it; whether there was one."""
    held = erasing.act.db.execute(
        "SELECT id FROM finding_history WHERE finding_id = ? AND text = ? ORDER BY id", [finding_id, text]
    ).fetchall()
    if erasure.is_tombstone(text):
        return False
    for row in held:
        erasing.put("finding_history", "text", row["id"], text)
    erasing.act.db.execute("UPDATE finding SET text = ? WHERE id = ? AND text = ?", [erasing.stone, finding_id, text])
    # Of every year: the reports of later visits repeat the finding among those they look at again.
    _erase_from_reports(
        erasing,
        """SELECT report.id, snapshot FROM report JOIN visit ON visit.id = visit_id WHERE host_id = (
               SELECT host_id FROM finding JOIN visit ON visit.id = visit_id WHERE finding.id = ?) ORDER BY report.id""",
        finding_id,
        lambda sealed: erasure.erase_finding(sealed, finding_id, text, erasing.stone),
    )
    return bool(held)


def _erase_from_reports(erasing: _Erasing, query: str, key: int, change: Callable[[Report], Report]) -> None:
    """Write sealed snapshots anew without the text; the hash of what was sealed stays, and every step from it."""
    for row in erasing.act.db.execute(query, [key]).fetchall():
        before = report.decode(row["snapshot"])
        after = change(before)
        if after != before:
            text = report.canonical(after)
            # The hash of the sealing stands on paper at both hospitals. It is kept, and each erasure leaves the hash
            # before and after it, so that whoever checks can tell an erasure on record from any other change.
            erasing.note("report", row["id"], row["snapshot"], text)
            erasing.act.db.execute(
                "UPDATE report SET snapshot = ?, erasures = erasures + 1 WHERE id = ?", [text, row["id"]]
            )
            report_papers.forget(erasing.act, row["id"])
