"""Activity records, filed partners and evidence documents of many hospitals written at once: for invented regions only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from checklist.model.criteria import Direction
from checklist.model.records import Record
from checklist.rules.evidence.evidence_days import DocumentFields
from checklist.store.bulk import require_fictional
from checklist.store.clock import to_text
from checklist.store.evidence import evidence_documents
from checklist.store.files import attachment, files
from checklist.store.records import records


@dataclass(frozen=True)
class Kept:
    """A record of a hospital, when it was written down and by whom."""

    hospital_id: int
    record: Record
    at: datetime
    person_id: int


@dataclass(frozen=True)
class Partner:
    """A partner named in the filing of a hospital."""

    hospital_id: int
    partner_id: int
    direction: Direction
    filed_on: date
    ended_on: date | None
    at: datetime
    person_id: int


@dataclass(frozen=True)
class Paper:
    """An evidence document of a hospital; `content` is stored once, however often it is used."""

    hospital_id: int
    fields: DocumentFields
    name: str
    content: bytes
    at: datetime
    person_id: int


def add(db: Database, kept: Iterable[Kept]) -> None:
    """Write new records, each as its first version, through the same triggers as every record."""
    require_fictional(db)
    by_table: dict[str, list[dict[str, object]]] = defaultdict(list)
    for one in kept:
        row = {**records.values(one.record), "hospital_id": one.hospital_id, "version": 1}
        by_table[one.record.TABLE].append({**row, "updated_at": to_text(one.at), "person_id": one.person_id})
    for table, rows in by_table.items():
        _insert(db, table, rows)


def add_partners(db: Database, found: Iterable[Partner]) -> None:
    """Write the partner tables of filings."""
    require_fictional(db)
    rows: list[dict[str, object]] = [
        {
            "hospital_id": one.hospital_id,
            "partner_id": one.partner_id,
            "direction": one.direction.value,
            "filed_on": one.filed_on.isoformat(),
            "ended_on": one.ended_on and one.ended_on.isoformat(),
            "at": to_text(one.at),
            "person_id": one.person_id,
        }
        for one in found
    ]
    _insert(db, "filing_partner", rows)


def add_papers(db: Database, found: Iterable[Paper]) -> None:
    """Write evidence documents; the same content is checked and stored once."""
    require_fictional(db)
    rows: list[dict[str, object]] = []
    hashes: dict[bytes, tuple[str, str]] = {}
    for one in found:
        checked = attachment.check(one.name, one.content) if one.content not in hashes else None
        if checked:
            hashes[one.content] = (files.put(files.folder(db), one.content), checked.media_type)
        sha256, media_type = hashes[one.content]
        row = {**evidence_documents.columns(one.hospital_id, one.fields), "name": one.name, "sha256": sha256}
        more = {"media_type": media_type, "bytes": len(one.content), "at": to_text(one.at), "person_id": one.person_id}
        rows.append({**row, **more})
    _insert(db, "evidence_document", rows)


def _insert(db: Database, table: str, rows: list[dict[str, object]]) -> None:
    if rows:
        names = list(rows[0])
        quoted, places = ", ".join(f'"{name}"' for name in names), ", ".join(f":{name}" for name in names)
        db.conn.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({places})", rows)


def share_entitlement(db: Database, hospital_ids: Iterable[int]) -> None:
    """Let the secretariat see how the 施設基準 of some hospitals are judged."""
    require_fictional(db)
    db.conn.executemany("UPDATE hospital SET shares_entitlement = 1 WHERE id = ?", [(one,) for one in hospital_ids])
