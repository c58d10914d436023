"""Everything that the plan of a year rests on: hospitals with their classes, visits that are there, pairs of recent years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from checklist.model.hospitals import Addon, Filing, Hospital, HospitalKind
from checklist.model.permission import Thing, Verb
from checklist.model.plan import DutyState, Edge, Pair, Partner, PlanDraft, PlannedVisit
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.rules import access, fiscal_year
from checklist.rules.criteria.facts import VisitFact
from checklist.rules.fields import day_spans
from checklist.rules.hospitals import filed_class
from checklist.rules.hospitals.infection import EVALUATED
from checklist.rules.plan import duty_states, partnership
from checklist.rules.plan.duty_states import DutyLine
from checklist.rules.plan.partnership import Question
from checklist.rules.visits import visit_states
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.plan import travel_times
from checklist.store.visits import visit_facts, visit_rows

YEARS_BACK = 3
"""So many years a pair is remembered."""


def of_year(view: View, year: int, draft: PlanDraft) -> Question:
    """The question of a year: what is there stands, what the draft pins stays, and the rest may be planned; raises Forbidden."""
    view.require(Verb.READ, Thing.YEAR_PLAN)
    return _question(view, year, draft)


def duties_of(view: View, hospital_id: int, year: int) -> tuple[DutyLine, ...]:
    """The duties of one hospital in a year by its visits that are there; raises Forbidden."""
    view.require(Verb.READ, Thing.YEAR_PLAN, access.of_hospital(hospital_id))
    asked = _question(view, year, PlanDraft())
    own = {hospital_id: asked.partners[hospital_id]} if hospital_id in asked.partners else {}
    return duty_states.lines(own, asked.edges)


def _question(view: View, year: int, draft: PlanDraft) -> Question:
    bounds = fiscal_year.bounds(year, region.of(view).fiscal_year_start_month)
    every = [one for one in visit_rows.everything(view) if one.state is not VisitState.CANCELLED]
    there = [one for one in every if one.fiscal_year == year and one.id not in draft.released]
    facts = {one.id: one for one in visit_facts.since(view, bounds[0]) if one.year_ends == bounds[1]}
    pinned = tuple(one for one in draft.visits if one.pinned and one.visit_id is None)
    known = partners(hospitals.all_hospitals(view), visit_facts.all_filings(view), bounds)
    edges = [edge for one in there if one.id in facts for edge in _edges(facts[one.id], known, draft)]
    return Question(
        _months(bounds, view.today),
        known,
        draft.settings,
        tuple(edges),
        (*_days(there, draft), *pinned),
        _recent(every, year),
        _former(every, draft),
        # Only where a further hospital would count: a visit on paper or without 医療安全 meets no duty.
        {one.id: one.visit_date for one in there if one.state in visit_states.AHEAD and _counts(facts.get(one.id))},
        travel_times.known(view),
    )


def _months(bounds: tuple[date, date], today: date) -> tuple[int, ...]:
    """The months of a year in which a visit can still lie; all of them of a year that is over, to look at."""
    starts = [
        date(bounds[0].year + (bounds[0].month + at > 12), (bounds[0].month + at - 1) % 12 + 1, 1) for at in range(12)
    ]
    ahead = [one.month for one in starts if (one.year, one.month) >= (today.year, today.month)]
    return tuple(ahead or (one.month for one in starts))


def partners(known: Iterable[Hospital], filings: Iterable[Filing], bounds: tuple[date, date]) -> dict[int, Partner]:
    """Every hospital as the planner sees it: with the last class that it has filed for any day of the year."""
    of_hospital: dict[int, dict[Addon, Filing]] = {}
    for one in filings:
        if one.valid_from <= bounds[1] and (one.valid_to is None or one.valid_to >= bounds[0]):
            of_hospital.setdefault(one.hospital_id, {})[one.addon] = one
    return {one.id: _partner(one, of_hospital.get(one.id, {}), bounds) for one in known}


def _partner(one: Hospital, filed: Mapping[Addon, Filing], bounds: tuple[date, date]) -> Partner:
    classes = {addon: filing.addon_class for addon, filing in filed.items()}
    place = partnership.placed(one).place
    return Partner(
        one.id, one.code, one.name, classes.get(Addon.SAFETY), classes.get(Addon.REGIONAL), one.beds, place,
        one.corporate_group, one.medical_area,
        closed_months(one.closed_days, bounds) | _unfiled_months(filed.get(Addon.SAFETY), bounds),
        classes.get(Addon.INFECTION) == EVALUATED, one.kind is HospitalKind.ADVANCED_TREATMENT, one.external,
    )  # fmt: skip


def _unfiled_months(filing: Filing | None, bounds: tuple[date, date]) -> frozenset[int]:
    """The months of which no day lies in the filing whose class counts for the year: a visit then would meet no duty."""
    if filing is None:
        return frozenset()
    days = (bounds[0] + timedelta(days=at) for at in range((bounds[1] - bounds[0]).days + 1))
    return frozenset(range(1, 13)) - {one.month for one in days if filed_class.holds(filing, one)}


def closed_months(text: str, bounds: tuple[date, date]) -> frozenset[int]:
    """The months of a year of which every working day lies in one of the spans."""
    if not text:
        return frozenset()
    spans = day_spans.parse(text)
    days = [bounds[0] + timedelta(days=at) for at in range((bounds[1] - bounds[0]).days + 1)]
    working = [one for one in days if one.weekday() < 5]
    return frozenset(range(1, 13)) - {one.month for one in working if not day_spans.touches(spans, one)}


def _counts(found: VisitFact | None) -> bool:
    return found is not None and found.safety and found.mode is VisitMode.IN_PERSON


def _edges(found: VisitFact, known: Mapping[int, Partner], draft: PlanDraft) -> Iterable[Edge]:
    """The evaluations of a visit that count: in person, of 医療安全 (平成30年版の届出様式「直接赴いて」).

    Of a visit that the draft changes, those who shall come: who is new to it only as a draft.
    """
    if _counts(found):
        state, change = _state(found), draft.change_of(found.id)
        classes = {found.host_id: found.host_class, **found.evaluators}
        if found.on is None:
            # Without a day there is no class of the day: a filing with an end would count for nothing as soon as the plan
            # that rests on it is published.
            classes = {one: known[one].safety for one in classes}
        for one in change.visit.evaluator_ids if change else found.evaluators:
            if one in found.evaluators:
                yield Edge(one, found.host_id, classes[one], classes[found.host_id], state)
            elif one in known:
                yield Edge(one, found.host_id, known[one].safety, classes[found.host_id], DutyState.DRAFT)


def _state(found: VisitFact) -> DutyState:
    if found.held:
        return DutyState.DONE if found.handed_over_on else DutyState.HELD
    return DutyState.PLANNED if found.state is VisitState.PLANNED else DutyState.AGREED


def _days(there: Iterable[Visit], draft: PlanDraft) -> Iterable[PlannedVisit]:
    """The visits that are there, by their day or the month for which they were planned, as the draft changes them."""
    planned = {one.visit_id: one.month for one in draft.visits}
    for one in there:
        if change := draft.change_of(one.id):
            yield replace(change.visit, pinned=True)
            continue
        month = one.visit_date.month if one.visit_date else planned.get(one.id)
        yield PlannedVisit(one.host_id, one.evaluator_ids, month, True, one.id)


def _recent(every: Iterable[Visit], year: int) -> dict[Pair, int]:
    """How many years ago each pair met last, of the years before this one."""
    found: dict[Pair, int] = {}
    for visit in every:
        ago = year - visit.fiscal_year
        if 1 <= ago <= YEARS_BACK:
            for one in visit.evaluator_ids:
                found[one, visit.host_id] = min(ago, found.get((one, visit.host_id), ago))
    return found


def _former(every: Iterable[Visit], draft: PlanDraft) -> dict[Pair, int | None]:
    """The pairs that a published year would keep where it can, with their months; of one never published, nothing."""
    if not draft.released and not any(one.visit_id for one in draft.visits):
        return {}
    given_back = _days((one for one in every if one.id in draft.released), draft)
    kept = [*given_back, *(one for one in draft.visits if one.visit_id is None)]
    return {pair: one.month for one in kept for pair in one.pairs}


def released(view: View, draft: PlanDraft) -> tuple[PlannedVisit, ...]:
    """The visits that the draft gives back to the planner: they are there until it is published; raises Forbidden."""
    view.require(Verb.READ, Thing.YEAR_PLAN)
    return tuple(_days((one for one in visit_rows.everything(view) if one.id in draft.released), draft))


def last_year(view: View, year: int) -> tuple[PlannedVisit, ...]:
    """The pairs of the year before as visits of this one; raises Forbidden."""
    view.require(Verb.READ, Thing.YEAR_PLAN)
    before = [one for one in visit_rows.everything(view) if one.fiscal_year == year - 1]
    held = [one for one in before if one.state is not VisitState.CANCELLED]
    return tuple(
        PlannedVisit(one.host_id, one.evaluator_ids, one.visit_date.month if one.visit_date else None) for one in held
    )
