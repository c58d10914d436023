"""The 届出 with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checklist import words
from checklist.formats.table import Column, Table
from checklist.model.criteria import Direction
from checklist.model.hospitals import Addon, Filing
from checklist.readings import partnership
from checklist.readings.partnership import Partnership
from checklist.rules.criteria import partners
from checklist.store.act import View
from checklist.store.hospitals import filing_events, filing_partners, hospitals
from checklist.store.hospitals.filing_events import FilingEvent
from checklist.store.hospitals.filing_partners import PartnerLine

INFECTION_COLUMNS = (
    Column("医療機関名", "text", 26, least=10),
    Column("開設者名", "text", 22, least=9),
    Column("所在地", "text", 30, least=10),
    Column("感染対策向上加算", "text", 14),
    Column("届出", "text", 20),
)


@dataclass(frozen=True)
class FilingsPage:
    """Everything filed for one hospital: its partners today, every partner it ever named, and its history."""

    partnership: Partnership
    filings: tuple[Filing, ...]
    events: tuple[FilingEvent, ...]
    lines: tuple[PartnerLine, ...]
    infection: Table | None
    """The partners of 感染対策向上加算 today; None without its filing, and with no partner."""


def read(view: View, hospital_id: int) -> FilingsPage:
    """One hospital; raises NotFound or Forbidden."""
    lines = tuple(filing_partners.of_hospital(view, hospital_id))
    return FilingsPage(
        partnership.read(view, hospital_id),
        tuple(hospitals.filings(view, hospital_id)),
        tuple(filing_events.of_hospital(view, hospital_id)),
        lines,
        _infection(view, hospital_id, lines),
    )


def _infection(view: View, hospital_id: int, lines: Sequence[PartnerLine]) -> Table | None:
    of_infection = [one for one in lines if one.direction is Direction.INFECTION and one.filed_on <= view.today]
    named = [one for one in of_infection if one.ended_on is None or view.today <= one.ended_on]
    classes = hospitals.classes_on(view, view.today, Addon.INFECTION)
    if not named and hospital_id not in classes:
        return None
    rows = [
        (one.partner.name, one.partner.founder, one.partner.address, words.addon_class(classes.get(one.partner.id)),
         f"{words.day(one.filed_on)}届出")
        for one in named
    ]  # fmt: skip
    return Table(partners.WORDS[Direction.INFECTION], INFECTION_COLUMNS, tuple(rows))


def region(view: View) -> tuple[Partnership, ...]:
    """Every hospital of the region with its partners today; raises Forbidden."""
    return tuple(partnership.read_all(view, [one for one in hospitals.all_hospitals(view) if not one.external]))
