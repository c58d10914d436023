"""The visits that a reader may know of, with the names of their hospitals, and what a new one may be made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklist.model.visits import Visit
from checklist.readings import visit_offer
from checklist.readings.visit_offer import Offer
from checklist.rules import access, fiscal_year
from checklist.rules.visits import deadlines
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.visits import visit_progress, visits

IN_TIME, TOO_LATE, MEASURED = "in-time", "late", "due"
"""How a list of visits is narrowed by their reports: in time, late, and both together."""


@dataclass(frozen=True)
class VisitList:
    """The list of all years; `year` is the fiscal year of today, `offer` is there for those who plan visits."""

    visits: tuple[Visit, ...]
    names: Mapping[int, str]
    year: int
    offer: Offer | None
    reports: Mapping[int, bool]
    """Of this year's visits whose report is there or overdue: whether it came in time. For those who plan visits."""


def read(view: View) -> VisitList:
    """The list for this reader."""
    found = visits.visible_to(view)
    offer = visit_offer.read(view, anew=True) if access.manages_region(view.principal) else None
    if offer:
        measured = reports(view, [one for one in found if one.fiscal_year == offer.year])
        return VisitList(tuple(found), {one.id: one.name for one in offer.hospitals}, offer.year, offer, measured)
    known = hospitals.several(view, (hospital for one in found for hospital in (one.host_id, *one.evaluator_ids)))
    year = fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)
    return VisitList(tuple(found), {key: one.name for key, one in known.items()}, year, None, {})


def reports(view: View, found: Sequence[Visit]) -> dict[int, bool]:
    """Of the visits whose report is there, or overdue, whether it came in time; raises Forbidden."""
    progress, limits = visit_progress.of_visits(view, found), region.of(view).deadlines
    states = {key: deadlines.report_in_time(one, limits, view.today) for key, one in progress.items()}
    return {key: state for key, state in states.items() if state is not None}
