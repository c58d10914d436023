"""The plan of a year as its page shows it: duties, visits that are there and proposed, and what speaks against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from checklist.model.plan import (
    DutyState,
    Partner,
    PlanDraft,
    PlannedChange,
    PlannedVisit,
    PlanSettings,
    PlanStatus,
    Proposal,
    Unmet,
)
from checklist.model.sheets import Subject
from checklist.model.visits import Visit, VisitState
from checklist.rules import fiscal_year
from checklist.rules.plan import duty_states, greedy, plan_faults, planner, reasons
from checklist.rules.plan.duty_states import DutyLine
from checklist.rules.plan.partnership import Question
from checklist.rules.sheets import in_force
from checklist.rules.visits import visit_states
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.plan import plan_questions, year_plans
from checklist.store.plan.year_plans import YearPlan
from checklist.store.sheets import sheets
from checklist.store.visits import visits


@dataclass(frozen=True)
class PlanPage:
    """A year as whoever plans it sees it; `visits` are those that are there and those of the draft, by month."""

    year: int
    years: tuple[int, ...]
    plan: YearPlan
    question: Question
    duties: tuple[DutyLine, ...]
    unmet: tuple[Unmet, ...]
    visits: tuple[PlannedVisit, ...]
    remarks: Mapping[PlannedVisit, tuple[str, ...]]
    by_hand: int
    """Days at hosts if the duties that are still open were planned by hand."""
    sheets: Mapping[str, str]
    """The newest version of each sheet of 医療安全, by code."""
    seen: int
    """The edition that the reader had in front of them when they pressed something; the newest where nothing was."""
    ahead: Mapping[int, Visit]
    """The visits of the year that are there and have not begun, by id: those that may be moved."""
    first_month: int
    """The month in which a year begins."""

    @property
    def partners(self) -> Mapping[int, Partner]:
        """The hospitals by id."""
        return self.question.partners

    @property
    def drafted(self) -> tuple[PlannedVisit, ...]:
        """What is not published yet."""
        return tuple(one for one in self.visits if one.visit_id is None)

    @property
    def standing(self) -> tuple[PlannedVisit, ...]:
        """Every visit that is to be: without those that are given back."""
        return tuple(one for one in self.visits if one.visit_id not in self.plan.draft.released or one.visit_id is None)

    @property
    def unpublished(self) -> bool:
        """Whether publishing would do anything."""
        return bool(self.drafted or self.plan.draft.released or self.plan.draft.changes)

    @property
    def unagreed(self) -> int:
        """So many duties for which a visit is planned that the hospitals have not agreed on yet."""
        return sum(1 for one in self.duties if one.state in (DutyState.DRAFT, DutyState.PLANNED))

    @property
    def missing(self) -> int:
        """So many duties nothing stands for."""
        return sum(1 for one in self.duties if one.state is DutyState.MISSING)


@dataclass(frozen=True)
class OwnPlan:
    """A year as a hospital sees it: its own duties and visits, and the months for which these are planned."""

    year: int
    years: tuple[int, ...]
    name: str
    duties: tuple[DutyLine, ...]
    visits: tuple[Visit, ...]
    months: Mapping[int, int]
    names: Mapping[int, str]


def years_of(view: View, asked: int | None) -> tuple[int, tuple[int, ...]]:
    """The year to show, and those to choose from: the last, this one and the next."""
    now = fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)
    years = (now + 1, now, now - 1)
    return (asked if asked in years else now), years


def read(view: View, asked: int | None) -> PlanPage:
    """Everything that is planned of a year; raises Forbidden for whoever does not plan it."""
    year, years = years_of(view, asked)
    plan = year_plans.current(view, year)
    question = plan_questions.of_year(view, year, plan.draft)
    drafted = tuple(one for one in plan.draft.visits if one.visit_id is None and _known(one, question))
    # The draft's own pins stand in the question as fixed; what is there already has a number.
    there = tuple(one for one in question.fixed if one.visit_id is not None)
    given_back = plan_questions.released(view, plan.draft)
    found = states(question, drafted)
    untold = reasons.unmet(question, duty_states.missing(found))
    shown = tuple(sorted((*there, *given_back, *drafted), key=lambda one: _in_order(question, one)))
    bare = replace(question, fixed=there)
    return PlanPage(
        year, years, plan, question, found, untold, shown, plan_faults.remarks(question, drafted),
        len(greedy.plan(bare)), _sheets(view, year), plan.edition, _ahead(view, year),
        region.of(view).fiscal_year_start_month,
    )  # fmt: skip


def _ahead(view: View, year: int) -> dict[int, Visit]:
    every = visits.all_visits(view)
    return {one.id: one for one in every if one.fiscal_year == year and one.state in visit_states.AHEAD}


def _known(visit: PlannedVisit, question: Question) -> bool:
    return {visit.host_id, *visit.evaluator_ids} <= question.partners.keys()


def _in_order(question: Question, visit: PlannedVisit) -> tuple[int, str, bool]:
    """By the months of the year, which does not begin with January; without a month first."""
    place = question.months.index(visit.month) + 1 if visit.month in question.months else 0
    return place, question.partners[visit.host_id].code, visit.visit_id is None


def _sheets(view: View, year: int) -> dict[str, str]:
    """What the visits of a year may be about: of every sheet the version that holds, or else the newest."""
    first_month = region.of(view).fiscal_year_start_month
    known = [one for one in sheets.versions(view) if one.subject is Subject.SAFETY]
    found = {one.sheet_code: one for one in reversed(known)}
    found |= {
        one.sheet_code: one for one in in_force.on(known, in_force.day_in(year, view.today, first_month), first_month)
    }
    return {one.code: f"{one.sheet_name} {one.name}" for one in found.values()}


def states(question: Question, drafted: tuple[PlannedVisit, ...]) -> tuple[DutyLine, ...]:
    """How far the duties of a year are met with these visits beside what is there."""
    more = duty_states.proposed(question.partners, drafted)
    return duty_states.lines(question.partners, (*question.edges, *more))


def without(page: PlanPage, one: PlannedVisit) -> tuple[DutyLine, ...]:
    """The duties that would need another visit if this one, which is there, were cancelled."""
    edges = tuple(each for each in page.question.edges if each.pair not in one.pairs)
    after = states(replace(page.question, edges=edges), page.drafted)
    before = {(each.hospital_id, each.duty) for each in duty_states.missing(page.duties)}
    return tuple(each for each in duty_states.missing(after) if (each.hospital_id, each.duty) not in before)


@dataclass(frozen=True)
class Proposed:
    """What the planner proposes for a year, over which version of its plan, and the draft that it makes."""

    question: Question
    seen: int
    proposal: Proposal
    draft: PlanDraft

    @property
    def sentence(self) -> str:
        """What came of it."""
        found = self.proposal
        worth = "これより良い計画はありません" if not found.gap else f"最適な計画との差は最大{found.gap:.1%}です"
        saved = f"手作業の計画より{found.days_saved}日少ない計画です。" if found.days_saved else ""
        short = f"満たせない義務が{len(found.unmet)}件あります。" if found.status is PlanStatus.INFEASIBLE else ""
        joins = f"登録済みの訪問{len(found.joins)}件に、訪問側の病院を加えます。" if found.joins else ""
        return f"訪問{len(found.visits)}件の計画案を作成しました（{worth}）。{joins}{saved}{short}"


def question_of(view: View, year: int, settings: PlanSettings | None = None) -> tuple[Question, YearPlan]:
    """The question of a year with the plan that stands, by other settings if there are any; raises Forbidden."""
    plan = year_plans.current(view, year)
    # What the planner itself had join a visit is planned anew, as are its visits.
    draft = replace(plan.draft, changes=tuple(one for one in plan.draft.changes if one.visit.pinned))
    draft = replace(draft, settings=settings) if settings else draft
    return plan_questions.of_year(view, year, draft), plan


def proposed(question: Question, plan: YearPlan) -> Proposed:
    """Ask the planner; what is pinned stays, everything else of the draft is planned anew. Takes seconds, no database."""
    found = planner.plan(question)
    kept = tuple(one for one in plan.draft.visits if one.pinned or one.visit_id)
    by_hand = {one.visit.visit_id: one for one in plan.draft.changes if one.visit.pinned}
    joins = {one.visit_id: _joining(question, one, by_hand.get(one.visit_id)) for one in found.joins}
    changes = tuple((by_hand | joins).values())
    draft = PlanDraft(question.settings, (*kept, *found.visits), plan.draft.released, found.gap, changes)
    return Proposed(question, plan.edition, found, draft)


def _joining(question: Question, grown: PlannedVisit, by_hand: PlannedChange | None) -> PlannedChange:
    """A visit that is there with those who join it, on top of what somebody has changed of it."""
    if by_hand:
        return replace(by_hand, visit=replace(grown, pinned=True))
    number = grown.visit_id or 0
    (before,) = (one for one in question.fixed if one.visit_id == number)
    day = question.joinable[number]
    return PlannedChange(replace(grown, pinned=False), before.evaluator_ids, day, day)


def own(view: View, asked: int | None) -> OwnPlan:
    """The year of the reader's own hospital; raises Forbidden."""
    year, years = years_of(view, asked)
    hospital_id = view.principal.hospital_id or 0
    found = [
        one for one in visits.visible_to(view) if one.fiscal_year == year and one.state is not VisitState.CANCELLED
    ]
    mine = tuple(one for one in found if hospital_id in (one.host_id, *one.evaluator_ids))
    names = {one.id: one.name for one in hospitals.all_hospitals(view)}
    duties = plan_questions.duties_of(view, hospital_id, year)
    return OwnPlan(year, years, names.get(hospital_id, ""), duties, mine, year_plans.months(view, year, mine), names)
