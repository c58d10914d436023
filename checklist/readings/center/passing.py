"""What of a case has left the centre, and to whom it could go: the hospitals with their desks, and the experts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from checklist.model.center import DeskRule
from checklist.model.center.passed import HospitalDesk, Opening, Transfer
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.store.act import View
from checklist.store.center import desk, hospital_desks, openings, transfers
from checklist.store.hospitals import hospitals

UNCHECKED = 365
"""Days after which the entry of a desk has to be looked at again."""


@dataclass(frozen=True)
class Passing:
    """The part of a case that is about others than the centre."""

    transfers: tuple[Transfer, ...]
    hospitals: Mapping[int, str]
    """Those to which a case can go, by id; those in which it lies by then, too."""
    desks: Mapping[int, HospitalDesk]
    openings: tuple[Opening, ...]
    experts: Mapping[int, str]
    rule: DeskRule


def of_case(view: View, case_id: int) -> Passing:
    """The same of one case; raises Forbidden."""
    names = {one.id: one.name for one in hospitals.all_hospitals(view) if not one.external}
    return Passing(
        tuple(transfers.of_case(view, case_id)),
        names,
        hospital_desks.book(view),
        tuple(openings.of_case(view, case_id)),
        openings.experts(view),
        desk.rule(view, view.today),
    )


def unchecked(one: HospitalDesk, today: date) -> bool:
    """Whether nobody at the hospital has looked at the entry for a year."""
    return (today - one.checked_on).days > UNCHECKED


PARTS = ("cases", "own", "book")
"""Of the page of the desks: cases that were passed on, the own entry, every entry."""


@dataclass(frozen=True)
class HospitalDeskPage:
    """患者相談窓口 as a hospital sees it, or the book as the centre and the secretariat do."""

    today: date
    parts: tuple[str, ...]
    part: str
    hospital: int
    """The reader's own, 0 without one."""
    transfers: tuple[Transfer, ...]
    chosen: Transfer | None
    own: HospitalDesk | None
    writes: bool
    book: tuple[tuple[str, HospitalDesk | None], ...]
    """Every hospital of the region by name, with its entry."""


def desk_page(view: View, asked: str | None, transfer_id: int | None) -> HospitalDeskPage:
    """The page as an address asks for it; raises Forbidden for a 受け渡し that is not the reader's."""
    own = view.principal.hospital_id
    parts = tuple(part for part, shown in zip(PARTS, _parts(view, own), strict=True) if shown)
    part = asked if asked in parts else parts[0]
    wanted = transfer_id if "cases" in parts else None
    return HospitalDeskPage(
        view.today,
        parts,
        part,
        own or 0,
        tuple(transfers.visible_to(view)) if part == "cases" else (),
        transfers.get(view, wanted) if wanted is not None else None,
        hospital_desks.of_hospital(view, own) if own is not None and "own" in parts else None,
        own is not None and view.may(Verb.WRITE, Thing.HOSPITAL_DESK, access.of_hospital(own)),
        _book(view) if part == "book" else (),
    )


def _parts(view: View, own: int | None) -> tuple[bool, bool, bool]:
    if own is None:
        return False, False, True
    return (
        view.may(Verb.SEE_STATE, Thing.PASSED_CASE, access.of_hospital(own)),
        view.may(Verb.READ, Thing.HOSPITAL_DESK, access.of_hospital(own)),
        False,
    )


def _book(view: View) -> tuple[tuple[str, HospitalDesk | None], ...]:
    known = hospital_desks.book(view)
    return tuple((one.name, known.get(one.id)) for one in hospitals.all_hospitals(view) if not one.external)
