"""証拠書類 of a hospital: stored files with what they prove; added, and withdrawn with a reason, never changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from sqlite3 import Row

from sqlite_utils import Database

from checklist.errors import Fault, NotFound, Refused
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.criteria.facts import DocumentFact
from checklist.rules.evidence import evidence_days
from checklist.rules.evidence.evidence_days import DocumentFields
from checklist.store.act import Act, View
from checklist.store.clock import from_text
from checklist.store.db import update
from checklist.store.files import attachments
from checklist.store.files.attachments import StoredFile

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
    rows = view.db.execute(
        f"{attachments.select(_TABLE)} WHERE kept.hospital_id = ? ORDER BY kept.dated_on DESC, kept.id DESC",
        [hospital_id],
    )
    return [_document(row) for row in rows]


def until(view: View, hospital_id: int, day: date) -> list[EvidenceDocument]:
    """The documents that count on a day, the oldest first; raises Forbidden."""
    found = of_hospital(view, hospital_id)
    return [one for one in reversed(found) if one.withdrawn_at is None and one.fact.dated_on <= day]


def facts_until(db: Database, day: date, hospital_id: int | None = None) -> dict[int, tuple[DocumentFact, ...]]:
    """The documents that count on a day by hospital; for the store alone, without asking who wants to know.

    What counts is the day of the document, not when it was stored: the paper lay in a folder before.
    """
    where = "" if hospital_id is None else "AND hospital_id = :hospital"
    rows = db.execute(
        f"""SELECT id, hospital_id, kind, title, dated_on, period_from, period_to FROM {_TABLE}
            WHERE withdrawn_at IS NULL AND dated_on <= :day {where} ORDER BY hospital_id, dated_on, id""",
        {"day": day.isoformat(), "hospital": hospital_id},
    )
    found: dict[int, list[DocumentFact]] = defaultdict(list)
    for row in rows:
        found[row["hospital_id"]].append(_fact(row))
    return {hospital: tuple(facts) for hospital, facts in found.items()}


def file(view: View, document_id: int) -> tuple[StoredFile, bytes]:
    """A document with its content, withdrawn or not; raises NotFound or Forbidden."""
    found = _document(attachments.get(view, _TABLE, document_id))
    _require(view, found.hospital_id, Verb.READ)
    return found.file, attachments.content(view, found.file)


def add(act: Act, hospital_id: int, fields: DocumentFields, name: str, content: bytes) -> int:
    """Keep a document of a hospital and return its id; raises Refused, TooLarge, NotFound or Forbidden."""
    _require(act, hospital_id, Verb.WRITE)
    if found := evidence_days.faults(fields, act.today):
        raise Refused(found)
    return attachments.keep(act, _TABLE, columns(hospital_id, fields), name, content, act.principal.person_id)


def columns(hospital_id: int, fields: DocumentFields) -> dict[str, object]:
    """What is said of a document as its row holds it."""
    return {
        "hospital_id": hospital_id,
        "kind": fields.kind,
        "title": fields.title.strip(),
        "dated_on": fields.dated_on.isoformat(),
        "period_from": fields.period_from and fields.period_from.isoformat(),
        "period_to": fields.period_to and fields.period_to.isoformat(),
        "note": fields.note.strip(),
    }


def withdraw(act: Act, document_id: int, reason: str) -> None:
    """Take a document back with a reason: it proves nothing any more, and stays with its file."""
    found = _document(attachments.get(act, _TABLE, document_id))
    _require(act, found.hospital_id, Verb.WRITE)
    if found.withdrawn_at is not None:
        raise NotFound("この書類はすでに取り消されています。")
    if not 1 <= len(reason.strip()) <= REASON_LIMIT:
        raise Refused([Fault("取消しの理由", f"{REASON_LIMIT}文字以内で入力してください。")])
    change = {"withdrawn_at": act.stamp, "withdraw_reason": reason.strip(), "withdrawn_by": act.principal.person_id}
    update(act.db, _TABLE, document_id, change)


def _require(view: View, hospital_id: int, verb: Verb) -> None:
    view.require(verb, Thing.EVIDENCE, access.of_hospital(hospital_id))


def _fact(row: Row) -> DocumentFact:
    days = (date.fromisoformat(row[name]) if row[name] else None for name in ("period_from", "period_to"))
    return DocumentFact(row["id"], row["kind"], row["title"], date.fromisoformat(row["dated_on"]), *days)


def _document(row: Row) -> EvidenceDocument:
    return EvidenceDocument(
        _fact(row),
        row["hospital_id"],
        row["note"],
        attachments.from_row(row),
        row["bytes"],
        from_text(row["withdrawn_at"]) if row["withdrawn_at"] else None,
        row["withdraw_reason"] or "",
    )
