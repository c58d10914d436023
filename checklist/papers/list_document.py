"""Any list of a screen as a file: the same rows and columns, with as of when, what was asked, and who took it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from checklist import words
from checklist.errors import Forbidden, NotFound, Refused
from checklist.formats.document import Document
from checklist.formats.table import Column, Table
from checklist.readings import listing, overdue
from checklist.readings.listing import Listing
from checklist.rules import access
from checklist.store import region
from checklist.store.act import View

ORIGIN = Column("出力の条件", "text", 40)
"""The last column of a CSV file, which has neither head nor margin."""


@dataclass(frozen=True)
class Source:
    """The page on which a list stands, and how it is read there for what the address says."""

    page: str
    read: Callable[[View, Mapping[str, str]], Listing[Any]]


SOURCES = {
    "overdue": Source("overdue", lambda view, _: overdue.read(view)),
}
"""The name of a list in the address of its files -> where it stands."""


def document(view: View, name: str, address: Mapping[str, str]) -> Document:
    """The list of this name as the address narrows it; raises NotFound, Forbidden, or Refused for a wrong address."""
    source = SOURCES.get(name)
    if source is None:
        raise NotFound("この一覧はありません。")
    if not access.may_open(source.page, view.principal):
        raise Forbidden
    found = source.read(view, address)
    wish = listing.asked(found, address)
    if wish.wrong:
        raise Refused(f"「{'・'.join(wish.wrong)}」の指定が正しくありません。一覧の画面を開き直してください。")
    lines = listing.kept(found, wish)
    facts = (
        ("時点", words.moment(view.at)),
        ("条件", listing.told(found, wish)),
        ("件数", f"全{len(found.lines)}件のうち{len(lines)}件"),
        ("出力した人", view.principal.name),
    )
    notes = tuple(f"{label}：{text}" for label, text in facts)
    table = replace(listing.table(found, lines), notes=notes)
    title = f"{found.title} {view.today.isoformat()}"
    return Document(title, facts, (table,), _with_origin(table), (), (), region.load(view.db).fictional)


def _with_origin(table: Table) -> Table:
    told = "　".join(table.notes)
    return Table(table.title, (*table.columns, ORIGIN), tuple((*row, told) for row in table.rows))
