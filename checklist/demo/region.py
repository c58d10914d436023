"""The invented region as a whole: hospitals, sheets, and year after year of visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from checklist.demo import answers, comments, cycle, entitlement, hospitals, names, pictures, quality, schedule
from checklist.demo.answers import Task, until_now
from checklist.demo.cycle import Ended
from checklist.demo.hospitals import Member
from checklist.demo.quality import Quality
from checklist.demo.schedule import Plan
from checklist.imports import sheet_files
from checklist.model.assessments import Track
from checklist.model.region import Region
from checklist.model.sheets import Item, SheetVersion
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.rules import access, fiscal_year
from checklist.store import bulk, region
from checklist.store.act import Act, View
from checklist.store.bulk import Answer, Start, Step
from checklist.store.sheets import sheets
from checklist.words import TOKYO

SHEET, INFECTION_SHEET = "anzen", "kansen"
_TRAIL = (
    VisitState.PLANNED,
    VisitState.AGREED,
    VisitState.READY,
    VisitState.ON_SITE,
    VisitState.REPORTED,
    VisitState.ACKNOWLEDGED,
    VisitState.CLOSED,
)


@dataclass(frozen=True)
class Wish:
    """What was asked for."""

    hospitals: int = 24
    years: int = 5
    seed: int = 1


@dataclass
class Builder:
    """Everything at hand while a region is being written."""

    act: Act
    rng: Random
    today: date
    members: list[Member]
    secretariat: int
    versions: tuple[SheetVersion, ...]
    album: pictures.Album
    book: comments.Book = field(default_factory=comments.load)
    qualities: dict[int, Quality] = field(default_factory=dict)
    item_ids: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One sheet of a visit: who draws its answers, and the host's own view beside it."""

    builder: Builder
    version: SheetVersion
    self_id: int | None


def build(act: Act, wish: Wish, today: date) -> None:
    """Fill an empty, migrated database."""
    rng = Random(wish.seed)
    region.save(act, Region(names.REGION, 4, 5, blind_mode=False, fictional=True))
    last = fiscal_year.of_day(today)
    first = last - wish.years + 1
    sheet_files.load_shipped(act)
    sheets.remember(act)
    secretariat = hospitals.add_offices(act, rng)
    members = hospitals.add_all(act, rng, wish.hospitals, first)
    builder = Builder(act, rng, today, members, secretariat, _versions(act, SHEET), pictures.Album(act.db))
    # Chances of its own, so that the rest of the region does not depend on it.
    infection = replace(
        builder, rng=Random(wish.seed * 104_729), versions=_versions(act, INFECTION_SHEET), qualities={}, item_ids={}
    )
    for one in (builder, infection):
        _prepare(one)
    for turn, year in enumerate(range(first, last + 1)):
        _year(builder, infection, year, turn, first, last)
    entitlement.tell(act, members, today, wish.seed)


def _versions(view: View, sheet: str) -> tuple[SheetVersion, ...]:
    """The versions of a shipped sheet, oldest first."""
    found = [sheets.get(view, line.code) for line in sheets.versions(view)]
    return tuple(sorted((one for one in found if one.sheet_code == sheet), key=lambda one: one.number))


def version_for(versions: tuple[SheetVersion, ...], year: int, first: int, last: int) -> SheetVersion:
    """The newest version of the year; in the first of several years the one before, so that two are in use."""
    place = max((n for n, one in enumerate(versions) if one.from_fiscal_year <= year), default=0)
    return versions[max(place - 1, 0)] if year == first < last else versions[place]


def _prepare(builder: Builder) -> None:
    """Draw the hidden quality of every hospital over the items of all versions."""
    items: dict[str, Item] = {}
    for version in builder.versions:
        items.update((item.code, item) for item in version.items)
        builder.item_ids[version.code] = sheets.item_ids(builder.act, sheets.version_id(builder.act, version.code))
    every = list(items.values())
    hard = quality.difficulties(builder.rng, every)
    for member in builder.members:
        builder.qualities[member.id] = quality.draw(builder.rng, member.addon_class, member.beds, every, hard)


def _year(builder: Builder, infection: Builder, year: int, turn: int, first: int, last: int) -> None:
    """Write one year: self-assessments, visits, visitor ratings; then everybody works on what was found."""
    version = version_for(builder.versions, year, first, last)
    plans = _plans(builder, year, turn, last)
    self_ids = {
        host: _self_assessment(builder, builder.members[host], version, year, [p for p in plans if p.host == host])
        for host in sorted({plan.host for plan in plans if not plan.record_only})
    }
    together = schedule.together(plans) if year >= infection.versions[0].from_fiscal_year else None
    for plan in plans:
        parts = [Part(builder, version, self_ids.get(plan.host))]
        if plan is together:
            host, newest = builder.members[plan.host], infection.versions[-1]
            parts.append(Part(infection, newest, _self_assessment(infection, host, newest, year, [plan])))
        _visit(builder, plan, parts)
    for one in (builder, infection):
        for found in one.qualities.values():
            found.improve(one.rng)


def _plans(builder: Builder, year: int, turn: int, last: int) -> list[Plan]:
    """The visits of a year; with the special hospitals also joint and record-only ones."""
    ones = [place for place, member in enumerate(builder.members) if member.addon_class == 1]
    twos = [place for place, member in enumerate(builder.members) if member.addon_class == 2]
    found = schedule.pairs(ones, twos, turn)
    if year == last:
        plans = schedule.current_year(builder.rng, builder.today, found, twos)
    else:
        plans = schedule.past_year(builder.rng, year, found, last=year == last - 1)
    special = [place for place, member in enumerate(builder.members) if member.addon_class == 0 and member.evaluators]
    plans = schedule.join(plans, special or ones)
    outside = [place for place, member in enumerate(builder.members) if member.external]
    if outside and year < last:
        day = schedule.visit_day(builder.rng, year)
        plans.append(Plan(year, outside[0], (ones[0],), day, VisitState.CLOSED, record_only=True))
    return plans


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of day in Tokyo, or the present moment if that is still to come."""
    return until_now(datetime.combine(day, time(hour, minute), TOKYO))


def _self_day(builder: Builder, year: int, plans: list[Plan]) -> date:
    """When the host filled in its sheet: three weeks before its first visit, or lately."""
    begin, _ = fiscal_year.bounds(year)
    day = min((plan.day for plan in plans if plan.day), default=builder.today)
    latest = min(day - timedelta(days=builder.rng.randint(18, 26)), builder.today - timedelta(days=2))
    return max(begin, schedule.business_day(latest))


def _self_assessment(builder: Builder, host: Member, version: SheetVersion, year: int, plans: list[Plan]) -> int | None:
    """The host's own view: submitted once a visit is near, in work before, not yet begun for some plans."""
    rng = builder.rng
    furthest = max(_TRAIL.index(plan.state) for plan in plans)
    share = 1.0
    if furthest < _TRAIL.index(VisitState.READY):
        share = rng.uniform(0.55, 0.95) if furthest else rng.choice((0.0, 0.25, 0.4))
    if share == 0.0:
        return None
    day = _self_day(builder, year, plans)
    start = Start(Track.SELF, sheets.version_id(builder.act, version.code), host.id, year, _at(day, 9))
    assessment = bulk.start(builder.act.db, start)
    ids = builder.item_ids[version.code]
    task = Task(Track.SELF, version.items, ids, (host.manager,), _at(day, 9), 400, share)
    bulk.fill(builder.act.db, assessment, answers.fill(rng, builder.book, builder.qualities[host.id], task))
    if share == 1.0:
        bulk.submit(builder.act.db, assessment, _at(day + timedelta(days=1), 11, 20), host.manager)
        if rng.random() < 0.8:
            bulk.approve(builder.act.db, assessment, _at(day + timedelta(days=2), 16, 5), host.leader)
    return assessment


def _visit(builder: Builder, plan: Plan, parts: Sequence[Part]) -> None:
    """One visit with its members, its history and, unless only recorded, its visitor assessments."""
    host = builder.members[plan.host]
    guests = [builder.members[place] for place in plan.evaluators]
    people = guests[0].evaluators + tuple(guest.evaluators[0] for guest in guests[1:])
    note = "相手先の様式による評価（記録のみ）" if plan.record_only else ""
    visit = Visit(
        0, plan.fiscal_year, host.id, tuple(guest.id for guest in guests), people, plan.day, VisitMode.IN_PERSON,
        plan.state, plan.record_only, note,
    )  # fmt: skip
    steps = _steps(builder, plan, people[0])
    visit_id = bulk.add_visit(builder.act.db, visit, steps)
    if plan.record_only:
        cycle.agree(builder.act, visit_id, steps, people[:1])
        return
    assessments = tuple(_part(plan, part, visit_id, steps[0].at, people) for part in parts)
    ended = Ended(
        visit_id, assessments, plan.day or builder.today, plan.state, tuple(part.version for part in parts), host,
        people, guests[0].leader, steps, builder.today, plan.at_closing,
    )  # fmt: skip
    cycle.tell(builder.act, ended)


def _part(plan: Plan, part: Part, visit_id: int, since: datetime, people: tuple[int, ...]) -> int:
    """One sheet of a visit with its visitor assessment, whose id is returned."""
    act, host = part.builder.act, part.builder.members[plan.host]
    version_id = sheets.version_id(act, part.version.code)
    sheet_id = bulk.add_visit_sheet(act.db, visit_id, version_id, part.self_id)
    assessment = bulk.start(act.db, Start(Track.VISITOR, version_id, host.id, plan.fiscal_year, since, sheet_id))
    if plan.day and plan.state not in access.WRITABLE_VISITS - {VisitState.ON_SITE}:
        _rate(part.builder, plan, part.version, assessment, people)
    return assessment


def _rate(builder: Builder, plan: Plan, version: SheetVersion, assessment: int, people: tuple[int, ...]) -> None:
    """The ratings of a visit: all of them once reported, a part of them while it goes on (none yet today)."""
    assert plan.day is not None
    share = 1.0
    if plan.state is VisitState.ON_SITE and not plan.at_closing:
        share = builder.rng.uniform(0.35, 0.7) if plan.day < builder.today else 0.0
    host = builder.qualities[builder.members[plan.host].id]
    ids = builder.item_ids[version.code]
    task = Task(Track.VISITOR, version.items, ids, people, _at(plan.day, 13, 10), 170, share)
    given = answers.fill(builder.rng, builder.book, host, task)
    bulk.fill(builder.act.db, assessment, given)
    _photograph(builder, version, assessment, given)
    if share == 1.0:
        bulk.submit(builder.act.db, assessment, _at(plan.day, 16, 45), people[0])


def _photograph(builder: Builder, version: SheetVersion, assessment: int, given: Sequence[Answer]) -> None:
    """Pictures at some of the items that were answered, taken by whoever answered them."""
    by_id = {answer.item_id: answer for answer in given}
    ids = builder.item_ids[version.code]
    for title, item in pictures.chosen(assessment, ids):
        if answer := by_id.get(ids[item]):
            bulk.photograph(builder.act.db, assessment, answer, *builder.album.print(title))


def _steps(builder: Builder, plan: Plan, member: int) -> list[Step]:
    """Every state that a visit went through, from the plan in spring to where it stands."""
    begin, _ = fiscal_year.bounds(plan.fiscal_year)
    day = plan.day or builder.today
    days = {
        VisitState.PLANNED: begin + timedelta(days=20),
        VisitState.AGREED: begin + timedelta(days=builder.rng.randint(40, 120)),
        VisitState.READY: day - timedelta(days=14),
        VisitState.ON_SITE: day,
        VisitState.REPORTED: day + timedelta(days=1),
        VisitState.ACKNOWLEDGED: day + timedelta(days=builder.rng.randint(14, 25)),
        VisitState.CLOSED: day + timedelta(days=builder.rng.randint(40, 60)),
    }
    steps: list[Step] = []
    for state in _TRAIL[: _TRAIL.index(plan.state) + 1]:
        at = _at(min(days[state], builder.today), 10, 15)
        at = max(at, steps[-1].at) if steps else at
        actor = builder.secretariat if state in (VisitState.PLANNED, VisitState.AGREED) else member
        steps.append(Step(state, at, actor))
    return steps
