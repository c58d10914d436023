"""Who may be whose partner in a year, and how far apart the two lie."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from checklist.model.hospitals import Hospital
from checklist.model.plan import MOST_TOGETHER, Edge, Pair, Partner, PlanDuty, PlannedVisit, PlanSettings

EARTH = 6371.0
"""Kilometres from the middle of the earth."""
SPEED = 40.0
"""Kilometres as the crow flies that one comes in an hour on the roads of a region: so a travel time is told as a distance."""


@dataclass(frozen=True)
class Question:
    """Everything that the plan of a year rests on.

    `months` are those in which a new visit may lie, in the order of the year; `edges` the evaluations that stand
    already, `fixed` their days and the visits that somebody has pinned; `recent` says how many years ago a pair last
    met, `former` are the pairs of the plan before with their months, which a new one keeps where it can. `joinable` are
    the visits that are there and have not begun, with their days: another hospital may come along. `minutes` are the
    travel times that somebody knows, by pair with the smaller id first.
    """

    months: tuple[int, ...]
    partners: Mapping[int, Partner]
    settings: PlanSettings = field(default_factory=PlanSettings)
    edges: tuple[Edge, ...] = ()
    fixed: tuple[PlannedVisit, ...] = ()
    recent: Mapping[Pair, int] = field(default_factory=dict)
    former: Mapping[Pair, int | None] = field(default_factory=dict)
    joinable: Mapping[int, date | None] = field(default_factory=dict)
    minutes: Mapping[Pair, int] = field(default_factory=dict)


def room(question: Question, host_id: int) -> Iterator[PlannedVisit]:
    """The visits to a host at which there is room for another hospital."""
    for one in question.fixed:
        if one.host_id == host_id and one.visit_id in question.joinable and len(one.evaluator_ids) < MOST_TOGETHER:
            yield one


def can_join(question: Question, visit: PlannedVisit, evaluator_id: int) -> bool:
    """Whether a hospital takes part in visits in the month of one that is there."""
    return visit.month is None or visit.month not in question.partners[evaluator_id].closed


class Obstacle(StrEnum):
    """Why two hospitals are no partners although their classes fit."""

    GROUP = "group"
    AREA = "area"
    DISTANCE = "distance"
    MONTHS = "months"


def placed(one: Hospital) -> Partner:
    """A hospital with nothing but where it lies."""
    place = (one.latitude, one.longitude) if one.latitude is not None and one.longitude is not None else None
    return Partner(one.id, one.code, one.name, None, None, place=place)


def kilometres(one: Partner, other: Partner) -> float | None:
    """As the crow flies (haversine); None where a place is not known."""
    if one.place is None or other.place is None:
        return None
    (north, east), (other_north, other_east) = (
        [math.radians(part) for part in each] for each in (one.place, other.place)
    )
    across = math.sin((other_north - north) / 2) ** 2
    along = math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(across + along)))


def minutes(question: Question, one: Partner, other: Partner) -> int | None:
    """How long one travels between two hospitals, where somebody has said so."""
    return question.minutes.get((min(one.id, other.id), max(one.id, other.id)))


def apart(question: Question, one: Partner, other: Partner) -> float | None:
    """How far two hospitals are apart in kilometres: by the travel time where it is known, else as the crow flies."""
    known = minutes(question, one, other)
    return kilometres(one, other) if known is None else known * SPEED / 60


def obstacles(question: Question, evaluator: Partner, host: Partner) -> frozenset[Obstacle]:
    """Everything that keeps these two from being partners, by the settings and the months in which they are open."""
    settings, found = question.settings, set()
    if not settings.same_group and evaluator.group and evaluator.group == host.group:
        found.add(Obstacle.GROUP)
    if not settings.other_area and evaluator.area and host.area and evaluator.area != host.area:
        found.add(Obstacle.AREA)
    distance = apart(question, evaluator, host)
    if settings.kilometres and distance is not None and distance > settings.kilometres:
        found.add(Obstacle.DISTANCE)
    if not set(question.months) - evaluator.closed - host.closed:
        found.add(Obstacle.MONTHS)
    return frozenset(found)


def evaluates(one: Partner) -> bool:
    """Whether a hospital can be sent to evaluate: 加算1, and in the region."""
    return one.safety == 1 and not one.external


def is_host(one: Partner) -> bool:
    """Whether a hospital can be evaluated for the duty of another."""
    return one.safety is not None and not (one.external or one.advanced)


def pairs(question: Question) -> Iterator[tuple[Partner, Partner]]:
    """Every (evaluator, host) whose classes fit, whatever stands between them."""
    hosts = [one for one in question.partners.values() if is_host(one)]
    for evaluator in filter(evaluates, question.partners.values()):
        yield from ((evaluator, host) for host in hosts if host.id != evaluator.id)


def duties(one: Partner) -> tuple[PlanDuty, ...]:
    """What a year asks of a hospital: nothing without 地域連携加算, and nothing of a 特定機能病院 or an outside partner."""
    # 「特定機能病院を除く」: 医科診療報酬点数表 A234 注2.
    if one.external or one.advanced or one.regional is None:
        return ()
    return tuple(PlanDuty) if one.regional == 1 else (PlanDuty.EVALUATED,)


def meets(duty: PlanDuty, hospital_id: int, edge: Edge) -> bool:
    """Whether an evaluation is one of those that a duty of a hospital asks for."""
    if duty is PlanDuty.EVALUATED:
        return edge.host_id == hospital_id and edge.evaluator_class == 1
    wanted = 1 if duty is PlanDuty.EVALUATES_ONE else 2
    return edge.evaluator_id == hospital_id and edge.host_class == wanted


def relaxed(question: Question, lifted: frozenset[Obstacle]) -> Question:
    """The same question with some of its obstacles out of the way."""
    settings = question.settings
    if Obstacle.GROUP in lifted:
        settings = replace(settings, same_group=True)
    if Obstacle.AREA in lifted:
        settings = replace(settings, other_area=True)
    if Obstacle.DISTANCE in lifted:
        settings = replace(settings, kilometres=0)
    return replace(question, settings=settings)
