"""Erasing texts that name a patient: a tombstone and the hash stay, in the history and in sealed reports too."""

from __future__ import annotations

from pathlib import Path

from checklist.errors import NotFound
from checklist.model.assessments import Track
from checklist.model.closing import ErasedKind
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.closing import erasure
from checklist.store import db, rows
from checklist.store.act import Act, View
from checklist.store.assessments import assessment_rows, assessments, photos
from checklist.store.closing import closing_rows, erasing
from checklist.store.closing.erasable_texts import Erasure as Erasure
from checklist.store.closing.erasable_texts import Written as Written
from checklist.store.closing.erasable_texts import comments as comments
from checklist.store.closing.erasable_texts import findings_of as findings_of
from checklist.store.closing.erasable_texts import noted as noted
from checklist.store.closing.erasable_texts import practices_of as practices_of
from checklist.store.closing.erasing import Erasing
from checklist.store.files import files
from checklist.store.visits import visit_rows, visits

_OF_HOST = """SELECT report.id, snapshot FROM report JOIN visit ON visit.id = visit_id WHERE host_id = (
    SELECT host_id FROM finding JOIN visit ON visit.id = visit_id WHERE finding.id = ?) ORDER BY report.id"""


def erase(act: Act, found: Written, reason: str) -> None:
    """Erase a text wherever it stands at its item, for a written reason; raises Forbidden, NotFound or Refused.

    That is: the answer or finding, every version in its history, what came too late, findings worded exactly like a
    comment, what of it the library of 好事例 holds, and every sealed edition. Works in any state; nothing of the text is
    left in the file or its log.
    """
    under_way = erasing.begin(act, reason)
    if found.kind is ErasedKind.COMMENT:
        _erase_comment(under_way, found.owner, found.item, found.text)
    elif found.kind is ErasedKind.PRACTICE:
        finding = closing_rows.finding(act.db, found.owner)
        host = visit_rows.get(act.db, finding.visit_id).host_id
        act.require(Verb.ERASE, Thing.PRACTICE_OFFERS, access.of_hospital(host))
        if not _erase_practices(under_way, finding.id, found.text):
            raise NotFound(erasing.GONE)
    else:
        finding = closing_rows.finding(act.db, found.owner)
        visits.require(act, finding.visit_id, Thing.ERASURES, Verb.WRITE)
        if not _erase_finding(under_way, finding.id, found.text):
            raise NotFound(erasing.GONE)
    erasing.leave_nothing(act)


def erase_photo(act: Act, photo_id: int, reason: str) -> None:
    """Erase a photo (a patient can be seen) for a written reason; the tombstone stays, picture and caption go.

    In any state of the assessment for whoever may erase what is written in it, and for whoever took the photo while the
    assessment is open. Raises Forbidden, NotFound (erased already, too) or Refused.
    """
    under_way, found = erasing.begin(act, reason), photos.read(act, photo_id)
    facts = assessments.facts(act, found.assessment_id)
    # Also on a tablet that was lent with a pass: nobody should have to leave a patient's face where it is.
    own = found.person_id == act.principal.person_id and access.is_writable(facts)
    # To be allowed to read it is not enough: a host could then erase the visitors' proof against it.
    assessments.require(act, found.assessment_id, Verb.WRITE if own else Verb.ERASE)
    change = {
        "erased_at": act.at,
        "erased_by": act.principal.person_id,
        "erase_reason": under_way.reason,
        "caption": "",
    }
    rows.update(act, "photo", photo_id, change)
    for visit_id in _visits_of(act, found.assessment_id):
        under_way.from_reports(visit_id, lambda sealed: erasure.erase_photo(sealed, photo_id, under_way.stone))
    file = db.file_of(act.db)
    # Not before the commit: if that failed, a row would be left whose picture is gone.
    act.after(lambda: _remove(file, found.sha256))


def _remove(file: Path, sha256: str) -> None:
    with db.reading(file) as connection:
        # The same picture may stand at another item, which then keeps it.
        files.remove_unneeded(connection, frozenset({sha256}))
    # What the caption said lies in the log until it is emptied, which no transaction can do.
    db.empty_log(file)


def _erase_comment(under_way: Erasing, assessment_id: int, item: str, text: str) -> None:
    facts = assessments.require(under_way.act, assessment_id, Verb.ERASE)
    sought = {"assessment": assessment_id, "item": item, "text": text}
    found = False
    # The history first: the trigger lets an answer become only what its line of history says by then.
    for place in ("rating_history", "late_answer"):
        # Read to the end before the first is replaced: a running statement need not see its table as it was.
        held = under_way.act.db.execute(
            f"""SELECT t.id FROM {place} t JOIN item ON item.id = t.item_id
                WHERE t.assessment_id = :assessment AND item.code = :item AND t.comment = :text ORDER BY t.id""",
            sought,
        ).fetchall()
        for row in held:
            under_way.put(place, "comment", row["id"], text)
        found |= bool(held)
    if not found or erasure.is_tombstone(text):
        raise NotFound(erasing.GONE)
    under_way.act.db.execute(
        """UPDATE rating SET comment = :stone WHERE assessment_id = :assessment AND comment = :text
           AND item_id IN (SELECT id FROM item WHERE code = :item)""",
        {**sought, "stone": under_way.stone},
    )
    _erase_from_visits(under_way, assessment_id, facts.track, item, text)


def _erase_from_visits(under_way: Erasing, assessment_id: int, track: Track, item: str, text: str) -> None:
    """The sealed reports that hold an assessment, and the findings that repeat its comment word for word."""
    code = assessment_rows.get(under_way.act.db, assessment_id).version_code
    for visit_id in _visits_of(under_way.act, assessment_id):
        under_way.from_reports(
            visit_id, lambda sealed: erasure.erase_comment(sealed, code, item, track, text, under_way.stone)
        )
        repeated = under_way.act.db.execute(
            """SELECT DISTINCT f.id FROM finding f JOIN finding_history h ON h.finding_id = f.id
               JOIN item ON item.id = f.item_id WHERE f.visit_id = ? AND item.code = ? AND h.text = ?""",
            [visit_id, item, text],
        ).fetchall()
        # A draft takes over the comment word for word, the patient's name included.
        for (finding_id,) in repeated:
            _erase_finding(under_way, finding_id, text)


def _visits_of(view: View, assessment_id: int) -> list[int]:
    found = view.db.execute(
        """SELECT DISTINCT s.visit_id FROM visit_sheet s JOIN assessment a
           ON a.visit_sheet_id = s.id OR a.id = s.self_assessment_id WHERE a.id = ?""",
        [assessment_id],
    )
    return [row["visit_id"] for row in found.fetchall()]


def _erase_finding(under_way: Erasing, finding_id: int, text: str) -> bool:
    """A wording of a finding: now, in its history, and in every report that tells of it; whether there was one."""
    held = under_way.act.db.execute(
        "SELECT id FROM finding_history WHERE finding_id = ? AND text = ? ORDER BY id", [finding_id, text]
    ).fetchall()
    if erasure.is_tombstone(text):
        return False
    for row in held:
        under_way.put("finding_history", "text", row["id"], text)
    under_way.act.db.execute(
        "UPDATE finding SET text = ? WHERE id = ? AND text = ?", [under_way.stone, finding_id, text]
    )
    _erase_practices(under_way, finding_id, text)
    # Of every year: the reports of later visits repeat the finding among those they look at again.
    under_way.from_reports(
        finding_id, lambda sealed: erasure.erase_finding(sealed, finding_id, text, under_way.stone), _OF_HOST
    )
    return bool(held)


def _erase_practices(under_way: Erasing, finding_id: int, text: str) -> bool:
    """Every wording offered to the library that holds a text, whole or with more around it; whether there was one."""
    held = under_way.act.db.execute(
        "SELECT id, text FROM practice WHERE finding_id = ? AND instr(text, ?) ORDER BY id", [finding_id, text]
    ).fetchall()
    gone = [row for row in held if not erasure.is_tombstone(row["text"])]
    for row in gone:
        under_way.put("practice", "text", row["id"], row["text"])
    return bool(gone)
