"""窓口: the books of the desk, its rules and its lists, as far as one part of the page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from checklist.errors import ChecklistError
from checklist.model.center import BOOKS
from checklist.model.center.desk import Edition
from checklist.model.fields import Record
from checklist.readings.center.consultations_page import is_due
from checklist.rules.fields import option
from checklist.store.act import View
from checklist.store.center import desk
from checklist.store.records import records

LISTS, FILE = "lists", "file"
PARTS = (*(kind.KIND for kind in BOOKS), LISTS, FILE)


@dataclass(frozen=True)
class DeskPage:
    """One part of the page; of a book its records, and the one that is to be corrected."""

    part: str
    today: date
    lists: Mapping[str, Mapping[str, str]]
    editions: tuple[Edition, ...]
    kind: type[Record] | None
    found: tuple[Record, ...]
    chosen: Record | None
    refusal: str
    due: int
    """紹介先 that nobody has checked for a year."""


def read(view: View, asked: str | None, record_id: int | None) -> DeskPage:
    """The part that an address asks for; raises Forbidden."""
    part = option.chosen(PARTS, asked)
    kind = next((one for one in BOOKS if part == one.KIND), None)
    editions = desk.editions(view)
    found: tuple[Record, ...] = ()
    if kind:
        found = tuple(desk.all_referrals(view) if kind.CHECKED else records.of_hospital(view, None, kind))
    chosen, refusal = _chosen(view, kind, record_id)
    # As it stands in the list, in the words of today.
    chosen = next((one for one in found if chosen and one.id == chosen.id), chosen)
    lists = desk.edition_on(view, view.today).lists()
    due = sum(is_due(one, view.today) for one in found)
    return DeskPage(part, view.today, lists, editions, kind, found, chosen, refusal, due)


def _chosen(view: View, kind: type[Record] | None, record_id: int | None) -> tuple[Record | None, str]:
    if kind is None or record_id is None:
        return None, ""
    try:
        return records.get(view, kind, record_id), ""
    except ChecklistError as error:
        return None, error.message
