"""Everything that the rules of the 施設基準 look at, for one hospital or for all of them in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from checklist.model.fields import Counts, Record
from checklist.model.hospitals import Filing
from checklist.model.permission import Thing, Verb
from checklist.model.records import KINDS
from checklist.rules import access
from checklist.rules.criteria import incidents
from checklist.rules.criteria.facts import TWELVE_MONTHS, Facts, window, years_before
from checklist.rules.criteria.partners import with_classes
from checklist.store import collector, region
from checklist.store.act import View
from checklist.store.criteria import settlements
from checklist.store.evidence import evidence_documents
from checklist.store.hospitals import filing_partners, hospitals
from checklist.store.records import records
from checklist.store.visits import visit_facts


def of_hospital(view: View, hospital_id: int, on: date) -> Facts:
    """The facts of a hospital on a day; raises NotFound or Forbidden."""
    shares = hospitals.get(view, hospital_id).shares_entitlement
    view.require(Verb.READ, Thing.CRITERIA, access.of_hospital(hospital_id, shares))
    return of_day(view, on, hospital_id)[hospital_id]


def shared(view: View, on: date) -> list[Facts]:
    """The facts on a day of the hospitals that share their entitlement, for whoever plans the region; raises Forbidden.

    Of another hospital than the reader's own without what no answer rests on: of theirs the answers alone are told.
    """
    view.require(Verb.READ, Thing.VISITS)
    return list(of_day(view, on, sharing=True).values())


@collector.held_off()
def of_day(view: View, on: date, hospital_id: int | None = None, sharing: bool = False) -> dict[int, Facts]:
    """The facts of a day by hospital; for the store alone, without asking who wants to know. `sharing`: see `shared`.

    External partners have none of their own.
    """
    settings = region.of(view)
    since, ends = window(settings.criteria_window, on, settings.fiscal_year_start_month)
    known = [hospitals.get(view, hospital_id)] if hospital_id else hospitals.all_hospitals(view)
    # A duty of this year may be judged by what was done in the one before.
    earliest = years_before(since, 1)
    # Read once whatever the day, for a judgement asks for an earlier one, too; `Facts.of` leaves out what is later.
    standing = view.once(
        f"standing records of {hospital_id}, {sharing}",
        lambda: records.until(view.db, date.max, _counting(Counts.ALWAYS), hospital_id, None, sharing),
    )
    passing = records.until(view.db, on, _counting(Counts.WINDOW), hospital_id, earliest, sharing)
    # Many more than of any other kind, of which the answers tell one year only.
    whose = view.principal.hospital_id or 0 if sharing else hospital_id
    beside = records.until(view.db, on, _counting(Counts.BESIDE), whose, incidents.first_day(on), sharing)
    # Of all hospitals, since the class of a partner on the day of the visit counts as well.
    visits = visit_facts.by_hospital(visit_facts.since(view, earliest, hospital_id, on))
    documents = evidence_documents.facts_until(view.db, on, hospital_id, sharing)
    partners = filing_partners.partners_until(view.db, on, hospital_id)
    own = _by_hospital(visit_facts.all_filings(view))
    settled = settlements.until(view, on, hospital_id)
    return {
        one.id: Facts(
            one,
            on,
            since,
            tuple(own.get(one.id, ())),
            {**standing.get(one.id, {}), **passing.get(one.id, {}), **beside.get(one.id, {})},
            visits.get(one.id, ()),
            documents.get(one.id, ()),
            tuple(with_classes(each, own.get(each.partner_id, []), on) for each in partners.get(one.id, ())),
            ends,
            None if settings.criteria_window == TWELVE_MONTHS else settings.fiscal_year_start_month,
            settled.get(one.id, ()),
        )
        for one in known
        if (hospital_id or not one.external) and (one.shares_entitlement or not sharing)
    }


def _counting(how: Counts) -> list[type[Record]]:
    return [kind for kind in KINDS.values() if kind.COUNTS is how]


def _by_hospital(filings: list[Filing]) -> dict[int, list[Filing]]:
    found: dict[int, list[Filing]] = defaultdict(list)
    for one in filings:
        found[one.hospital_id].append(one)
    return found
