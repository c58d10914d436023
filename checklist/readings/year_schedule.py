"""The schedule of a year: until when every step of every visit is to be done, whose it is, and where it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from checklist import words
from checklist.formats.table import Column
from checklist.model.closing import Signatory
from checklist.model.improvements import PlanState
from checklist.model.permission import Thing, Verb
from checklist.model.visits import StepState, Visit, VisitState
from checklist.readings import listing, overdue, year_plan
from checklist.readings.listing import Line, Listing
from checklist.rules import access, fiscal_year
from checklist.rules.visits import deadlines
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import PlanLine
from checklist.store.plan import year_plans
from checklist.store.visits import visit_progress, visits

OPEN = "open"
COLUMNS = (
    Column("受審病院", "text", 26, least=10),
    Column("訪問側", "text", 30, least=10),
    Column("手続き", "text", 26, least=9),
    Column("担当", "text", 26, least=8),
    Column("期限", "date", 20),
    Column("状態", "text", 14, least=5),
    Column("遅れ（日）", "number", 10),
)


@dataclass(frozen=True)
class Entry:
    """One step of a visit: its kind as in `overdue.KINDS`, until when, the hospitals that have to do it, and where."""

    kind: str
    day: date | None
    hospital_ids: tuple[int, ...]
    state: StepState
    href: str
    late: int | None = None
    """Days since its day, of what is overdue."""


@dataclass(frozen=True)
class Row:
    """One visit with all its steps; `month` is the one for which it is planned as long as it has no day."""

    visit: Visit
    month: int | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Schedule:
    """A year with its visits by day, those without one last."""

    year: int
    years: tuple[int, ...]
    bounds: tuple[date, date]
    today: date
    rows: tuple[Row, ...]
    names: Mapping[int, str]

    @property
    def entries(self) -> Iterator[Entry]:
        """Every step of every visit."""
        return (entry for row in self.rows for entry in row.entries)

    def count(self, state: StepState, within: int | None = None) -> int:
        """So many steps stand so; with `within`, of those whose day is at most so many days ahead."""
        found = [one for one in self.entries if one.state is state]
        return sum(within is None or (one.day is not None and (one.day - self.today).days <= within) for one in found)


def of_year(view: View, asked: int | None) -> Schedule:
    """Of every hospital for whoever plans the year, else of the visits of the reader's own; raises Forbidden."""
    year, years = year_plan.years_of(view, asked)
    own = view.principal.hospital_id
    everywhere = access.manages_region(view.principal)
    view.require(Verb.READ, Thing.YEAR_PLAN, access.REGION_WIDE if everywhere else access.of_hospital(own or 0))
    found = [
        one
        for one in visits.visible_to(view)
        if one.fiscal_year == year and one.state is not VisitState.CANCELLED
        and (everywhere or own in (one.host_id, *one.evaluator_ids))
    ]  # fmt: skip
    known = visit_progress.of_visits(view, found)
    days, plans = region.of(view).deadlines, _plans(view)
    months = year_plans.months(view, year, found)
    rows = []
    for one in found:
        steps = deadlines.course(known[one.id], days, view.today)
        entries = [
            Entry(step.duty, step.day, _whose(one, step.sides), step.state, overdue.place_of(one, step.duty), _late(step.state, step.day, view.today))
            for step in steps
        ]  # fmt: skip
        entries += _completion(view, one, plans.get(one.id, ()))
        rows.append(Row(one, None if one.visit_date else months.get(one.id), tuple(entries)))
    bounds = fiscal_year.bounds(year, region.of(view).fiscal_year_start_month)
    names = {one.id: one.name for one in hospitals.all_hospitals(view)}
    rows.sort(key=lambda row: (row.visit.visit_date or date.max, names[row.visit.host_id], row.visit.id))
    return Schedule(year, years, bounds, view.today, tuple(rows), names)


def of_hospital(found: Schedule, hospital_id: int | None) -> Schedule:
    """The same with the visits of one hospital alone, on whichever side; all of them without one."""
    if hospital_id is None:
        return found
    kept = tuple(one for one in found.rows if hospital_id in (one.visit.host_id, *one.visit.evaluator_ids))
    return Schedule(found.year, found.years, found.bounds, found.today, kept, found.names)


def _whose(visit: Visit, sides: frozenset[Signatory]) -> tuple[int, ...]:
    host = [visit.host_id] if Signatory.HOST in sides else []
    return (*host, *(visit.evaluator_ids[:1] if Signatory.EVALUATOR in sides else ()))


def _late(state: StepState, day: date | None, today: date) -> int | None:
    return (today - day).days if state is StepState.LATE and day else None


def _plans(view: View) -> dict[int, list[PlanLine]]:
    """The improvement plans that the reader may know the days of, by visit."""
    own, everywhere = view.principal.hospital_id, access.manages_region(view.principal)
    found: dict[int, list[PlanLine]] = {}
    if everywhere or (own is not None and view.may(Verb.READ, Thing.IMPROVEMENT_PLANS, access.of_hospital(own))):
        for one in improvement_plans.lines(view, view.today, None if everywhere else own):
            found.setdefault(one.visit_id, []).append(one)
    return found


def _completion(view: View, visit: Visit, plans: Sequence[PlanLine]) -> Iterator[Entry]:
    """The improvement plans of a visit together: due on the first day that is not kept yet."""
    dated = [one for one in plans if one.due_on]
    if not dated:
        return
    ahead = [one for one in dated if one.state in (PlanState.PLANNED, PlanState.OVERDUE)]
    first = min(ahead or dated[-1:], key=lambda one: one.due_on or date.max)
    late = first.state is PlanState.OVERDUE
    state = StepState.LATE if late else StepState.DUE if ahead else StepState.DONE
    href = overdue.plan_place(view, first)
    yield Entry(overdue.PLAN, first.due_on, (visit.host_id,), state, href, _late(state, first.due_on, view.today))


_ORDER = tuple(StepState)


def entries(found: Schedule) -> Listing[Entry]:
    """Every step as a list: what is late first, then by day; what is behind last and out of sight at first."""
    pairs = [(row, entry) for row in found.rows for entry in row.entries]
    pairs.sort(key=lambda pair: (_ORDER.index(pair[1].state), pair[1].day or date.max))
    used = sorted({key for _, entry in pairs for key in entry.hospital_ids}, key=found.names.__getitem__)
    kinds = {entry.kind for _, entry in pairs}
    states = {OPEN: "対応が必要なもの"} | {state.value: word for state, word in words.STEP_STATES.items()}
    choices = (
        listing.chosen_by("step", "状態", states.items(), OPEN),
        listing.chosen_by("whose", "担当", ((key, found.names[key]) for key in used)),
        listing.chosen_by("kind", "手続き", ((kind, word) for kind, word in overdue.KINDS.items() if kind in kinds)),
    )
    lines = tuple(_line(found.names, row, entry) for row, entry in pairs)
    return Listing("schedule", f"手続きの日程（{found.year}年度）", COLUMNS, lines, choices)


def _line(names: Mapping[int, str], row: Row, one: Entry) -> Line[Entry]:
    visit = row.visit
    cells = (
        names[visit.host_id], _joined(names, visit.evaluator_ids), overdue.KINDS[one.kind],
        _joined(names, one.hospital_ids), one.day, words.STEP_STATES[one.state], one.late,
    )  # fmt: skip
    state = {one.state.value, *([OPEN] if one.state in (StepState.LATE, StepState.DUE) else [])}
    return Line(cells, one, one.href, listing.keys(step=state, whose=one.hospital_ids, kind=one.kind))


def _joined(names: Mapping[int, str], ids: Iterable[int]) -> str:
    return "・".join(names[one] for one in ids)
