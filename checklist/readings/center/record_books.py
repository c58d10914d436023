"""The lists of the support centre's own records: what its desk tells callers, what it did, its council."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from checklist.errors import Refused
from checklist.model.center import BOOKS
from checklist.model.fields import Record
from checklist.readings import record_lists
from checklist.readings.center import activities_page, council_page, desk_page
from checklist.readings.listing import Listing
from checklist.store.act import View

NAME = "center-records"
"""The name of their files."""


class Book(Protocol):
    """What a page has read of one kind of record."""

    @property
    def lists(self) -> Mapping[str, Mapping[str, str]]: ...
    @property
    def found(self) -> tuple[Record, ...]: ...


def listed(page: Book, kind: type[Record], address: str = "") -> Listing[Record]:
    """The records of a page, each with the way to correct it."""
    return record_lists.listed(NAME, kind, page.found, page.lists, lambda one: f"{address}&record={one.id}")


def asked(view: View, address: Mapping[str, str]) -> Listing[Record]:
    """Those of the kind in the address as its page shows them; raises Forbidden, or Refused for another kind."""
    part, year = address.get("kind", ""), address.get("year", "")
    for kind in BOOKS:
        if part == kind.KIND:
            return listed(desk_page.read(view, part, None), kind)
    for name, kind in council_page.KINDS.items():
        if part == kind.KIND:
            return listed(council_page.read(view, name, None), kind)
    page = activities_page.read(view, part, int(year) if year.isascii() and year.isdigit() else None, None)
    if page.kind is None or part != page.kind.KIND:
        raise Refused(record_lists.WHICH)
    return listed(page, page.kind)
