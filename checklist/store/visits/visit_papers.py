"""Documents of a visit as files: what a record-only visit carries in place of a sheet."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.model.accounts import Principal
from checklist.model.permission import Thing, Verb
from checklist.store.files import attachments
from checklist.store.files.attachments import StoredFile
from checklist.store.visits import visits

_TABLE = "visit_paper"


def of_visit(db: Database, principal: Principal, visit_id: int) -> list[StoredFile]:
    """The documents of a visit, oldest first; raises Forbidden."""
    visits.require(db, principal, visit_id, Thing.PAPERS, Verb.READ)
    return attachments.of_owner(db, _TABLE, "visit_id", visit_id)


def add(db: Database, principal: Principal, visit_id: int, name: str, content: bytes) -> int:
    """Keep a document of a visit and return its id; raises TooLarge or Refused."""
    visits.require(db, principal, visit_id, Thing.PAPERS, Verb.WRITE)
    return attachments.keep(db, _TABLE, {"visit_id": visit_id}, name, content, principal.person_id)


def file(db: Database, principal: Principal, paper_id: int) -> tuple[StoredFile, bytes]:
    """A document with its content; raises NotFound or Forbidden."""
    row = attachments.get(db, _TABLE, paper_id)
    visits.require(db, principal, row["visit_id"], Thing.PAPERS, Verb.READ)
    found = attachments.from_row(row)
    return found, attachments.content(db, found)
