"""What later plans of a year have changed of visits that an earlier one had made known to both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from checklist.model.permission import Thing, Verb
from checklist.model.plan import PlanDraft
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.store.act import View
from checklist.store.visits import visit_rows


@dataclass(frozen=True)
class Changed:
    """How often a visit was published with other hospitals, and how often with these or another month."""

    crew: int = 0
    any: int = 0


def _drafts(view: View, year: int) -> list[PlanDraft]:
    def read() -> list[PlanDraft]:
        query = "SELECT content FROM year_plan WHERE fiscal_year = ? AND published = 1 ORDER BY edition"
        return [msgspec.json.decode(row["content"], type=PlanDraft) for row in view.db.execute(query, [year])]

    return view.once(f"published plans of {year}", read)


def of_visits(view: View, year: int, found: Sequence[Visit]) -> dict[int, Changed]:
    """What was changed of each of these visits of a year; raises Forbidden."""
    for one in found:
        view.require(Verb.READ, Thing.VISIT, access.of_visit(one))
    known: dict[int, list[tuple[tuple[int, ...], int | None]]] = {one.id: [] for one in found}
    for draft in _drafts(view, year):
        for visit in draft.visits:
            if visit.visit_id in known:
                known[visit.visit_id].append((visit.evaluator_ids, visit.month))
    return {key: _changed(steps) for key, steps in known.items()}


def _changed(steps: Sequence[tuple[tuple[int, ...], int | None]]) -> Changed:
    pairs = list(pairwise(steps))
    # Who leads is told by the first; the others have no order.
    crew = sum(one[0][:1] != other[0][:1] or set(one[0]) != set(other[0]) for one, other in pairs)
    return Changed(crew, sum(one != other for one, other in pairs))


def left(view: View, hospital_id: int, year: int) -> list[Visit]:
    """The visits of a year to which a hospital was to come by an earlier plan and comes no longer; raises Forbidden."""
    view.require(Verb.READ, Thing.YEAR_PLAN, access.of_hospital(hospital_id))
    there = {one.id: one for one in visit_rows.everything(view)}
    came = {
        visit.visit_id or 0
        for draft in _drafts(view, year)
        for visit in draft.visits
        if hospital_id in visit.evaluator_ids
    }
    return [there[key] for key in sorted(came & there.keys()) if hospital_id not in there[key].evaluator_ids]
