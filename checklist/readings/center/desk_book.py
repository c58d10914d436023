"""The contact book of the hospitals' desks as a list: whom to call at each hospital, and when somebody last looked."""

from __future__ import annotations

from collections.abc import Mapping

from checklist.errors import Forbidden
from checklist.formats.table import Column, Value
from checklist.model.center.passed import HospitalDesk
from checklist.readings import listing
from checklist.readings.center import passing
from checklist.readings.center.passing import HospitalDeskPage
from checklist.readings.listing import Line, Listing
from checklist.store.act import View
from checklist.store.center import hospital_desks

Entry = tuple[str, HospitalDesk | None]
NONE = "未登録"
_WIDE = ("contact", "hours", "way")
COLUMNS = (
    Column("病院", "text", 26, least=8),
    *(Column(label, "text", 26, least=8 * (name in _WIDE)) for name, (label, _) in hospital_desks.LIMITS.items()),
    Column("最後に確認した日", "date", 20),
)
_STATES = {"kept": "1年以内に確認", "old": "1年以上確認されていない", "none": NONE}


def asked(view: View, _: Mapping[str, str]) -> Listing[Entry]:
    """The book as its page shows it to whoever reads every entry; raises Forbidden."""
    page = passing.desk_page(view, "book", None)
    if page.part != "book":
        raise Forbidden
    return listed(page)


def listed(page: HospitalDeskPage) -> Listing[Entry]:
    """Every hospital of the region, also those without an entry."""
    lines = tuple(Line(_cells(*one), one, keys=listing.keys(desk=_state(one, page))) for one in page.book)
    states = listing.chosen_by("desk", "確認", _STATES.items())
    return Listing("hospital-desks", "患者相談窓口の連絡先", COLUMNS, lines, (states,))


def _cells(name: str, desk: HospitalDesk | None) -> tuple[Value, ...]:
    if desk is None:
        return (name, NONE, *[None] * (len(COLUMNS) - 2))
    return (name, *(str(getattr(desk, field)) for field in hospital_desks.LIMITS), desk.checked_on)


def _state(one: Entry, page: HospitalDeskPage) -> str:
    _, desk = one
    return "none" if desk is None else "old" if passing.unchecked(desk, page.today) else "kept"
