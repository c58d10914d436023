"""Invented regions for the planner, and a checker of plans that shares nothing with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, permutations

from hypothesis import strategies as st

from checklist.model.plan import Partner, PlannedVisit, PlanSettings, Proposal
from checklist.rules.plan.partnership import Question

YEAR = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)


def hospital(key: int, addon_class: int | None, **more: object) -> Partner:
    """A hospital that has filed both add-ons in a class, or neither."""
    return Partner(key, f"H{key:02}", f"架空{key}病院", addon_class, addon_class, **more)  # type: ignore[arg-type]


def question(*partners: Partner, **more: object) -> Question:
    """The whole year open, nothing planned yet."""
    return Question(YEAR, {one.id: one for one in partners}, **more)  # type: ignore[arg-type]


@st.composite
def hospitals(draw: st.DrawFn, key: int) -> Partner:
    """A hospital of any kind, with or without a place."""
    addon_class = draw(st.sampled_from((1, 1, 1, 2, 2, 2, None)))
    place = draw(st.none() | st.tuples(st.floats(33, 37), st.floats(133, 140)))
    return Partner(
        key, f"H{key:02}", f"架空{key}病院", addon_class, draw(st.sampled_from((addon_class, addon_class, None))),
        draw(st.integers(20, 900)), place, draw(st.sampled_from(("", "", "甲会", "乙会"))),
        draw(st.sampled_from(("", "北山", "南川"))), draw(st.frozensets(st.integers(1, 12), max_size=11)),
        draw(st.booleans()), draw(st.sampled_from((False, False, False, True))),
        draw(st.sampled_from((False, False, False, False, True))),
    )  # fmt: skip


@st.composite
def regions(draw: st.DrawFn) -> Question:
    """A region of up to ten hospitals with settings, pairs of recent years and a visit that is pinned."""
    known = {key: draw(hospitals(key)) for key in range(1, draw(st.integers(1, 10)) + 1)}
    settings = PlanSettings(draw(st.booleans()), draw(st.booleans()), draw(st.sampled_from((0, 0, 80, 300))))
    keys = st.sampled_from(sorted(known))
    recent = draw(st.dictionaries(st.tuples(keys, keys), st.integers(1, 3), max_size=6))
    pinned = []
    for evaluator, host in draw(st.lists(st.tuples(keys, keys), max_size=2, unique=True)):
        if evaluator != host:
            pinned.append(PlannedVisit(host, (evaluator,), 10, pinned=True))
    return Question(YEAR, known, settings, fixed=tuple(pinned), recent=recent)


@dataclass(frozen=True)
class Owed:
    """A duty in the words of the law: whose, and which partners would do, each as (evaluator, host)."""

    hospital: int
    what: str
    ways: frozenset[tuple[int, int]]


def owed(asked: Question) -> list[Owed]:
    """Every duty of the region, read from the law and not from the planner."""
    found, everybody = [], asked.partners.values()
    ones = {one.id for one in everybody if one.safety == 1}
    twos = {one.id for one in everybody if one.safety == 2}
    for one in everybody:
        if one.external or one.advanced or one.regional not in (1, 2):
            continue
        found.append(Owed(one.id, "evaluated", frozenset((other, one.id) for other in ones - {one.id})))
        if one.regional == 1:
            for name, hosts in (("evaluates_1", ones), ("evaluates_2", twos)):
                found.append(Owed(one.id, name, frozenset((one.id, other) for other in hosts - {one.id})))
    return found


def allowed(asked: Question, pair: tuple[int, int]) -> bool:
    """Whether the settings let the two be partners; by an own reckoning of what lies between them."""
    one, other = (asked.partners[key] for key in pair)
    if one.safety != 1 or one.external or other.external or other.advanced or other.safety is None:
        return False
    if one.group and one.group == other.group and not asked.settings.same_group:
        return False
    if one.area and other.area and one.area != other.area and not asked.settings.other_area:
        return False
    if len(one.closed | other.closed) == 12:
        return False
    if asked.settings.kilometres and one.place and other.place:
        return apart(one.place, other.place) <= asked.settings.kilometres
    return True


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres along the great circle, by the angle between two vectors and not by haversine."""
    from math import atan2, cos, hypot, radians, sin

    (north, east), (up, right) = ((radians(a), radians(b)) for a, b in (one, other))
    turn = right - east
    sine = hypot(cos(up) * sin(turn), cos(north) * sin(up) - sin(north) * cos(up) * cos(turn))
    return 6371.0 * atan2(sine, sin(north) * sin(up) + cos(north) * cos(up) * cos(turn))


def wrongs(asked: Question, proposal: Proposal) -> list[str]:
    """Everything wrong with a proposal: duties neither met nor told, visits that cannot be."""
    found = []
    pinned = {pair for visit in asked.fixed for pair in visit.pairs}
    new = Counter(pair for visit in proposal.visits for pair in visit.pairs)
    told = {(one.hospital_id, one.duty.value) for one in proposal.unmet}
    for one in owed(asked):
        met = bool(one.ways & (pinned | new.keys()))
        could = any(allowed(asked, way) for way in one.ways)
        if met and (one.hospital, one.what) in told:
            found.append(f"{one} is met and told as unmet")
        if could and not met:
            found.append(f"{one} could be met and is not")
        if not could and not met and (one.hospital, one.what) not in told:
            found.append(f"{one} is neither met nor told")
    found += [f"{pair} twice" for pair, times in new.items() if times > 1 or pair in pinned]
    found += [f"{pair} is no pair" for pair in new if not allowed(asked, pair)]
    found += [f"{visit} cannot be" for visit in proposal.visits if not _stands(asked, visit)]
    return found


def cheapest(asked: Question) -> float:
    """What the cheapest of all plans costs that meet every duty that can be met: each set of visits is tried."""
    pinned = {pair for visit in asked.fixed for pair in visit.pairs}
    free = [pair for pair in permutations(asked.partners, 2) if pair not in pinned and allowed(asked, pair)]
    ways = [one.ways & {*pinned, *free} for one in owed(asked)]
    open_ways = [one for one in ways if one and not one & pinned]
    found = (
        chosen
        for count in range(len(free) + 1)
        for chosen in combinations(free, count)
        if all(one & set(chosen) for one in open_ways)
    )
    return min(price(asked, [PlannedVisit(host, (evaluator,)) for evaluator, host in one]) for one in found)


def _stands(asked: Question, visit: PlannedVisit) -> bool:
    closed = {month for key in (visit.host_id, *visit.evaluator_ids) for month in asked.partners[key].closed}
    return 1 <= len(visit.evaluator_ids) <= 3 and visit.month in set(YEAR) - closed


def price(asked: Question, visits: Iterable[PlannedVisit]) -> float:
    """What a plan costs in days, repeated pairs, kilometres, groups and burden, reckoned anew."""
    weights, total = asked.settings.weights, 0.0
    made: Counter[int] = Counter(one for visit in asked.fixed for one in visit.evaluator_ids)
    senders = [one.beds for one in asked.partners.values() if one.safety == 1 and not one.external]
    at_host: Mapping[int, set[int]] = {}
    for visit in visits:
        at_host = {**at_host, visit.host_id: at_host.get(visit.host_id, set()) | set(visit.evaluator_ids)}
    for host, evaluators in at_host.items():
        total += weights.day * -(-len(evaluators) // 3)
        for key in evaluators:
            one, other = asked.partners[key], asked.partners[host]
            total += weights.repeated / asked.recent[key, host] if (key, host) in asked.recent else 0
            total += weights.travel * (apart(one.place, other.place) if one.place and other.place else 50) / 10
            total += weights.group * bool(one.group and one.group == other.group)
            total += weights.infection * (one.infection and other.safety == 1 and not other.infection)
            total += weights.unbound * (one.advanced or one.regional is None)
            total += weights.load * made[key] * (sum(senders) / len(senders)) / one.beds
            made[key] += 1
    return total
