"""The comparisons that start from one visit with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from checklist.comparison.partners_comparison import PartnersComparison, partners_comparison
from checklist.comparison.visit_comparison import VisitComparison, visit_comparison
from checklist.model.visits import Visit, VisitState
from checklist.rules.fields import option
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.visits import visits

_WITH_RESULT = (VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED)


@dataclass(frozen=True)
class VisitComparisonPage:
    """The visits that can be compared, the newest first, and the one that is; None where there is no visit at all.

    `usual` is the visit without a choice. Either `compared` or, for partners, `both_ways` holds what came of it;
    neither for partners where nobody visits, else `partner` is the hospital of the other side.
    """

    known: tuple[Visit, ...]
    names: Mapping[int, str]
    usual: int = 0
    visit: Visit | None = None
    compared: VisitComparison | None = None
    partner: int | None = None
    both_ways: PartnersComparison | None = None


def read(view: View, kind: str, asked: Mapping[str, str]) -> VisitComparisonPage:
    """The comparison of a kind (visit or partners) that an address asks for; raises Forbidden or NotFound."""
    names = {one.id: one.name for one in hospitals.all_hospitals(view)}
    rated = [one for one in visits.visible_to(view) if one.state is not VisitState.CANCELLED and not one.record_only]
    known = tuple(sorted(rated, key=lambda one: (one.fiscal_year, one.visit_date or date.min), reverse=True))
    if not known:
        return VisitComparisonPage(known, names)
    usual = next((one.id for one in known if one.state in _WITH_RESULT), known[0].id)
    chosen = option.chosen([one.id for one in known], asked.get("visit"), usual)
    visit = next(one for one in known if one.id == chosen)
    if kind != "partners":
        return VisitComparisonPage(known, names, usual, visit, visit_comparison(view, chosen))
    if not visit.evaluator_ids:
        return VisitComparisonPage(known, names, usual, visit)
    partner = option.chosen(visit.evaluator_ids, asked.get("partner"), _usual_partner(view, visit))
    return VisitComparisonPage(known, names, usual, visit, None, partner, partners_comparison(view, chosen, partner))


def _usual_partner(view: View, visit: Visit) -> int:
    """The other side of a visit without a choice: one's own hospital, else the one that leads."""
    own = view.principal.hospital_id
    return own if own is not None and own in visit.evaluator_ids else visit.evaluator_ids[0]
