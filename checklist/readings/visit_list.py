"""The visits that a reader may know of, with the names of their hospitals, and what a new one may be made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checklist.model.visits import Visit
from checklist.readings import visit_offer
from checklist.readings.visit_offer import Offer
from checklist.rules import access, fiscal_year
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.visits import visits


@dataclass(frozen=True)
class VisitList:
    """The list of all years; `year` is the fiscal year of today, `offer` is there for those who plan visits."""

    visits: tuple[Visit, ...]
    names: Mapping[int, str]
    year: int
    offer: Offer | None


def read(view: View) -> VisitList:
    """The list for this reader."""
    found = visits.visible_to(view)
    offer = visit_offer.read(view, anew=True) if access.manages_region(view.principal) else None
    if offer:
        return VisitList(tuple(found), {one.id: one.name for one in offer.hospitals}, offer.year, offer)
    known = hospitals.several(view, (hospital for one in found for hospital in (one.host_id, *one.evaluator_ids)))
    year = fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)
    return VisitList(tuple(found), {key: one.name for key, one in known.items()}, year, None)
