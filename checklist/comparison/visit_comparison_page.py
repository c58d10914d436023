"""The comparisons that start from one visit with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    told: tuple[str, ...] = ()
    """What the address asks for in vain, in sentences."""
    own: str = ""
    """The name of the reader's hospital, for both ways."""


def read(view: View, kind: str, asked: Mapping[str, str]) -> VisitComparisonPage:
    """The comparison of a kind (visit or partners) that an address asks for; raises Forbidden or NotFound."""
    names = {one.id: one.name for one in hospitals.all_hospitals(view)}
    rated = [one for one in visits.visible_to(view) if one.state is not VisitState.CANCELLED and not one.record_only]
    known = tuple(sorted(rated, key=lambda one: (one.fiscal_year, one.visit_date or date.min), reverse=True))
    if not known:
        return VisitComparisonPage(known, names)
    told = [one for one in known if one.state in _WITH_RESULT]
    if kind == "partners":
        # First a pair that shows both sides, where there is one.
        told = [one for one in told if _both_ways(one, told)] or told
    usual = told[0].id if told else known[0].id
    chosen = option.chosen([one.id for one in known], asked.get("visit"), usual)
    visit = next(one for one in known if one.id == chosen)
    vain = _in_vain("訪問", asked.get("visit", ""), [one.id for one in known])
    if kind != "partners":
        return VisitComparisonPage(known, names, usual, visit, visit_comparison(view, chosen), told=vain)
    if not visit.evaluator_ids:
        return VisitComparisonPage(known, names, usual, visit, told=vain)
    vain += _in_vain("連携先", asked.get("partner", ""), visit.evaluator_ids)
    partner = option.chosen(visit.evaluator_ids, asked.get("partner"), _usual_partner(view, visit))
    both = partners_comparison(view, chosen, partner, asked.get("sheet", ""))
    # Where no sheet can be compared, the page says that and no more.
    vain += _in_vain("点検表", asked.get("sheet", ""), [code for code, _ in both.sheets]) if both.sheets else ()
    own = names.get(view.principal.hospital_id or 0, "")
    return VisitComparisonPage(known, names, usual, visit, None, partner, both, vain, own)


def _in_vain(name: str, asked: str, offered: Sequence[int | str]) -> tuple[str, ...]:
    return (option.in_vain(name, asked),) if asked and asked not in map(str, offered) else ()


def _both_ways(visit: Visit, told: Sequence[Visit]) -> bool:
    """Whether one of its evaluators was visited by its host in the same year."""
    return any(
        other.fiscal_year == visit.fiscal_year
        and other.host_id in visit.evaluator_ids
        and visit.host_id in other.evaluator_ids
        for other in told
    )


def _usual_partner(view: View, visit: Visit) -> int:
    """The other side of a visit without a choice: one's own hospital, else the one that leads."""
    own = view.principal.hospital_id
    return own if own is not None and own in visit.evaluator_ids else visit.evaluator_ids[0]
