"""The invented visits themselves: planned in spring, agreed on, made ready for, and rated on their day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_OID, uuid5

from checklist.demo import answers, pictures, schedule
from checklist.demo.answers import Given, Task
from checklist.demo.builder import Builder, Part
from checklist.demo.cast import Cast, Diary, moment
from checklist.demo.hospitals import Member
from checklist.demo.schedule import Plan
from checklist.model.assessments import Track
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.store import clock
from checklist.store.assessments import assessments, photos
from checklist.store.visits import agreements, visit_steps, visits


@dataclass(frozen=True)
class Rated:
    """One sheet of a visit with what the visitors answered, by item."""

    part: Part
    assessment: int
    values: dict[str, str | None]


@dataclass(frozen=True)
class Outing:
    """One visit under way: who goes where, when it reaches its states, and what is told of it so far."""

    visit_id: int
    plan: Plan
    host: Member
    people: tuple[int, ...]
    days: dict[VisitState, date]
    cast: Cast
    diary: Diary

    @property
    def member(self) -> int:
        """Who leads the visit and speaks for it."""
        return self.people[0]

    def move(self, state: VisitState) -> None:
        """Lead the visit to a state on its day, if it has come so far."""
        if self.plan.reaches(state):
            at = self.diary.at(self.days[state], 10, 15)
            visit_steps.move(self.cast.act(self.member, at), self.visit_id, state)


def plan_visit(builder: Builder, plan: Plan, versions: Sequence[str]) -> int:
    """Write a planned visit with its sheets, by the secretariat, and return its id."""
    host, guests = builder.members[plan.host], [builder.members[place] for place in plan.evaluators]
    note = "相手先の様式による評価（記録のみ）" if plan.record_only else ""
    visit = Visit(
        0, plan.fiscal_year, host.id, tuple(guest.id for guest in guests), _people(guests), plan.day,
        VisitMode.IN_PERSON, VisitState.PLANNED, plan.record_only, note,
    )  # fmt: skip
    return visits.add(builder.cast.act(builder.secretariat, _planned_at(builder.cast, plan)), visit, versions)


def _people(guests: Sequence[Member]) -> tuple[int, ...]:
    """The members of a visit: both evaluators of the leading hospital, one of each other."""
    return guests[0].evaluators + tuple(guest.evaluators[0] for guest in guests[1:])


def _planned_at(cast: Cast, plan: Plan) -> datetime:
    return moment(schedule.planned_on(plan, cast.today), *schedule.PLANNED_AT)


def set_out(builder: Builder, plan: Plan, visit_id: int, prepared: datetime | None) -> Outing:
    """Lead a planned visit to its day, as far as it has come; `prepared`: when its host's own view was there."""
    host, guests = builder.members[plan.host], [builder.members[place] for place in plan.evaluators]
    days = schedule.days(builder.rng, plan, builder.cast.today)
    diary = Diary(builder.cast.today, _planned_at(builder.cast, plan))
    found = Outing(visit_id, plan, host, _people(guests), days, builder.cast, diary)
    if plan.reaches(VisitState.AGREED):
        _agree(found)
    if prepared and plan.reaches(VisitState.READY):
        diary.after(prepared)
    found.move(VisitState.READY)
    found.move(VisitState.ON_SITE)
    return found


def _agree(found: Outing) -> None:
    """The record of the agreement, by the leading member; an external host has no account to name."""
    sides = (found.host.manager, found.member) if found.host.manager else (found.member,)
    at = found.diary.at(found.days[VisitState.AGREED], 10, 15)
    names = "、".join(found.cast.name(one) for one in sides)
    act = found.cast.act(found.member, at)
    agreements.record(act, found.visit_id, act.today, names, VisitMode.IN_PERSON)


def rate(found: Outing, parts: Sequence[Part]) -> tuple[Rated, ...]:
    """The ratings of every sheet: all of them once reported, a part of them while the visit goes on, none before."""
    if not found.plan.reaches(VisitState.ON_SITE):
        return ()
    every = assessments.of_visit(found.cast.act(found.member, found.diary.latest), found.visit_id)
    ids = {one.version_code: one.id for one in every if one.track is Track.VISITOR}
    begins = found.diary.at(found.days[VisitState.ON_SITE], 13, 10)
    return tuple(_rate(found, part, ids[part.version.code], begins) for part in parts)


def _rate(found: Outing, part: Part, assessment: int, begins: datetime) -> Rated:
    builder, cast, plan, share = part.builder, found.cast, found.plan, 1.0
    if plan.state is VisitState.ON_SITE and not plan.at_closing:
        # Of a visit that began today, nothing is rated yet.
        share = builder.rng.uniform(0.35, 0.7) if found.days[VisitState.ON_SITE] < cast.today else 0.0
    task = Task(Track.VISITOR, part.asked(found.host), found.people, begins, cast.present, 170, share)
    given = answers.fill(builder.rng, builder.book, builder.qualities[found.host.id], task)
    if given:
        answers.write(cast, assessment, given, found.diary.after(given[-1].answer.saved_at))
        _photograph(found, builder, assessment, given)
    if share == 1.0:
        submitted = found.diary.at(found.days[VisitState.ON_SITE], 16, 45)
        assessments.submit(cast.act(found.member, submitted), assessment)
    return Rated(part, assessment, {one.answer.item: one.answer.value for one in given})


def _photograph(found: Outing, builder: Builder, assessment: int, given: Sequence[Given]) -> None:
    """Pictures at some of the items that were answered, taken by whoever answered them."""
    by_item = {one.answer.item: one for one in given}
    taken = [
        (by_item[item], title)
        for title, item in pictures.chosen(assessment, {item: one.answer.value for item, one in by_item.items()})
    ]
    for one, title in sorted(taken, key=lambda pair: pair[0].answer.saved_at):
        picture, sha256 = builder.album.print(title)
        key = str(uuid5(NAMESPACE_OID, f"demo-photo-{assessment}-{one.answer.item}-{sha256}"))
        at = one.answer.saved_at
        act = found.cast.act(one.person, at)
        photos.add(act, assessment, one.answer.item, key, picture, sha256, clock.to_text(at), title)
