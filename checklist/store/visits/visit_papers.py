"""Documents of a visit as files: what a record-only visit carries in place of a sheet."""

from __future__ import annotations

from checklist.model.permission import Thing, Verb
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.files import attachments
from checklist.store.files.attachment import Attachment
from checklist.store.files.attachments import StoredFile
from checklist.store.visits import visits

_TABLE = "visit_paper"


def of_visit(view: View, visit_id: int) -> list[StoredFile]:
    """The documents of a visit, oldest first; raises Forbidden."""
    visits.require(view, visit_id, Thing.PAPERS, Verb.READ)
    return attachments.of_owner(view, _TABLE, "visit_id", visit_id)


def add(act: Act, visit_id: int, checked: Attachment) -> int:
    """Keep a document of a visit and return its id; raises Forbidden."""
    visits.require(act, visit_id, Thing.PAPERS, Verb.WRITE)
    return attachments.keep(act, _TABLE, {"visit_id": visit_id}, checked)


def file(view: View, paper_id: int) -> tuple[StoredFile, bytes]:
    """A document with its content; raises NotFound or Forbidden."""
    row = attachments.get(view, _TABLE, paper_id)
    visits.require(view, row["visit_id"], Thing.PAPERS, Verb.READ)
    found = rows.one(StoredFile, row)
    return found, attachments.content(view, found)
