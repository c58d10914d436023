"""証拠書類 of a hospital: stored files with what they prove; added, and withdrawn with a reason, never changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from checklist.errors import Fault, NotFound, Refused
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.criteria.facts import DocumentFact
from checklist.rules.evidence import evidence_days
from checklist.rules.evidence.evidence_days import DocumentFields
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.files import attachments
from checklist.store.files.attachment import Attachment
from checklist.store.files.attachments import StoredFile
from checklist.store.rows import update

_TABLE = "evidence_document"
REASON_LIMIT = 200


@dataclass(frozen=True)
class EvidenceDocument:
    """One document: what the hospital says of it, its file, and whether it was taken back."""

    fact: DocumentFact
    hospital_id: int
    note: str
    file: StoredFile
    size: int
    withdrawn_at: datetime | None = None
    withdraw_reason: str = ""


def of_hospital(view: View, hospital_id: int) -> list[EvidenceDocument]:
    """Every document of a hospital, withdrawn ones too, the newest first; raises Forbidden."""
    _require(view, hospital_id, Verb.READ)
    found = view.db.execute(
        f"{attachments.select(_TABLE)} WHERE kept.hospital_id = ? ORDER BY kept.dated_on DESC, kept.id DESC",
        [hospital_id],
    )
    return [_document(row) for row in found]


def until(view: View, hospital_id: int, day: date) -> list[EvidenceDocument]:
    """The documents that count on a day, the oldest first; raises Forbidden."""
    found = of_hospital(view, hospital_id)
    return [one for one in reversed(found) if one.withdrawn_at is None and one.fact.dated_on <= day]


def facts_until(
    db: Database, day: date, hospital_id: int | None = None, sharing: bool = False
) -> dict[int, tuple[DocumentFact, ...]]:
    """The documents that count on a day by hospital; for the store alone, without asking who wants to know.

    What counts is the day of the document, not when it was stored: the paper lay in a folder before.
    `sharing`: only of hospitals that share their entitlement.
    """
    where = "" if hospital_id is None else "AND hospital_id = :hospital"
    where += " AND hospital_id IN (SELECT id FROM hospital WHERE shares_entitlement)" if sharing else ""
    known = db.execute(
        f"""SELECT id, hospital_id, kind, title, dated_on, period_from, period_to FROM {_TABLE}
            WHERE withdrawn_at IS NULL AND dated_on <= :day {where} ORDER BY hospital_id, dated_on, id""",
        {"day": day.isoformat(), "hospital": hospital_id},
    )
    found = rows.grouped(DocumentFact, known, "hospital_id")
    return {hospital: tuple(facts) for hospital, facts in found.items()}


def file(view: View, document_id: int) -> tuple[StoredFile, bytes]:
    """A document with its content, withdrawn or not; raises NotFound or Forbidden."""
    found = _document(attachments.get(view, _TABLE, document_id))
    _require(view, found.hospital_id, Verb.READ)
    return found.file, attachments.content(view, found.file)


def add(act: Act, hospital_id: int, fields: DocumentFields, checked: Attachment) -> int:
    """Keep a document of a hospital and return its id; raises Refused, NotFound or Forbidden."""
    _require(act, hospital_id, Verb.WRITE)
    if found := evidence_days.faults(fields, act.today):
        raise Refused(found)
    said = {**asdict(fields), "title": fields.title.strip(), "note": fields.note.strip()}
    return attachments.keep(act, _TABLE, {"hospital_id": hospital_id, **said}, checked)


def withdraw(act: Act, document_id: int, reason: str) -> None:
    """Take a document back with a reason: it proves nothing any more, and stays with its file."""
    found = _document(attachments.get(act, _TABLE, document_id))
    _require(act, found.hospital_id, Verb.WRITE)
    if found.withdrawn_at is not None:
        raise NotFound("この書類はすでに取り消されています。")
    if not 1 <= len(reason.strip()) <= REASON_LIMIT:
        raise Refused([Fault("取消しの理由", f"{REASON_LIMIT}文字以内で入力してください。")])
    change = {"withdrawn_at": act.at, "withdraw_reason": reason.strip(), "withdrawn_by": act.principal.person_id}
    update(act, _TABLE, document_id, change)


def _require(view: View, hospital_id: int, verb: Verb) -> None:
    view.require(verb, Thing.EVIDENCE, access.of_hospital(hospital_id))


def _document(row: Row) -> EvidenceDocument:
    fact, file = rows.one(DocumentFact, row), rows.one(StoredFile, row)
    reason = row["withdraw_reason"] or ""
    return rows.one(EvidenceDocument, row, fact=fact, file=file, size=row["bytes"], withdraw_reason=reason)
