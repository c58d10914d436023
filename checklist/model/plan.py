"""The year plan: what the planner knows of each hospital, its duties of the year, and the visits that are proposed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

MOST_TOGETHER = 3
"""So many evaluator hospitals come together to one host at most; one of them leads."""
LONGEST = 1440
"""Minutes that one travels to another hospital at most."""
Place = tuple[float, float]
"""Latitude and longitude in degrees."""
Pair = tuple[int, int]
"""Who evaluates, and the host: ids of hospitals."""


class PlanDuty(StrEnum):
    """What the 地域連携加算 asks of a hospital in a year."""

    EVALUATES_ONE = "evaluates_1"
    """Evaluate a partner of 加算1 and hand over the report."""
    EVALUATES_TWO = "evaluates_2"
    """The same with a partner of 加算2."""
    EVALUATED = "evaluated"
    """Be evaluated by a partner of 加算1."""


class DutyState(StrEnum):
    """How far a duty is met, from nothing at all to done."""

    MISSING = "missing"
    DRAFT = "draft"
    PLANNED = "planned"
    AGREED = "agreed"
    HELD = "held"
    """Evaluated, the report not handed over yet."""
    DONE = "done"


@dataclass(frozen=True)
class Partner:
    """A hospital as the planner sees it in one year.

    `safety` and `regional` are the classes of 医療安全対策加算 and of its 地域連携加算, None without a filing; `closed`
    the calendar months in which it takes part in no visit; `infection`: it has filed 感染対策向上加算1.
    """

    id: int
    code: str
    name: str
    safety: int | None
    regional: int | None
    beds: int = 100
    place: Place | None = None
    group: str = ""
    area: str = ""
    closed: frozenset[int] = frozenset()
    infection: bool = False
    advanced: bool = False
    """特定機能病院, which evaluates others and is not evaluated itself."""
    external: bool = False
    """A partner outside of the region: what is agreed with it counts, and nobody plans for it."""


@dataclass(frozen=True)
class Edge:
    """One evaluation that stands or is proposed, with the classes that count for it."""

    evaluator_id: int
    host_id: int
    evaluator_class: int | None
    host_class: int | None
    state: DutyState

    @property
    def pair(self) -> Pair:
        """Who evaluates whom."""
        return (self.evaluator_id, self.host_id)


@dataclass(frozen=True)
class PlannedVisit:
    """One day at a host: the evaluator hospitals (the leading one first) and the calendar month.

    `visit_id` is that of a visit that is there already, `pinned` one that the planner leaves as it is.
    """

    host_id: int
    evaluator_ids: tuple[int, ...]
    month: int | None = None
    pinned: bool = False
    visit_id: int | None = None

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Every evaluation of the day."""
        return tuple((one, self.host_id) for one in self.evaluator_ids)


@dataclass(frozen=True)
class PlanWeights:
    """What each thing costs that a plan would rather avoid; the greater number goes first."""

    day: int = 1000
    """A further day on which a host is visited."""
    change: int = 300
    """A pair that the plan before did not have, where a year is planned anew."""
    repeated: int = 100
    """A pair of last year; half of it for the year before, a third for the one before that."""
    load: int = 30
    """A further visit of a hospital of average size; in inverse proportion to its beds."""
    travel: int = 10
    """Ten kilometres as the crow flies."""
    group: int = 60
    """Two hospitals of one corporate group."""
    month: int = 4
    """A further visit in a month that has some already."""
    infection: int = 8
    """A pair of 感染対策向上加算1 that is missed by a hospital which has filed it."""
    unbound: int = 40
    """A visit by a hospital that has no duty to make it."""


@dataclass(frozen=True)
class PlanSettings:
    """Who counts as a partner in a region: of the same group, of another 医療圏, and how far away (0: however far)."""

    same_group: bool = False
    other_area: bool = True
    kilometres: int = 0
    weights: PlanWeights = field(default_factory=PlanWeights)


@dataclass(frozen=True)
class PlannedChange:
    """How a visit that is there shall be once the plan is published: its hospitals (the leading one first), month and day.

    `former_ids` and `former_day` are what stood when it was changed: somebody may change the visit itself meanwhile.
    `visit.pinned`: somebody has changed it by hand, and the planner leaves it so.
    """

    visit: PlannedVisit
    former_ids: tuple[int, ...]
    day: date | None = None
    former_day: date | None = None


@dataclass(frozen=True)
class PlanDraft:
    """What somebody has planned of a year so far: visits, and those there already that are to be changed or cancelled.

    Visits with a `visit_id` are there: what stands here of them is the month for which they were published.
    """

    settings: PlanSettings = field(default_factory=PlanSettings)
    visits: tuple[PlannedVisit, ...] = ()
    released: tuple[int, ...] = ()
    gap: float | None = None
    """What the planner said of it; None once somebody has changed it by hand."""
    changes: tuple[PlannedChange, ...] = ()

    def change_of(self, visit_id: int | None) -> PlannedChange | None:
        """What is to become of a visit that is there, if anything."""
        return next((one for one in self.changes if one.visit.visit_id == visit_id), None)

    def changed(self, change: PlannedChange) -> PlanDraft:
        """The same with another change of its visit; what changes nothing is none."""
        others = tuple(one for one in self.changes if one.visit.visit_id != change.visit.visit_id)
        return replace(self, changes=(*others, change), gap=None)

    def kept_as_is(self, visit_id: int) -> PlanDraft:
        """The same with a visit left as it stands."""
        return replace(self, changes=tuple(one for one in self.changes if one.visit.visit_id != visit_id), gap=None)


class PlanStatus(StrEnum):
    """What a proposal is worth."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    """All duties met; a better plan was not ruled out in the time there was."""
    INFEASIBLE = "infeasible"


@dataclass(frozen=True)
class Unmet:
    """A duty that nobody can meet: why, and what would help, one sentence each."""

    hospital_id: int
    duty: PlanDuty
    reason: str
    remedy: str


@dataclass(frozen=True)
class Proposal:
    """The visits proposed for a year, beside those that are fixed; `gap` is the share by which a better plan may be cheaper."""

    status: PlanStatus
    gap: float
    visits: tuple[PlannedVisit, ...]
    unmet: tuple[Unmet, ...]
    greedy_days: int
    """Days at hosts of a plan made by hand, one hospital after the other."""
    joins: tuple[PlannedVisit, ...] = ()
    """Visits that are there, with the hospitals that join them: no further day at the host."""

    @property
    def days_saved(self) -> int:
        """So many days at hosts fewer than by hand; never below zero."""
        return max(0, self.greedy_days - len(self.visits))
