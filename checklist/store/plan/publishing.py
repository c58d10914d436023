"""Publishing a plan: its visits are created, changed or cancelled, and both sides find them on their pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.model.plan import PlanDraft, PlannedChange, PlannedVisit
from checklist.model.visits import DayPart, Visit, VisitMode, VisitState
from checklist.rules import fiscal_year
from checklist.rules.visits import visit_states
from checklist.store import region
from checklist.store.act import Act
from checklist.store.hospitals import hospitals
from checklist.store.plan import year_plans
from checklist.store.plan.year_plans import YearPlan
from checklist.store.visits import visit_rows, visit_steps, visits


def publish(act: Act, year: int, seen: int, version_codes: Collection[str]) -> str:
    """Create, change and cancel visits as the draft says, and tell what was done; raises Stale, Refused or Forbidden."""
    act.require(Verb.WRITE, Thing.YEAR_PLAN)
    found = year_plans.require_newest(act, year, seen)
    new = [one for one in found.draft.visits if one.visit_id is None]
    released = found.draft.released
    # Of a visit that was called off by hand nothing is left to change.
    changes = [one for one in found.draft.changes if not _called_off(act, one.visit.visit_id or 0)]
    if not (new or released or changes):
        raise Refused("公表する訪問がありません。先に計画案を作成してください。")
    _require_apart(act, year, found.draft)
    for one in released:
        _cancel(act, one)
    for change in changes:
        _change(act, year, change)
    changed = {one.visit.visit_id: one.visit for one in changes}
    gone = {*released, *(one.visit.visit_id for one in found.draft.changes)}
    kept = [one for one in found.draft.visits if one.visit_id not in gone]
    there = [
        one if one.visit_id else replace(one, visit_id=_create(act, year, one, version_codes), pinned=True)
        for one in kept
    ]
    there += [replace(one, pinned=True) for one in changed.values()]
    year_plans.write(act, year, seen, PlanDraft(found.draft.settings, tuple(there)), published=True)
    parts = [f"訪問{len(new)}件を登録", *([f"{len(changes)}件を変更"] if changes else [])]
    parts += [f"{len(released)}件を中止"] if released else []
    return f"{words.fiscal_year(year)}の計画を公表しました（{'、'.join(parts)}）。双方の病院の画面に表示されます。"


def _require_apart(act: Act, year: int, draft: PlanDraft) -> None:
    """Raise Refused for a pair that a visit of the year has already: it was entered meanwhile, past the plan."""
    gone = {*draft.released, *(one.visit.visit_id for one in draft.changes)}
    there = {
        (one, visit.host_id)
        for visit in visit_rows.everything(act)
        if visit.fiscal_year == year and visit.state is not VisitState.CANCELLED and visit.id not in gone
        for one in visit.evaluator_ids
    }
    wanted = [one for one in draft.visits if one.visit_id is None] + [one.visit for one in draft.changes]
    if any(there & set(one.pairs) for one in wanted):
        raise Refused([Fault("訪問", "計画案と同じ組合せの訪問が、すでに登録されています。計画案から外してください。")])


def _called_off(act: Act, visit_id: int) -> bool:
    return visits.get(act, visit_id).state is VisitState.CANCELLED


def _change(act: Act, year: int, wanted: PlannedChange) -> None:
    """Give a visit the hospitals and the day of the draft; raises Refused where it has become another one meanwhile."""
    visit = visits.get(act, wanted.visit.visit_id or 0)
    same = set(visit.evaluator_ids) == set(wanted.former_ids) and visit.visit_date == wanted.former_day
    if not same or visit.state not in visit_states.AHEAD or visit.fiscal_year != year:
        host = hospitals.get(act, visit.host_id).name
        raise Refused(
            [
                Fault(
                    f"{host}への訪問",
                    "計画案を変更した後に、この訪問が別に変更されたか、始まっています。「訪問」で、この訪問の変更を取り消してください。",
                )
            ]
        )
    coming = wanted.visit.evaluator_ids
    if visit.evaluator_ids != coming or visit.visit_date != wanted.day:
        # Who visits for a hospital that no longer comes is no member any more.
        stays = visit_rows.members_of(act, visit.id, coming)
        # Hours were said of a day, and say nothing of another one.
        hours = (visit.part, visit.begins) if visit.visit_date == wanted.day else (DayPart.WHOLE, "")
        visits.change(
            act,
            replace(
                visit, evaluator_ids=coming, member_ids=stays, visit_date=wanted.day, part=hours[0], begins=hours[1]
            ),
        )


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
    draft = replace(found.draft.kept_as_is(visit_id), released=(*others, visit_id) if released else others)
    return year_plans.save(act, year, seen, draft)


def rearrange(act: Act, year: int, seen: int, planned: PlannedVisit, day: date | None) -> int:
    """Give a visit that is there other hospitals, another month or day in the draft; raises Refused, Stale or Forbidden.

    The visit itself, and what both sides know of it, changes when the plan is published. What it stands at anyway is
    no change.
    """
    act.require(Verb.WRITE, Thing.YEAR_PLAN)
    found = year_plans.require_newest(act, year, seen)
    visit = visits.get(act, planned.visit_id or 0)
    if visit.fiscal_year != year or visit.state not in visit_states.AHEAD or visit.host_id != planned.host_id:
        raise Refused("すでに始まった訪問や、ほかの年度・受審病院の訪問は、ここで変更できません。")
    start = region.of(act).fiscal_year_start_month
    if day and fiscal_year.of_day(day, start) != year:
        raise Refused([Fault("訪問日", f"{year}年度の日付にしてください。")])
    month = day.month if day else planned.month
    # Who leads is told by the first; the others have no order of their own.
    crew = (*planned.evaluator_ids[:1], *sorted(planned.evaluator_ids[1:]))
    wanted = replace(planned, evaluator_ids=crew, month=month, pinned=True)
    before = next((one.month for one in found.draft.visits if one.visit_id == visit.id), None)
    now = (visit.evaluator_ids, visit.visit_date, visit.visit_date.month if visit.visit_date else before)
    if now == (wanted.evaluator_ids, day, month):
        return year_plans.save(act, year, seen, found.draft.kept_as_is(visit.id))
    change = PlannedChange(wanted, visit.evaluator_ids, day, visit.visit_date)
    draft = replace(found.draft, released=tuple(one for one in found.draft.released if one != visit.id))
    return year_plans.save(act, year, seen, draft.changed(change))
