"""The evaluations between partners as the duties see them: who evaluated whom, in which class, with what outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from checklist import words
from checklist.model.criteria import Direction
from checklist.model.visits import VisitMode, VisitState
from checklist.rules.criteria.facts import Facts, VisitFact
from checklist.rules.criteria.verdict import Shown

CLASSES = {Direction.VISITS: (1, 2), Direction.VISITED_BY: (1,)}
"""The classes of partners with whom an evaluation counts."""


@dataclass(frozen=True)
class Partnered:
    """A visit from one side: which partner, in which class on its day, on which day, and whether it may be counted.

    `counted` by its report: handed over, for the one who evaluates and has to report; made, for the one who is evaluated.
    """

    visit: VisitFact
    partner: int
    partner_class: int | None
    on: date
    counted: bool
    direction: Direction

    @property
    def name(self) -> str:
        """The partner's name."""
        return self.visit.partner_names.get(self.partner, "連携先")

    @property
    def evaluates(self) -> bool:
        """Whether it is an evaluation of 医療安全 in person that took place."""
        # 「直接赴いて評価を実施」 (平成30年版の届出様式の記載上の注意). In the pandemic visits were made online; no rule
        # was found that lets them count for good.
        return self.visit.held and self.visit.safety and self.visit.mode is VisitMode.IN_PERSON

    @property
    def shown(self) -> Shown:
        """The visit as it is told."""
        group = words.addon_class(self.partner_class)
        return Shown("visit", self.visit.id, f"{words.day(self.on)}　{self.name}（{group}）")


def _past(facts: Facts) -> Iterable[tuple[VisitFact, date]]:
    for one in facts.visits:
        if one.on is not None and one.on <= facts.on and one.state is not VisitState.CANCELLED:
            yield one, one.on


def _reported(visit: VisitFact, day: date) -> bool:
    return visit.handed_over_on is not None and visit.handed_over_on <= day


def made(facts: Facts) -> list[Partnered]:
    """Visits by the hospital up to the day, by their day."""
    own = facts.hospital.id
    found = [
        Partnered(one, one.host_id, one.host_class, on, _reported(one, facts.on), Direction.VISITS)
        for one, on in _past(facts)
        if own in one.evaluators
    ]
    return sorted(found, key=lambda one: one.on)


def received(facts: Facts) -> list[Partnered]:
    """Visits to the hospital up to the day, once for each visiting hospital, by their day."""
    found = [
        # 「評価を受けていること」 (令和6年3月5日 通知 別添3 第20) asks nothing more of the host: that the report was made
        # proves it, whether or not it was handed over and received by the day.
        Partnered(one, partner, partner_class, on, one.proven, Direction.VISITED_BY)
        for one, on in _past(facts)
        if one.host_id == facts.hospital.id
        for partner, partner_class in one.evaluators.items()
    ]
    return sorted(found, key=lambda one: one.on)


@dataclass(frozen=True)
class Planned:
    """A visit still to come: its day, and the partner."""

    on: date
    name: str


def planned(facts: Facts, direction: Direction, wanted: int) -> list[Planned]:
    """The visits still to come that would count, the next one first; one of the day itself until it has begun."""
    own, found = facts.hospital.id, []
    for one in facts.visits:
        classes = [one.host_class] if direction is Direction.VISITS else list(one.evaluators.values())
        mine = own in one.evaluators if direction is Direction.VISITS else one.host_id == own
        known = one.known_from is None or one.known_from <= facts.on
        # As strict as for a visit made: one planned online, or with the 感染 sheet alone, will never count, so its plan
        # must not stand for the duty.
        counts = one.mode is VisitMode.IN_PERSON and one.safety and one.state is not VisitState.CANCELLED
        to_come = one.on is not None and (one.on > facts.on or (one.on == facts.on and not one.held))
        if mine and known and counts and wanted in classes and one.on and to_come:
            partner = one.host_id
            if direction is Direction.VISITED_BY:
                partner = next(key for key, addon_class in one.evaluators.items() if addon_class == wanted)
            found.append(Planned(one.on, one.partner_names.get(partner, "連携先")))
    return sorted(found, key=lambda one: one.on)


def standing(facts: Facts, addon_class: int) -> list[Partnered]:
    """The evaluations that a 地域連携加算 of a class rests on: of this window, and before it while they still stand."""
    # 加算2 is only visited, by 加算1; whom it visits itself is no business of its filing.
    ways = (*made(facts), *received(facts)) if addon_class == 1 else received(facts)
    counts = [one for one in ways if one.evaluates and one.partner_class in CLASSES[one.direction]]
    # What nobody has reported is not shown to have been evaluated: it leaves the requirement open, and fulfils none.
    found = [one for one in counts if one.counted]
    now = [one for one in found if one.on >= facts.since]
    return now or [one for one in found if facts.stands_until(one.on) >= facts.on]
