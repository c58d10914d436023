"""Everything that the 施設基準 of the invented hospitals stand on: people, activities, partners and documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from checklist.demo import activities, documents, staff, story
from checklist.demo.answers import until_now
from checklist.demo.hospitals import Member
from checklist.demo.staff import Place
from checklist.demo.story import Story
from checklist.model.criteria import Direction
from checklist.model.records import Record
from checklist.model.visits import VisitState
from checklist.rules import fiscal_year
from checklist.store import bulk_records
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.bulk_records import Kept, Partner
from checklist.store.visits import visits
from checklist.words import TOKYO

YEARS_BACK = 2
"""Records begin with the fiscal year that many years before this one, as far as an inspector may look back."""

SHARING = 2
"""Every second hospital lets the secretariat see how its 施設基準 are judged."""


def tell(view: View, members: Sequence[Member], today: date, seed: int) -> None:
    """Write what every hospital with a filing has recorded up to today."""
    since = date(fiscal_year.of_day(today) - YEARS_BACK, 4, 1)
    filed = [member for member in members if member.addon_class]
    stories = _stories(filed)
    kept: list[Kept] = []
    for member in filed:
        # A chance of its own for every hospital, so that the rest of the region stays as it is.
        rng = Random(seed * 100_003 + member.id)
        manager = people.get(view, member.manager).name
        place = Place(rng, stories[member.id], member.addon_class, member.beds, manager, since, today)
        kept += [_kept(member, one) for one in (*staff.records(place), *activities.records(place))]
    bulk_records.add(view.db, kept)
    bulk_records.add_partners(view.db, _partners(view, filed))
    bulk_records.add_papers(view.db, documents.of_all(filed, stories, since, today))
    bulk_records.share_entitlement(view.db, [member.id for member in filed[::SHARING]])


def _stories(filed: Sequence[Member]) -> dict[int, Story]:
    found: dict[int, Story] = {}
    for addon_class in (1, 2):
        own = [member for member in filed if member.addon_class == addon_class]
        found |= {member.id: story.of_place(addon_class, place) for place, member in enumerate(own)}
    return found


def _kept(member: Member, record: Record) -> Kept:
    at = until_now(datetime.combine(record.day, time(17, 10), TOKYO))
    return Kept(member.id, record, at, member.manager)


def _partners(view: View, filed: Sequence[Member]) -> Iterator[Partner]:
    """The partners of each fiscal year as they were filed at its beginning; record-only visits as well."""
    managers = {member.id: member.manager for member in filed}
    named: dict[tuple[int, int, Direction, int], None] = {}
    for visit in visits.all_visits(view):
        if visit.state is not VisitState.CANCELLED:
            for evaluator in visit.evaluator_ids:
                named[evaluator, visit.host_id, Direction.VISITS, visit.fiscal_year] = None
                named[visit.host_id, evaluator, Direction.VISITED_BY, visit.fiscal_year] = None
    last = max((key[3] for key in named), default=0)
    for hospital, partner, direction, year in named:
        if hospital in managers:
            first, end = fiscal_year.bounds(year)
            at = until_now(datetime.combine(first + timedelta(days=6), time(11, 0), TOKYO))
            ended = None if year == last else end
            yield Partner(hospital, partner, direction, first, ended, at, managers[hospital])
