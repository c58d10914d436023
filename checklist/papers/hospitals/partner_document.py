"""The partner tables of the 届出 as a paper: whom a hospital visits and who visits it."""

from __future__ import annotations

from checklist import words
from checklist.formats.document import Document
from checklist.formats.table import Cover
from checklist.readings import partnership
from checklist.store import region
from checklist.store.act import View


def document(view: View, hospital_id: int) -> Document:
    """The partner tables to attach to the 届出; raises NotFound or Forbidden."""
    found = partnership.read(view, hospital_id)
    tables = tuple(found.table(direction) for direction in found.directions)
    facts = (
        ("医療機関名", found.hospital.name),
        ("開設者名", found.hospital.founder),
        ("所在地", found.hospital.address),
        ("届出", f"医療安全対策地域連携{words.addon_class(found.addon_class)}" if found.addon_class else "届出なし"),
        ("基準日", words.day(found.today)),
        ("対象", words.fiscal_year(found.year)),
    )
    return Document(
        f"{found.hospital.name} 連携医療機関の一覧", facts, tables, tables[0], (), tuple(found.warnings()),
        region.load(view.db).fictional, Cover("医療安全対策地域連携加算 連携医療機関の一覧"),
    )  # fmt: skip
