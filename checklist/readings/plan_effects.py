"""Moving a visit of a plan: what becomes of the draft, what that breaks or mends, and what it costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from checklist import words
from checklist.model.plan import PlanDraft, PlanDuty, PlannedChange, PlannedVisit
from checklist.readings import year_plan
from checklist.readings.year_plan import PlanPage
from checklist.rules.plan import duty_states, plan_faults, price
from checklist.rules.plan.duty_states import DutyLine
from checklist.store.act import View
from checklist.store.plan import plan_questions


@dataclass(frozen=True)
class Effects:
    """What a change does to a year, in sentences: why it cannot be, duties lost and won, remarks, and costs by weight."""

    faults: tuple[str, ...]
    broken: tuple[str, ...]
    met: tuple[str, ...]
    remarks: tuple[str, ...]
    costs: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        """What it costs all together; below zero where the plan becomes better."""
        return sum(cost for _, cost in self.costs)


def draft_with(page: PlanPage, old: PlannedVisit | None, new: PlannedVisit | None) -> PlanDraft:
    """The draft with one visit in the place of another (None: with none in its place), as it would be saved."""
    draft = page.plan.draft
    there = page.ahead.get(old.visit_id or 0) if old else None
    if old and new and there:
        day = there.visit_date if there.visit_date and there.visit_date.month == new.month else None
        return draft.changed(PlannedChange(new, there.evaluator_ids, day, there.visit_date))
    kept = tuple(one for one in draft.visits if one != old)
    return replace(draft, visits=(*kept, new) if new else kept, gap=None)


def read(view: View, page: PlanPage, old: PlannedVisit | None, new: PlannedVisit | None) -> Effects:
    """What it does to the year if one visit becomes another; raises Forbidden."""
    draft = draft_with(page, old, new)
    question = plan_questions.of_year(view, page.year, draft)
    drafted = tuple(one for one in draft.visits if one.visit_id is None)
    there = tuple(one for one in question.fixed if one.visit_id is not None)
    names = {one.id: one.name for one in page.partners.values()}
    wrong = tuple(str(one) for one in plan_faults.faults([*there, *drafted], names))
    if wrong:
        return Effects(wrong, (), (), (), ())
    before, after = _missing(page.duties), _missing(year_plan.states(question, drafted))
    remarks = plan_faults.remarks(question, [new]).get(new, ()) if new else ()
    spent, spends = price.of_plan(page.question, page.standing), price.of_plan(question, (*there, *drafted))
    costs = [(words.PLAN_WEIGHTS[name], spends.get(name, 0) - spent.get(name, 0)) for name in words.PLAN_WEIGHTS]
    return Effects(
        (), _named(page, after - before), _named(page, before - after), tuple(remarks),
        tuple((name, cost) for name, cost in costs if abs(cost) >= 0.05),
    )  # fmt: skip


def _missing(found: Iterable[DutyLine]) -> set[tuple[int, PlanDuty]]:
    return {(one.hospital_id, one.duty) for one in duty_states.missing(found)}


def _named(page: PlanPage, found: Iterable[tuple[int, PlanDuty]]) -> tuple[str, ...]:
    pairs = sorted(found, key=lambda one: (page.partners[one[0]].code, one[1]))
    return tuple(f"{page.partners[key].name}の「{words.PLAN_DUTIES[duty]}」" for key, duty in pairs)


def in_month(visit: PlannedVisit, month: int | None) -> PlannedVisit:
    """A visit in another month."""
    return replace(visit, month=month, pinned=True)


def by_another(visit: PlannedVisit, leaving: int, coming: int) -> PlannedVisit:
    """A visit with one hospital in the place of another; if it comes already, the two change places, and so the lead."""
    places = {leaving: coming, coming: leaving} if coming in visit.evaluator_ids else {leaving: coming}
    return replace(visit, evaluator_ids=tuple(places.get(one, one) for one in visit.evaluator_ids), pinned=True)
