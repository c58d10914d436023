"""The records of one kind in one year with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from checklist.errors import ChecklistError
from checklist.model.fields import Period, Record
from checklist.model.permission import Thing, Verb
from checklist.model.records import KINDS, Appointment, Course, StaffTraining
from checklist.model.records.incidents import IncidentCount
from checklist.readings import incident_trend, offered_trainings
from checklist.readings.incident_trend import MonthEntry, Trend
from checklist.readings.offered_trainings import Offered
from checklist.rules import access, fiscal_year
from checklist.rules.fields import day_spans, option
from checklist.store import region
from checklist.store.act import View
from checklist.store.records import records

YEARS = 6
"""How many fiscal years back may be chosen."""


@dataclass(frozen=True)
class RecordsPage:
    """What one hospital recorded of one kind.

    `years` may be chosen, and `year` is; a kind that lasts has neither, nor `first` and `last` day. `newest` is the
    last record of all years, `chosen` the one to correct (`refusal` says why there is none). `departments` were ever
    named, in the kinds `named_in`, `people` and `courses` tell how far the managers have come; both only where the page shows them.
    """

    hospital_id: int
    kind: type[Record]
    today: date
    writes: bool
    years: tuple[int, ...]
    year: int | None
    first: date | None
    last: date | None
    found: tuple[Record, ...]
    newest: Record | None
    chosen: Record | None
    refusal: str
    departments: frozenset[str]
    named_in: tuple[str, ...]
    people: tuple[Appointment, ...]
    courses: tuple[Course, ...]
    month: MonthEntry | None = None
    trend: Trend | None = None
    """Only of the incident reports: the month to enter, and how they went over the months."""
    offered: Offered | None = None
    """Only of 職員研修: what the support centre counted of the hospital's staff at its own trainings."""
    free: tuple[day_spans.Span, ...] = ()
    """The spans of days in which nobody meets."""


def read(
    view: View, hospital_id: int, kind: type[Record], year: str | None, record_id: int | None, month: str | None = None
) -> RecordsPage:
    """The records of a kind, `year`, `record_id` and `month` as the address asks for them; raises Forbidden."""
    years, chosen_year, first, last = span(view, kind, year)
    writes = view.may(Verb.WRITE, Thing.RECORDS, access.of_hospital(hospital_id))
    chosen, refusal = _chosen(view, kind, record_id) if writes and record_id else (None, "")
    shows_people, shows_departments = bool(kind.PERSON), bool(kind.DEPARTMENT) and kind.PERIOD is not Period.STANDING
    named_in = tuple(one for one in KINDS.values() if one.DEPARTMENT) if shows_departments else ()
    found = tuple(records.of_hospital(view, hospital_id, kind, first, last))
    page = RecordsPage(
        hospital_id=hospital_id,
        kind=kind,
        today=view.today,
        writes=writes,
        years=years,
        year=chosen_year,
        first=first,
        last=last,
        found=found,
        # Of all years: in the first week of April the last record is one of the year before.
        newest=next(iter(records.of_hospital(view, hospital_id, kind)), None),
        chosen=chosen,
        refusal=refusal,
        departments=_departments(view, hospital_id, named_in),
        named_in=tuple(one.WORD for one in named_in),
        people=tuple(records.of_hospital(view, hospital_id, Appointment)) if shows_people else (),
        courses=tuple(records.of_hospital(view, hospital_id, Course)) if shows_people else (),
        offered=offered_trainings.read(view, hospital_id) if kind is StaffTraining else None,
        free=day_spans.parse(region.of(view).yardsticks.conference_holidays),
    )
    return _with_months(view, page, month)


def _with_months(view: View, page: RecordsPage, month: str | None) -> RecordsPage:
    if not page.kind.GRID or page.first is None or page.last is None:
        return page
    every = records.of_hospital(view, page.hospital_id, IncidentCount)
    entry = incident_trend.entry(every, page.first, page.last, month, page.today)
    return replace(page, month=entry, trend=incident_trend.trend(view, page.hospital_id, every, page.today))


def span(
    view: View, kind: type[Record], asked: str | None
) -> tuple[tuple[int, ...], int | None, date | None, date | None]:
    """The fiscal years to choose from, the newest first, the one that is asked for, else that of today, and its days."""
    if kind.LASTING:
        return (), None, None, None
    start = region.of(view).fiscal_year_start_month
    this = fiscal_year.of_day(view.today, start)
    years = tuple(range(this + 1, this - YEARS, -1))
    year = option.chosen(years, asked, this)
    return years, year, *fiscal_year.bounds(year, start)


def _chosen(view: View, kind: type[Record], record_id: int) -> tuple[Record | None, str]:
    try:
        return records.get(view, kind, record_id), ""
    except ChecklistError as error:
        return None, error.message


def _departments(view: View, hospital_id: int, kinds: Sequence[type[Record]]) -> frozenset[str]:
    """The departments that were ever named in a record of these kinds."""
    known = [one for kind in kinds for one in records.of_hospital(view, hospital_id, kind, until=view.today)]
    return frozenset(str(getattr(one, one.DEPARTMENT)).strip() for one in known)
