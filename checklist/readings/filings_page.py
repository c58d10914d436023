"""The 届出 with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.model.hospitals import Filing
from checklist.readings import partnership
from checklist.readings.partnership import Partnership
from checklist.store.act import View
from checklist.store.hospitals import filing_events, filing_partners, hospitals
from checklist.store.hospitals.filing_events import FilingEvent
from checklist.store.hospitals.filing_partners import PartnerLine


@dataclass(frozen=True)
class FilingsPage:
    """Everything filed for one hospital: its partners today, every partner it ever named, and its history."""

    partnership: Partnership
    filings: tuple[Filing, ...]
    events: tuple[FilingEvent, ...]
    lines: tuple[PartnerLine, ...]


def read(view: View, hospital_id: int) -> FilingsPage:
    """One hospital; raises NotFound or Forbidden."""
    return FilingsPage(
        partnership.read(view, hospital_id),
        tuple(hospitals.filings(view, hospital_id)),
        tuple(filing_events.of_hospital(view, hospital_id)),
        tuple(filing_partners.of_hospital(view, hospital_id)),
    )


def region(view: View) -> tuple[Partnership, ...]:
    """Every hospital of the region with its partners today; raises Forbidden."""
    return tuple(partnership.read_all(view, [one for one in hospitals.all_hospitals(view) if not one.external]))
