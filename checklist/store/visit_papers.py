"""Documents of a visit as files: what a record-only visit carries in place of a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from checklist.errors import NotFound
from checklist.model import Principal
from checklist.rules import attachment
from checklist.rules.access import Thing, Verb
from checklist.store import files, visits
from checklist.store.clock import from_text
from checklist.store.db import insert, stamp


@dataclass(frozen=True)
class VisitPaper:
    """One stored document."""

    id: int
    visit_id: int
    name: str
    media_type: str
    sha256: str
    at: datetime
    by: str


_SELECT = "SELECT p.*, person.name AS by FROM visit_paper p JOIN person ON person.id = p.person_id"


def _paper(row: Row) -> VisitPaper:
    return VisitPaper(
        row["id"], row["visit_id"], row["name"], row["media_type"], row["sha256"], from_text(row["at"]), row["by"]
    )


def of_visit(db: Database, principal: Principal, visit_id: int) -> list[VisitPaper]:
    """The documents of a visit, oldest first; raises Forbidden."""
    visits.require(db, principal, visit_id, Thing.PAPERS, Verb.READ)
    return [_paper(row) for row in db.execute(f"{_SELECT} WHERE visit_id = ? ORDER BY p.id", [visit_id])]


def add(db: Database, principal: Principal, visit_id: int, name: str, content: bytes) -> int:
    """Keep a document of a visit and return its id; raises TooLarge or Refused."""
    visits.require(db, principal, visit_id, Thing.PAPERS, Verb.WRITE)
    checked = attachment.check(name, content)
    row = {
        "visit_id": visit_id,
        "name": checked.name,
        "sha256": files.put(files.folder(db), content),
        "media_type": checked.media_type,
        "bytes": len(content),
        "at": stamp(),
        "person_id": principal.person_id,
    }
    return insert(db, "visit_paper", row)


def file(db: Database, principal: Principal, paper_id: int) -> tuple[VisitPaper, bytes]:
    """A document with its content; raises NotFound or Forbidden."""
    row = db.execute(f"{_SELECT} WHERE p.id = ?", [paper_id]).fetchone()
    if row is None:
        raise NotFound("指定されたファイルは登録されていません。")
    visits.require(db, principal, row["visit_id"], Thing.PAPERS, Verb.READ)
    return _paper(row), files.get(files.folder(db), row["sha256"])
