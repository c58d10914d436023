"""The hospitals with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from checklist.model.hospitals import Filing, Hospital, NameSign
from checklist.model.permission import Thing, Verb
from checklist.model.sheets import Module
from checklist.rules import access, fiscal_year
from checklist.rules.hospitals.beds import BedCount
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import bed_counts, hospitals, lacking_modules, name_signs
from checklist.store.visits import visits


@dataclass(frozen=True)
class HospitalsPage:
    """The hospitals that concern the reader with their classes of today, and the one that was asked for.

    `chosen` is None without one, and for a hospital that does not concern the reader.
    """

    today: date
    known: tuple[Hospital, ...]
    classes: Mapping[int, int]
    chosen: Hospital | None
    filings: tuple[Filing, ...]
    lacking: frozenset[Module]
    """The departments that the chosen hospital is without today."""
    beds: tuple[BedCount, ...]
    """The numbers of its beds, by the day from which each counts."""
    year: int
    """The fiscal year of today, from which on a change of these departments holds; 0 without a hospital."""
    signs: tuple[NameSign, ...]
    """What was chosen for the 外字 of the hospital's names, for those who may know."""


def read(view: View, hospital_id: int | None) -> HospitalsPage:
    """The hospitals, and one of them with its filings."""
    known = tuple(visits.hospitals_known_to(view))
    chosen = next((one for one in known if one.id == hospital_id), None)
    filings = hospitals.filings(view, chosen.id) if chosen else []
    lacking = lacking_modules.on(view, chosen.id, view.today) if chosen else frozenset()
    year = fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month) if chosen else 0
    classes = hospitals.classes_on(view, view.today)
    beds = bed_counts.of_hospital(view, chosen.id) if chosen else ()
    mine = chosen and view.may(Verb.READ, Thing.NAME_SIGNS, access.of_hospital(chosen.id))
    signs = tuple(name_signs.history(view, chosen.id)) if chosen and mine else ()
    return HospitalsPage(view.today, known, classes, chosen, tuple(filings), lacking, beds, year, signs)
