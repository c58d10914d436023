"""What the rules of the 施設基準 look at: everything known of one hospital on one day, and nothing later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar, cast

from checklist.model.criteria import Direction, Settlement
from checklist.model.hospitals import Addon, Filing, Hospital
from checklist.model.records import Record
from checklist.model.visits import VisitMode, VisitState
from checklist.rules import fiscal_year
from checklist.rules.hospitals import filed_class

R = TypeVar("R", bound=Record)
T = TypeVar("T")
TWELVE_MONTHS = "twelve_months"
_HELD = frozenset({VisitState.ON_SITE, VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED})


@dataclass(frozen=True)
class VisitFact:
    """A visit as the duties see it; classes are those of the 医療安全対策加算 valid on its day, None for none.

    `handed_over_on` is the day on which the report was handed over, None where none is recorded.
    """

    id: int
    host_id: int
    host_class: int | None
    evaluators: Mapping[int, int | None]
    on: date | None
    mode: VisitMode
    state: VisitState
    agreed_on: date | None = None
    handed_over_on: date | None = None
    partner_names: Mapping[int, str] = field(default_factory=dict)
    law_parts: frozenset[str] | None = None
    """The parts of the law that the sheets of the visit cover, None where the sheet is not in the product."""
    known_from: date | None = None
    """When the visit was entered; before that it was not planned, None for always."""
    year_ends: date | None = None
    """The last day of its fiscal year: until then a visit without a date is still to come."""

    recorded: bool = False
    """Whether somebody recorded the day on which it was evaluated on paper."""
    proven: bool = False
    """Whether a sealed report that stands, or the scan of one on paper, shows that it was evaluated."""

    @property
    def held(self) -> bool:
        """Whether it took place: a day that has passed says only that it was planned."""
        return self.recorded or self.state in _HELD

    @property
    def safety(self) -> bool:
        """Whether it is an evaluation of 医療安全: a sheet without parts of the law, such as 感染対策, makes none."""
        return self.law_parts is None or any(self.law_parts)


@dataclass(frozen=True)
class DocumentFact:
    """A stored evidence document: its kind, its own day, and the days that it covers."""

    id: int
    kind: str
    title: str
    dated_on: date
    period_from: date | None = None
    period_to: date | None = None


@dataclass(frozen=True)
class FiledPartner:
    """A partner named in the filing of the 地域連携加算, from one day to another.

    Classes are those of its 医療安全対策加算: when it was filed, and on the day that is judged; None for no filing.
    """

    partner_id: int
    partner_name: str
    direction: Direction
    filed_on: date
    ended_on: date | None = None
    filed_class: int | None = None
    class_now: int | None = None


@dataclass(frozen=True)
class Facts:
    """One hospital on the day `on`; `since` is the first day of the window (fiscal year, or the last 12 months)."""

    hospital: Hospital
    on: date
    since: date
    filings: tuple[Filing, ...] = ()
    records: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    visits: tuple[VisitFact, ...] = ()
    documents: tuple[DocumentFact, ...] = ()
    partners: tuple[FiledPartner, ...] = ()
    ends: date | None = None
    """The last day of the window where it goes on after `on` (a running fiscal year), else None."""
    fiscal_start: int | None = None
    """The first month of the fiscal year where a duty of every year is counted by it; None for twelve months."""
    settlements: tuple[Settlement, ...] = ()
    """What was confirmed by hand up to the day, the oldest first; expired ones as well."""
    _known: dict[str, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def before(self) -> tuple[date, date]:
        """The first and the last day of the window before this one."""
        return years_before(self.since, 1), self.since - timedelta(days=1)

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The records of a kind up to the day, oldest first."""
        # Some thirty rules ask, and several of them for the same kind.
        return self.once(kind.KIND, lambda: tuple([one for one in self._stored(kind) if one.day <= self.on]))

    def _stored(self, kind: type[R]) -> tuple[R, ...]:
        return cast(tuple[R, ...], self.records.get(kind.KIND, ()))

    def once(self, name: str, work: Callable[[], T]) -> T:
        """What `work` finds in these facts, found once however many rules look for it."""
        if name not in self._known:
            self._known[name] = work()
        return cast(T, self._known[name])

    def recent(self, kind: type[R]) -> tuple[R, ...]:
        """The records of a kind within the window."""
        return tuple(one for one in self.of(kind) if one.day >= self.since)

    def filed_class(self, addon: Addon) -> int | None:
        """The class filed for an add-on on the day, None without a filing."""
        return filed_class.class_on(self.filings, addon, self.on)

    def filed_since(self, addon: Addon, addon_class: int | None = None) -> date | None:
        """The first day of the filings of an add-on that hold on the day and followed on each other without a gap.

        Of one class, or of any with None; None without a filing on the day.
        """
        found: date | None = None
        own = [one for one in self.filings if one.addon is addon and addon_class in (None, one.addon_class)]
        for one in sorted(own, key=lambda one: one.valid_from, reverse=True):
            if filed_class.holds(one, found - timedelta(days=1) if found else self.on):
                found = one.valid_from
        return found

    def stands_until(self, day: date) -> date:
        """The last day on which what was done on a day still stands for 「年1回程度」, as the region counts it."""
        if self.fiscal_start is None:
            return year_from(day)
        return fiscal_year.bounds(fiscal_year.of_day(day, self.fiscal_start) + 1, self.fiscal_start)[1]


def year_from(day: date) -> date:
    """The last day of the year that begins with a day."""
    return years_before(day, -1) - timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """The same day some months earlier; the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; the last day of February for a leap day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def window(setting: str, on: date, start_month: int) -> tuple[date, date | None]:
    """The first day of the window of a day, and its last day where it still runs; `setting` is the region's."""
    if setting == TWELVE_MONTHS:
        return years_before(on, 1) + timedelta(days=1), None
    first, last = fiscal_year.bounds(fiscal_year.of_day(on, start_month), start_month)
    return first, last if on < last else None
