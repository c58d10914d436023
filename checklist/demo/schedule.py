"""Who visits whom, when, and how far each visit has come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest
from random import Random

from checklist.model.visits import VisitState
from checklist.rules import fiscal_year

JOINT_EVERY = 6
"""Every so many visits, a second hospital comes along."""


TRAIL = (
    VisitState.PLANNED,
    VisitState.AGREED,
    VisitState.READY,
    VisitState.ON_SITE,
    VisitState.REPORTED,
    VisitState.ACKNOWLEDGED,
    VisitState.CLOSED,
)
"""The states that a visit goes through, in order."""
PLANNED_AT = 8, 45
"""The hour at which the secretariat plans, before anybody begins with anything."""
_BEGUN = frozenset({VisitState.ON_SITE, VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED})


@dataclass(frozen=True)
class Plan:
    """One visit; hospitals by their position in the list of all."""

    fiscal_year: int
    host: int
    evaluators: tuple[int, ...]
    day: date | None
    state: VisitState
    record_only: bool = False
    at_closing: bool = False
    """On site with everything rated: the closing meeting is going on."""

    def reaches(self, state: VisitState) -> bool:
        """Whether the visit stands at a state or beyond."""
        return TRAIL.index(state) <= TRAIL.index(self.state)


def pairs(ones: list[int], twos: list[int], turn: int) -> list[tuple[int, int]]:
    """(evaluator, host) so that every duty is met: each 加算1 visits a 加算1 and a 加算2, and each is visited by a 加算1."""
    # Never 0, which would be a visit to oneself, and another one each year: so partners change.
    step = 1 + turn % (len(ones) - 1)
    among = _mutual([(one, ones[(place + step) % len(ones)]) for place, one in enumerate(ones)])
    across = [(ones[place % len(ones)], twos[(place + turn) % len(twos)]) for place in range(max(len(ones), len(twos)))]
    return among + across


def _mutual(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same visits with the first two partners going to each other, as partners often do: a few visitors change places."""
    host_of = dict(found)
    visitor_of = {host: evaluator for evaluator, host in found}
    first = found[0][0]
    partner, before = host_of[first], visitor_of[first]
    there = host_of[partner]
    if before == partner:
        return found
    changed = {first: partner, there: before}
    if before == there:
        # Nobody visits oneself: of three in a circle the third one goes elsewhere, where somebody makes room.
        others = [pair for pair in found if not {*pair} & {first, partner, there}]
        if not others:
            return found
        changed = {first: partner, there: others[0][0], others[0][1]: there}
    return [(changed.get(host, evaluator), host) for evaluator, host in found]


def business_day(day: date) -> date:
    """The day itself, or the last one before it on which hospitals receive visitors."""
    while day.weekday() >= 5 or (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        day -= timedelta(days=1)
    return day


def visit_day(rng: Random, year: int) -> date:
    """A day between November and March, most of them late in the year."""
    # As in a year that was published (国立長寿医療研究センター, 令和6年度): its three visits lay between January and March.
    return business_day(date(year, 11, 4) + timedelta(days=int(rng.triangular(0, 135, 95))))


def past_year(rng: Random, year: int, found: list[tuple[int, int]], last: bool) -> list[Plan]:
    """A year that is over; in the last one a few reports are not yet closed."""
    plans = []
    for evaluator, host in found:
        state = VisitState.ACKNOWLEDGED if last and rng.random() < 0.2 else VisitState.CLOSED
        plans.append(Plan(year, host, (evaluator,), visit_day(rng, year), state))
    return sorted(plans, key=lambda plan: plan.day or date.max)


def current_year(rng: Random, today: date, found: list[tuple[int, int]], twos: list[int]) -> list[Plan]:
    """The year in progress: some visits reported (of both classes), some on site, the others ahead."""
    year = fiscal_year.of_day(today)
    days = sorted(visit_day(rng, year) for _ in found)
    drawn = [
        Plan(year, host, (evaluator,), day, VisitState.PLANNED)
        for (evaluator, host), day in zip(_mixed(rng, found, twos), days, strict=True)
    ]
    count = len(drawn)
    here = max(2 if count >= 6 else 1, count // 10)
    over = sum(1 for day in days if day < today - timedelta(days=4))
    over = min(max(over, 1, count // 3), count - here - max(2, count // 4))
    return [
        *(_over(plan, today, over - place) for place, plan in enumerate(drawn[:over])),
        *(
            replace(_here(plan, today, place), at_closing=place == 0 and here > 1)
            for place, plan in enumerate(drawn[over : over + here])
        ),
        *_ahead(drawn[over + here :], today),
    ]


def _mixed(rng: Random, found: list[tuple[int, int]], twos: list[int]) -> list[tuple[int, int]]:
    """The pairs in a random order in which 加算1 and 加算2 hosts take turns."""
    groups = [[pair for pair in found if (pair[1] in twos) is is_two] for is_two in (False, True)]
    for group in groups:
        rng.shuffle(group)
    turns = zip_longest(*groups)
    return [pair for turn in turns for pair in turn if pair]


def _over(plan: Plan, today: date, back: int) -> Plan:
    """A visit that has been reported, at least five days ago where the year is old enough."""
    first, _ = fiscal_year.bounds(plan.fiscal_year)
    latest = today - timedelta(days=3 + 2 * back)
    day = plan.day if plan.day and plan.day <= latest else max(first, business_day(latest))
    state = VisitState.ACKNOWLEDGED if day <= today - timedelta(days=40) else VisitState.REPORTED
    return replace(plan, day=day, state=state)


def _here(plan: Plan, today: date, place: int) -> Plan:
    """A visit that is going on: the first two since yesterday, the others since today (or the last business day)."""
    first, _ = fiscal_year.bounds(plan.fiscal_year)
    day = business_day(today - timedelta(days=1)) if place < 2 else business_day(today)
    return replace(plan, day=max(first, day), state=VisitState.ON_SITE)


def _ahead(plans: list[Plan], today: date) -> list[Plan]:
    """Visits to come: the nearest are ready, most are agreed, the last are only planned, some without a day."""
    found = []
    for place, plan in enumerate(plans):
        _, end = fiscal_year.bounds(plan.fiscal_year)
        day = plan.day if plan.day and plan.day > today else business_day(today + timedelta(days=7 * (place + 1)))
        share = place / len(plans)
        state = VisitState.READY if share < 0.2 and len(plans) > 2 else VisitState.AGREED
        if state is VisitState.READY:
            day = min(day, business_day(today + timedelta(days=9 + place)))
        if share >= 0.7 or (place and place == len(plans) - 1):
            state = VisitState.PLANNED
        keeps_day = today < day <= end and not (state is VisitState.PLANNED and place % 2)
        found.append(replace(plan, state=state, day=day if keeps_day else None))
    return found


def join(plans: list[Plan], companions: list[int]) -> list[Plan]:
    """Let a second hospital come along to every sixth visit."""
    joined = []
    for place, plan in enumerate(plans):
        other = companions[place % len(companions)]
        if place % JOINT_EVERY == 2 and other not in (plan.host, *plan.evaluators):
            plan = replace(plan, evaluators=(*plan.evaluators, other))
        joined.append(plan)
    return joined


def together(plans: list[Plan]) -> Plan | None:
    """The visit of a year to which infection control comes along: one that goes on, else one by two hospitals."""
    begun = [plan for plan in plans if plan.state in _BEGUN and not (plan.record_only or plan.at_closing)]
    return max(begun, key=lambda plan: (plan.state is VisitState.ON_SITE, len(plan.evaluators)), default=None)


def planned_on(plan: Plan, today: date) -> date:
    """When the secretariat planned a visit: in April, but before the partners make ready for it."""
    first, _ = fiscal_year.bounds(plan.fiscal_year)
    return min(first + timedelta(days=20), _ready_on(plan, today))


def _ready_on(plan: Plan, today: date) -> date:
    first, _ = fiscal_year.bounds(plan.fiscal_year)
    return min(max(first, (plan.day or today) - timedelta(days=14)), today)


def days(rng: Random, plan: Plan, today: date) -> dict[VisitState, date]:
    """The day on which a visit reaches each state after the plan, whether or not it has come so far."""
    first, _ = fiscal_year.bounds(plan.fiscal_year)
    day, ready = plan.day or today, _ready_on(plan, today)
    agreed, received, closed = rng.randint(40, 120), rng.randint(14, 25), rng.randint(40, 60)
    return {
        # The partners agree before they make ready, also on a visit early in the year.
        VisitState.AGREED: min(first + timedelta(days=agreed), ready),
        VisitState.READY: ready,
        VisitState.ON_SITE: day,
        VisitState.REPORTED: day + timedelta(days=1),
        VisitState.ACKNOWLEDGED: day + timedelta(days=received),
        VisitState.CLOSED: day + timedelta(days=closed),
    }
