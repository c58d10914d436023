"""Everything that the 施設基準 of the invented hospitals stand on: people, activities, partners and documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from checklist.demo import activities, documents, staff, story
from checklist.demo.cast import Cast, Diary, Step, moment
from checklist.demo.hospitals import Member, Offices
from checklist.demo.staff import Place
from checklist.demo.story import Story
from checklist.model.criteria import Direction
from checklist.model.records import BusinessPlan, Notice, Record
from checklist.model.visits import Visit, VisitState
from checklist.rules import fiscal_year
from checklist.store.act import Act
from checklist.store.evidence import evidence_documents
from checklist.store.files import attachment
from checklist.store.hospitals import filing_partners, hospitals
from checklist.store.records import records
from checklist.store.visits import visits

YEARS_BACK = 2
"""Records begin with the fiscal year that many years before this one, as far as an inspector may look back."""

SHARING = 2
"""Every second hospital lets the secretariat see how its 施設基準 are judged."""


def tell(cast: Cast, offices: Offices, members: Sequence[Member], opened: datetime, seed: int) -> None:
    """Write what every hospital with a filing has recorded up to today; what is older than the region, at its opening."""
    since = date(fiscal_year.of_day(cast.today) - YEARS_BACK, 4, 1)
    filed = [member for member in members if member.addon_class]
    stories = _stories(filed)
    named = _named(visits.visible_to(cast.act(offices.secretariat, cast.present)))
    last = max((one.fiscal_year for found in named.values() for one in found), default=0)
    for place, member in enumerate(filed):
        # A chance of its own for every hospital, so that the rest of the region stays as it is.
        rng = Random(seed * 100_003 + member.id)
        name = cast.name(member.manager)
        about = Place(rng, stories[member.id], member.addon_class, member.beds, name, since, cast.today)
        office = Office(cast, member)
        steps = [
            *(step for one in (*staff.records(about), *activities.records(about)) for step in office.record(one)),
            *(step for one in named[member.id] for step in office.partner(one, last)),
            *(office.paper(one) for one in documents.of_hospital(member.addon_class, about.story, since, cast.today)),
        ]
        if place % SHARING == 0:
            steps.append(office.on(since, 9, partial(hospitals.share_entitlement, hospital_id=member.id, shares=True)))
        cast.play(steps, Diary(cast.today, opened))


def _stories(filed: Sequence[Member]) -> dict[int, Story]:
    found: dict[int, Story] = {}
    for addon_class in (1, 2):
        own = [member for member in filed if member.addon_class == addon_class]
        found |= {member.id: story.of_place(addon_class, place) for place, member in enumerate(own)}
    return found


@dataclass(frozen=True)
class Named:
    """A partner of one fiscal year, as it was filed at its beginning."""

    partner: int
    direction: Direction
    fiscal_year: int


def _named(every: Sequence[Visit]) -> dict[int, list[Named]]:
    """The partners of each hospital, those of record-only visits as well."""
    found: dict[int, dict[Named, None]] = defaultdict(dict)
    for visit in every:
        if visit.state is not VisitState.CANCELLED:
            for evaluator in visit.evaluator_ids:
                found[evaluator][Named(visit.host_id, Direction.VISITS, visit.fiscal_year)] = None
                found[visit.host_id][Named(evaluator, Direction.VISITED_BY, visit.fiscal_year)] = None
                # Who comes for 医療安全 is in this region a partner for 感染対策 as well.
                found[visit.host_id][Named(evaluator, Direction.INFECTION, visit.fiscal_year)] = None
    return defaultdict(list, {hospital: list(partners) for hospital, partners in found.items()})


@dataclass(frozen=True)
class Office:
    """The safety management of one hospital, with what it does on which day."""

    cast: Cast
    member: Member

    def on(self, day: date, hour: int, do: Callable[[Act], object]) -> Step:
        """Something that the manager does at an hour of a day, today if the day is still to come."""
        return Step(moment(min(day, self.cast.today), hour), self.member.manager, do)

    def record(self, record: Record) -> Iterator[Step]:
        """A record is written on its day; what came of it later is added when it came."""
        begun, later = _begun(record)
        if later is None:
            yield self.on(record.day, 17, partial(records.save, hospital_id=self.member.id, record=record))
            return
        kept = Kept()
        yield self.on(record.day, 17, lambda act: kept.note(records.save(act, self.member.id, begun)))
        yield self.on(later, 17, lambda act: records.save(act, self.member.id, replace(record, id=kept.id, version=1)))

    def partner(self, named: Named, last: int) -> Iterator[Step]:
        """A partner is named early in the year, and taken out when the next year's are named."""
        first, end = fiscal_year.bounds(named.fiscal_year)
        kept = Kept()
        add = partial(
            filing_partners.add, hospital_id=self.member.id, partner_id=named.partner, direction=named.direction,
            filed_on=first,
        )  # fmt: skip
        yield self.on(first + timedelta(days=6), 11, lambda act: kept.note(add(act)))
        if named.fiscal_year != last:
            yield self.on(end + timedelta(days=7), 10, lambda act: filing_partners.end(act, kept.id, end))

    def paper(self, paper: documents.Paper) -> Step:
        """A document is added two days after it was made."""
        add = partial(
            evidence_documents.add, hospital_id=self.member.id, fields=paper.fields,
            checked=attachment.check(paper.name, paper.content),
        )  # fmt: skip
        return self.on(paper.fields.dated_on + timedelta(days=2), 9, add)


@dataclass
class Kept:
    """The id of a row, known once it is written."""

    id: int = 0

    def note(self, row_id: int) -> None:
        """Remember it."""
        self.id = row_id


def _begun(record: Record) -> tuple[Record, date | None]:
    """A record as it was first written, and when it was ended or evaluated, if it was."""
    if isinstance(record, BusinessPlan):
        return replace(record, evaluated_on=None, outcome=""), record.evaluated_on
    if isinstance(record, Notice):
        return replace(record, ended_on=None), record.ended_on
    return record, None
