"""The invented region as a whole: hospitals, sheets, and year after year of visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from checklist.demo import (
    consultations,
    cycle,
    date_polls,
    entitlement,
    hospitals,
    learning,
    names,
    own_files,
    pictures,
    practices,
    quality,
    revisions,
    schedule,
    self_assessments,
    trainings,
    visiting,
    year_plans,
)
from checklist.demo.builder import Builder, Part
from checklist.demo.cast import Cast, moment
from checklist.demo.schedule import Plan
from checklist.imports import sheet_files
from checklist.model.accounts import Role, SecondFactorRule
from checklist.model.region import Region
from checklist.model.sheets import Item, SheetVersion
from checklist.model.visits import VisitState
from checklist.rules import fiscal_year
from checklist.store import region
from checklist.store.accounts import second_factors
from checklist.store.act import Act, View
from checklist.store.assessments import editions
from checklist.store.hospitals import center_consents, name_signs
from checklist.store.hospitals import hospitals as register
from checklist.store.sheets import focus_items, sheets

SHEET, INFECTION_SHEET = "anzen", "kansen"
LARGE = 40
"""Of so many hospitals with a filing and more, some keep their numbers from the support centre."""
FOCUS = (
    "1-20",
    "1-21",
    "11-01",
    "11-02",
    "11-05",
    "11-07",
    "11-08",
    "14-08",
    "14-09",
    "16-01",
    "16-02",
    "16-03",
    "16-04",
)
"""What the region looks at first: reports that nobody read, as the 労災病院 chose for 2023, and what the law asks since 2026."""


@dataclass(frozen=True)
class Wish:
    """What was asked for."""

    hospitals: int = 24
    years: int = 5
    seed: int = 1


def build(act: Act, wish: Wish) -> None:
    """Fill an empty, migrated database, in the transaction of an act at the server, up to its day."""
    rng, cast = Random(wish.seed), Cast(act)
    last = fiscal_year.of_day(cast.today)
    first = last - wish.years + 1
    opened = moment(date(first, 4, 1), 8, 30)
    server = cast.server(opened)
    region.save(server, Region(names.REGION, 4, 5, blind_mode=False, fictional=True))
    sheet_files.load_shipped(server)
    # Read once each instead of for every visit, which was part of what halved the time to build a region.
    sheets.remember(server)
    offices = hospitals.add_offices(server, rng)
    members = hospitals.add_all(cast, rng, offices, wish.hospitals, opened, first)
    album = pictures.Album(act.db)
    builder = Builder(cast, rng, members, offices.secretariat, _versions(server, SHEET), album)
    # Chances of its own, so that the rest of the region does not depend on it.
    infection = replace(
        builder, rng=Random(wish.seed * 104_729), versions=_versions(server, INFECTION_SHEET), qualities={}
    )
    for one in (builder, infection):
        _prepare(one)
    _consent(builder, opened)
    _name_sign(builder, opened)
    for turn, year in enumerate(range(first, last + 1)):
        _year(builder, infection, year, turn, first, last)
        # On the first day after the year, or today: as the server does every day.
        day = cast.present if year == last else moment(date(year + 1, 4, 1), 6)
        editions.make_due(cast.act(builder.secretariat, day))
    practices.tell(cast, members)
    year_plans.tell(cast, offices.secretariat, last)
    revisions.tell(cast, offices.secretariat, members, builder.versions, last)
    date_polls.tell(cast, offices.secretariat, last)
    entitlement.tell(cast, offices, members, opened, wish.seed)
    counsellor = consultations.tell(cast, wish.hospitals, first, last, wish.seed)
    learning.tell(cast, members, first, last)
    trainings.tell(cast, members, counsellor, wish.seed)
    own_files.tell(cast, offices.secretariat, members[0], last)
    _second_factor(cast.act(offices.admin, cast.present), last)


def _second_factor(act: Act, last: int) -> None:
    """Administrators will need a second factor: announced, and far enough away that everybody can sign in to try."""
    rule = SecondFactorRule(frozenset({Role.ADMIN}), date(last + 3, 4, 1))
    second_factors.demand(act, rule)


def _consent(builder: Builder, opened: datetime) -> None:
    """The support centre may have the numbers of all hospitals, in a large region of three of four, by their managers' word.

    Of a small class those of some alone are shown to nobody: the others would be too few.
    """
    filed = [member for member in builder.members if member.addon_class and not member.external]
    for place, member in enumerate(filed):
        if place % 4 or len(filed) < LARGE:
            center_consents.say(builder.cast.act(member.manager, opened), member.id, True)


def _name_sign(builder: Builder, opened: datetime) -> None:
    """The founder of one hospital is written with a form of 辺 that few fonts have; the hospital has 辺 printed."""
    member = next((one for one in builder.members[2:] if not one.external), None)
    if member is None:
        return
    act = builder.cast.act(builder.secretariat, opened)
    found = register.get(act, member.id)
    register.save(act, replace(found, founder="医療法人社団　渡辺\U000e0112会（架空）"))
    name_signs.choose(builder.cast.act(member.manager, opened), member.id, "辺\U000e0112", "辺")


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
    every = list(items.values())
    hard = quality.difficulties(builder.rng, every)
    for member in builder.members:
        builder.qualities[member.id] = quality.draw(builder.rng, member.addon_class, member.beds, every, hard)


def _year(builder: Builder, infection: Builder, year: int, turn: int, first: int, last: int) -> None:
    """Write one year: the plan, self-assessments, visits; then everybody works on what was found."""
    plans = _plans(builder, year, turn, last)
    version = version_for(builder.versions, year, first, last)
    _choose_focus(builder, version, year)
    every = _parts(builder, infection, plans, version)
    planned = [
        visiting.plan_visit(builder, plan, [part.version.code for part in parts])
        for plan, parts in zip(plans, every, strict=True)
    ]
    prepared = _prepared(plans, every)
    for plan, parts, visit_id in zip(plans, every, planned, strict=True):
        visit = visiting.set_out(builder, plan, visit_id, prepared.get(plan.host))
        cycle.tell(visit, visiting.rate(visit, parts))
    for one in (builder, infection):
        for found in one.qualities.values():
            found.improve(one.rng)


def _choose_focus(builder: Builder, version: SheetVersion, year: int) -> None:
    """The 重点項目 of a year, by the secretariat in its first month."""
    items = [code for code in FOCUS if code in version.codes]
    focus_items.choose(builder.cast.act(builder.secretariat, moment(date(year, 4, 1), 13)), year, version.code, items)


def _parts(builder: Builder, infection: Builder, plans: list[Plan], version: SheetVersion) -> list[list[Part]]:
    """The sheets of each visit: none where it is only recorded, and two at one visit of a year."""
    year = plans[0].fiscal_year
    together = schedule.together(plans) if year >= infection.versions[0].from_fiscal_year else None
    return [
        []
        if plan.record_only
        else [Part(builder, version), *([Part(infection, infection.versions[-1])] if plan is together else [])]
        for plan in plans
    ]


def _prepared(plans: Sequence[Plan], every: Sequence[Sequence[Part]]) -> dict[int, datetime]:
    """The self-assessments of a year, and by host when it was done with them."""
    found: dict[int, datetime] = {}
    for host in sorted({plan.host for plan in plans if not plan.record_only}):
        pairs = [(plan, part) for plan, parts in zip(plans, every, strict=True) if plan.host == host for part in parts]
        for sheet in dict.fromkeys(part.version.code for _, part in pairs):
            own = [(plan, part) for plan, part in pairs if part.version.code == sheet]
            done = self_assessments.tell(own[0][1], [plan for plan, _ in own])
            found[host] = max(done, found.get(host, done))
    return found


def _plans(builder: Builder, year: int, turn: int, last: int) -> list[Plan]:
    """The visits of a year; with the special hospitals also joint and record-only ones."""
    ones = [place for place, member in enumerate(builder.members) if member.addon_class == 1]
    twos = [place for place, member in enumerate(builder.members) if member.addon_class == 2]
    found = schedule.pairs(ones, twos, turn)
    if year == last:
        plans = schedule.current_year(builder.rng, builder.cast.today, found, twos)
    else:
        plans = schedule.past_year(builder.rng, year, found, last=year == last - 1)
    special = [place for place, member in enumerate(builder.members) if member.addon_class == 0 and member.evaluators]
    plans = schedule.join(plans, special or ones)
    outside = [place for place, member in enumerate(builder.members) if member.external]
    if outside and year < last:
        day = schedule.visit_day(builder.rng, year)
        plans.append(Plan(year, outside[0], (ones[0],), day, VisitState.CLOSED, record_only=True))
    return plans
