"""The plans of the invented region: the last years published, the next one a draft in which one hospital finds nobody."""

from __future__ import annotations

from datetime import date

from checklist.demo.cast import Cast, moment
from checklist.demo.places import ISLAND
from checklist.model.plan import Pair, PlanDraft, PlannedVisit, PlanSettings
from checklist.model.visits import Visit, VisitState
from checklist.readings import year_plan
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.plan import travel_times, year_plans
from checklist.store.visits import visits

FARTHEST = 70
"""Kilometres that count as a partnership in the next year; the hospital on the island lies beyond them."""


def tell(cast: Cast, secretariat: int, last: int) -> None:
    """Publish the plans of last year and this one as they were carried out, and draft the next."""
    for year in (last - 1, last):
        act = cast.act(secretariat, max(moment(date(year, 4, 1), 14), min(cast.present, moment(date(year, 4, 20), 14))))
        found = [one for one in visits.all_visits(act) if one.fiscal_year == year]
        there = tuple(
            PlannedVisit(
                one.host_id,
                one.evaluator_ids,
                one.visit_date.month if one.visit_date else 3,
                pinned=True,
                visit_id=one.id,
            )
            for one in _each_pair_once([one for one in found if one.state is not VisitState.CANCELLED])
        )
        if there:
            year_plans.write(act, year, 0, PlanDraft(visits=there), published=True)
    act = cast.act(secretariat, cast.present)
    travel_times.save(act, _ferries(act))
    question, plan = year_plan.question_of(act, last + 1, PlanSettings(kilometres=FARTHEST))
    year_plans.save(act, last + 1, plan.edition, year_plan.proposed(question, plan).draft)


def _ferries(view: View) -> dict[Pair, int]:
    """How long one travels to the island, which the map does not tell, from a few hospitals on the mainland."""
    known = hospitals.all_hospitals(view)
    there = [one for one in known if one.medical_area == ISLAND[0]]
    here = [one for one in known if one.medical_area and one not in there][:4]
    return {(one.id, other.id): 170 + 15 * at for one in there for at, other in enumerate(here)}


def _each_pair_once(found: list[Visit]) -> list[Visit]:
    """The visits without those of a pair that meets twice in the year: a plan has each pair once."""
    kept: list[Visit] = []
    met: set[tuple[int, int]] = set()
    for one in found:
        pairs = {(one.host_id, evaluator) for evaluator in one.evaluator_ids}
        if not pairs & met:
            kept.append(one)
            met |= pairs
    return kept
