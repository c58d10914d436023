"""Publishing a plan: its visits are created, what was released is cancelled, and both sides find them on their pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.model.plan import PlanDraft, PlannedVisit
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.rules.visits import visit_states
from checklist.store.act import Act
from checklist.store.plan import year_plans
from checklist.store.plan.year_plans import YearPlan
from checklist.store.visits import visit_rows, visit_steps, visits


def publish(act: Act, year: int, seen: int, version_codes: Collection[str]) -> str:
    """Create every visit of the draft that is not there yet, and say what was done; raises Stale, Refused or Forbidden."""
    act.require(Verb.WRITE, Thing.YEAR_PLAN)
    found = year_plans.require_newest(act, year, seen)
    new = [one for one in found.draft.visits if one.visit_id is None]
    if not new and not found.draft.released:
        raise Refused("公表する訪問がありません。先に計画案を作成してください。")
    _require_apart(act, year, new, found.draft.released)
    for one in found.draft.released:
        _cancel(act, one)
    there = tuple(
        one if one.visit_id else replace(one, visit_id=_create(act, year, one, version_codes), pinned=True)
        for one in found.draft.visits
        if one.visit_id not in found.draft.released
    )
    year_plans.write(act, year, seen, PlanDraft(found.draft.settings, there), published=True)
    gone = f"、{len(found.draft.released)}件を中止" if found.draft.released else ""
    return f"{words.fiscal_year(year)}の計画を公表しました（訪問{len(new)}件を登録{gone}）。双方の病院の画面に表示されます。"


def _require_apart(act: Act, year: int, new: Collection[PlannedVisit], released: Collection[int]) -> None:
    """Raise Refused for a pair that a visit of the year has already: it was entered meanwhile, past the plan."""
    there = {
        (one, visit.host_id)
        for visit in visit_rows.everything(act)
        if visit.fiscal_year == year and visit.state is not VisitState.CANCELLED and visit.id not in released
        for one in visit.evaluator_ids
    }
    if any(there & set(one.pairs) for one in new):
        raise Refused([Fault("訪問", "計画案と同じ組合せの訪問が、すでに登録されています。計画案から外してください。")])


def _cancel(act: Act, visit_id: int) -> None:
    """Cancel a visit that was given back; raises Refused where it has begun since. Called off by hand, it is so already."""
    state = visits.get(act, visit_id).state
    if state not in (*visit_states.AHEAD, VisitState.CANCELLED):
        raise Refused(
            [
                Fault(
                    "訪問",
                    "計画し直す訪問のなかに、すでに始まったものがあります。「訪問」で、計画し直すのをやめてください。",
                )
            ]
        )
    if state is not VisitState.CANCELLED:
        visit_steps.move(act, visit_id, VisitState.CANCELLED)


def _create(act: Act, year: int, planned: PlannedVisit, version_codes: Collection[str]) -> int:
    note = f"年間計画による訪問（{planned.month}月の予定）" if planned.month else "年間計画による訪問"
    visit = Visit(
        0, year, planned.host_id, planned.evaluator_ids, (), None, VisitMode.IN_PERSON, VisitState.PLANNED, False, note
    )
    return visits.add(act, visit, version_codes)


def release(act: Act, year: int, seen: int, visit_id: int, released: bool) -> int:
    """Give a visit that is there back to the planner, or keep it after all; raises Refused, Stale or Forbidden.

    It is cancelled when the plan is published, and not before.
    """
    act.require(Verb.WRITE, Thing.YEAR_PLAN)
    found: YearPlan = year_plans.require_newest(act, year, seen)
    visit = visits.get(act, visit_id)
    if visit.fiscal_year != year or (released and visit.state not in visit_states.AHEAD):
        raise Refused("すでに始まった訪問は、計画し直せません。")
    others = tuple(one for one in found.draft.released if one != visit_id)
    return year_plans.save(act, year, seen, replace(found.draft, released=(*others, visit_id) if released else others))
