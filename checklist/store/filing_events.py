"""What became of a filing: filed, changed, withdrawn; written once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from checklist import words
from checklist.errors import Fault, NotFound, Refused
from checklist.model import Filing, Principal
from checklist.rules.access import Verb
from checklist.rules.day_text import is_plausible
from checklist.store import filing_partners, hospitals
from checklist.store.clock import from_text
from checklist.store.db import insert, stamp

NOTE_LIMIT = 1000


@dataclass(frozen=True)
class FilingEvent:
    """One entry of a filing's history."""

    filing_id: int
    kind: str
    on: date
    receipt_number: str
    note: str
    at: datetime
    by: str


def of_hospital(db: Database, principal: Principal, hospital_id: int) -> list[FilingEvent]:
    """Everything recorded for the filings of a hospital, the newest first; raises Forbidden."""
    filing_partners.require(principal, hospital_id, Verb.READ)
    rows = db.execute(
        """SELECT e.*, person.name FROM filing_event e JOIN filing ON filing.id = filing_id
           JOIN person ON person.id = e.person_id WHERE filing.hospital_id = ? ORDER BY on_date DESC, e.id DESC""",
        [hospital_id],
    )
    return [
        FilingEvent(
            row["filing_id"],
            row["kind"],
            date.fromisoformat(row["on_date"]),
            row["receipt_number"],
            row["note"],
            from_text(row["at"]),
            row["name"],
        )
        for row in rows
    ]


def add(db: Database, principal: Principal, filing_id: int, kind: str, on: date, receipt_number: str, note: str) -> int:
    """Record what became of a filing, and return the entry's id; raises Refused, NotFound or Forbidden."""
    filing = _filing(db, filing_id)
    filing_partners.require(principal, filing.hospital_id, Verb.WRITE)
    if found := _faults(kind, on, receipt_number, note):
        raise Refused(found)
    row = {"filing_id": filing_id, "kind": kind, "on_date": on.isoformat(), "receipt_number": receipt_number.strip()}
    return insert(db, "filing_event", {**row, "note": note.strip(), "at": stamp(), "person_id": principal.person_id})


def _faults(kind: str, on: date, receipt_number: str, note: str) -> list[Fault]:
    found = []
    if kind not in words.FILING_EVENTS:
        found.append(Fault("届出の種類", "選択肢から選んでください。"))
    if not is_plausible(on):
        found.append(Fault("届出日", "日付を確かめてください。"))
    if len(receipt_number.strip()) > 60:
        found.append(Fault("受理番号", "60文字以内で入力してください。"))
    if len(note.strip()) > NOTE_LIMIT:
        found.append(Fault("備考", f"{NOTE_LIMIT}文字以内で入力してください。"))
    return found


def _filing(db: Database, filing_id: int) -> Filing:
    found = next((one for one in hospitals.filings(db) if one.id == filing_id), None)
    if found is None:
        raise NotFound("指定された届出は登録されていません。")
    return found
