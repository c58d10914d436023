"""A 改訂案 as a paper: what it changes since the version in use, and what partner hospitals said to it."""

from __future__ import annotations

from checklist.formats.document import Document
from checklist.formats.table import Cover
from checklist.model.permission import Thing, Verb
from checklist.readings import revision_tables, revisions_page
from checklist.store import region
from checklist.store.act import View

NOTE = "関係が「同一」「文言修正」の項目のみ、前版の結果と比較します。"


def document(view: View, revision_id: int) -> Document:
    """The differences with, for the editors, the comments of all hospitals; raises NotFound or Forbidden."""
    found = revisions_page.chosen(view, revision_id)
    tables = [revision_tables.differences(found.sheet, found.compared)]
    if view.may(Verb.WRITE, Thing.REVISIONS):
        tables.append(revision_tables.answers(found.asked, found.said))
    if found.said:
        tables.append(revision_tables.remarks(found.sheet, found.names, found.said))
    title = f"{found.revision.sheet_name} {found.revision.name} 改訂案"
    return Document(
        title, revision_tables.facts(found.revision), tuple(tables), tables[0], (), (NOTE,),
        region.load(view.db).fictional, Cover(title),
    )  # fmt: skip
