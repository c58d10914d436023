"""The editions of the figures that were made for the public, each as it left the centre."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from checklist.model.center.published import PublicEdition, PublicTable
from checklist.model.permission import Thing, Verb
from checklist.store import rows
from checklist.store.act import Act, View

_ALL = "SELECT e.*, p.name AS person FROM public_edition e JOIN person p ON p.id = e.person_id"


def of_year(view: View, fiscal_year: int) -> list[PublicEdition]:
    """Every edition of a fiscal year, the first one first; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    return rows.many(PublicEdition, view.db.execute(f"{_ALL} WHERE e.fiscal_year = ? ORDER BY e.id", [fiscal_year]))


def newest(view: View) -> dict[int, PublicEdition]:
    """The newest edition of each fiscal year that has one; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute(
        f"""{_ALL} WHERE NOT EXISTS (SELECT 1 FROM public_edition n WHERE n.fiscal_year = e.fiscal_year AND n.id > e.id)
            ORDER BY e.fiscal_year"""
    )
    return {one.fiscal_year: one for one in rows.many(PublicEdition, found)}


def put(act: Act, fiscal_year: int, tables: Sequence[PublicTable]) -> int:
    """Keep an edition as it is from now on, and return its number; raises Forbidden."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    content = msgspec.json.encode(list(tables)).decode()
    return rows.insert(act, "public_edition", {"fiscal_year": fiscal_year, "tables": content})
