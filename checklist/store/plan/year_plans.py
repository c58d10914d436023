"""The versions of a year's plan: each is kept, and whoever changes one that somebody else has changed is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

import msgspec

from checklist import words
from checklist.errors import Refused, Stale
from checklist.model.permission import Thing, Verb
from checklist.model.plan import PlanDraft, PlannedVisit
from checklist.model.visits import Visit, VisitState
from checklist.rules import access
from checklist.rules.plan import plan_faults
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals

ELSEWHERE = "計画に、{year}に登録されていない訪問が含まれています。何も変更していません。画面を開き直してください。"


@dataclass(frozen=True)
class YearPlan:
    """One version: what it says, whether it was published then, when and by whom; edition 0 is the year without a plan."""

    fiscal_year: int
    edition: int
    draft: PlanDraft
    published: bool
    at: datetime | None
    by: str


_SELECT = """SELECT year_plan.*, person.name AS "by" FROM year_plan JOIN person ON person.id = person_id
    WHERE fiscal_year = ?"""


def current(view: View, year: int) -> YearPlan:
    """The newest version of a year; raises Forbidden."""
    view.require(Verb.READ, Thing.YEAR_PLAN)
    return _current(view, year)


def _current(view: View, year: int) -> YearPlan:
    found = view.db.execute(f"{_SELECT} ORDER BY edition DESC LIMIT 1", [year]).fetchone()
    return _plan(found) if found else YearPlan(year, 0, PlanDraft(), False, None, "")


def _published(view: View, year: int) -> YearPlan:
    """The newest version that was published: what is changed since is a draft, and nobody else's yet."""
    found = view.db.execute(f"{_SELECT} AND published = 1 ORDER BY edition DESC LIMIT 1", [year]).fetchone()
    return _plan(found) if found else YearPlan(year, 0, PlanDraft(), False, None, "")


def _plan(row: Row) -> YearPlan:
    return rows.one(YearPlan, row, draft=msgspec.json.decode(row["content"], type=PlanDraft))


def versions(view: View, year: int) -> list[YearPlan]:
    """Every version of a year, the newest first; raises Forbidden."""
    view.require(Verb.READ, Thing.YEAR_PLAN)
    return [_plan(row) for row in view.db.execute(f"{_SELECT} ORDER BY edition DESC", [year])]


def months(view: View, year: int, found: Sequence[Visit]) -> dict[int, int]:
    """The month for which each of these visits of a year is planned, absent for none; raises Forbidden."""
    for one in found:
        view.require(Verb.READ, Thing.VISIT, access.of_visit(one))
    planned = {one.visit_id: one.month for one in _published(view, year).draft.visits if one.month}
    return {one.id: month for one in found if (month := planned.get(one.id))}


def save(act: Act, year: int, seen: int, draft: PlanDraft) -> int:
    """Keep a further version over the one that was `seen`, and return its number; raises Stale, Refused or Forbidden."""
    act.require(Verb.WRITE, Thing.YEAR_PLAN)
    return write(act, year, seen, draft, published=False)


def write(act: Act, year: int, seen: int, draft: PlanDraft, published: bool) -> int:
    """The same for the verbs of the plan, of which one publishes."""
    act.require(Verb.WRITE, Thing.YEAR_PLAN)
    require_newest(act, year, seen)
    names = {one.id: one.name for one in hospitals.all_hospitals(act)}
    states = _states(act, year)
    if {*draft.released, *(one.visit_id for one in _as_changed(draft) if one.visit_id)} - states.keys():
        raise Refused(ELSEWHERE.format(year=words.fiscal_year(year)))
    gone = {*draft.released, *(visit for visit, state in states.items() if state == VisitState.CANCELLED)}
    if found := plan_faults.faults([one for one in _as_changed(draft) if one.visit_id not in gone], names):
        raise Refused(found)
    content = msgspec.json.encode(draft).decode()
    row = {"fiscal_year": year, "edition": seen + 1, "content": content, "published": int(published)}
    rows.insert(act, "year_plan", row)
    return seen + 1


def _as_changed(draft: PlanDraft) -> list[PlannedVisit]:
    """The visits of a draft as they shall be."""
    changed = {one.visit.visit_id for one in draft.changes}
    return [*(one for one in draft.visits if one.visit_id not in changed), *(one.visit for one in draft.changes)]


def _states(view: View, year: int) -> dict[int, str]:
    """The visits of a year and where each stands; pairs of those that were called off may be planned again."""
    return {
        row["id"]: row["state"] for row in view.db.execute("SELECT id, state FROM visit WHERE fiscal_year = ?", [year])
    }


def require_newest(view: View, year: int, seen: int) -> YearPlan:
    """The plan as it stands, if it is the version that was seen; raises Stale, which says who changed it when."""
    found = current(view, year)
    if found.edition != seen:
        raise Stale(
            f"{found.by}さんが{words.moment(found.at)}にこの計画を変更しています（第{found.edition}版）。何も変更していません。"
            "画面を開き直して、変更後の計画を確かめてください。以前の版も残っています。"
        )
    return found


def restore(act: Act, year: int, edition: int, seen: int) -> int:
    """Plan on from an earlier version; what was published since stays published. Raises Refused, Stale or Forbidden."""
    known = versions(act, year)
    found = next((one for one in known if one.edition == edition), None)
    if found is None:
        raise Refused("この版は残っていません。")
    now = current(act, year).draft
    there = tuple(one for one in now.visits if one.visit_id)
    pairs = {pair for one in there for pair in one.pairs}
    back = tuple(one for one in found.draft.visits if not one.visit_id and not pairs & set(one.pairs))
    # What an earlier version wanted of visits that are there was done if it has been published since.
    done = any(one.published and one.edition > edition for one in known)
    of = now if done else found.draft
    return save(act, year, seen, PlanDraft(found.draft.settings, (*there, *back), of.released, None, of.changes))
