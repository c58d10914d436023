"""The lists of improvement plans: of one hospital with the findings, of the region with numbers and days alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from checklist import words
from checklist.formats.table import Column
from checklist.model.improvements import PlanState
from checklist.readings import listing
from checklist.readings.improvement_list import Repeated
from checklist.readings.listing import Choice, Line, Listing
from checklist.store.improvements.improvement_plans import ImprovementPlan, PlanLine

ORDER = (PlanState.OVERDUE, PlanState.NONE, PlanState.PLANNED, PlanState.COMPLETED, PlanState.CHECKED)
REGION, STATES, REPEATED = "region-", "states-", "again-"
"""What stands before the names in the address that narrow the lists of the region: they may stand on one page."""
_DUE, _LATE, _STATE = (
    Column("期限", "date", 20),
    Column("遅れ（日）", "number", 10),
    Column("状態", "text", 12, least=5),
)
OF_HOSPITAL = (
    Column("年度", "text", 10),
    Column("項目", "text", 8),
    Column("指摘事項", "text", 50, least=16),
    _DUE,
    _LATE,
    Column("担当", "text", 16, least=7),
    _STATE,
)
_HOSPITAL = Column("病院", "text", 26, least=10)
OF_REGION = (
    _HOSPITAL,
    Column("年度", "text", 10),
    Column("番号", "number", 8),
    _DUE,
    _LATE,
    _STATE,
)


AGAIN = "繰り返された指摘事項"
PER_HOSPITAL = (_HOSPITAL, Column("件数", "number", 10), Column("章ごとの件数", "text", 60, least=16))


def of_hospital(plans: Sequence[ImprovementPlan], today: date) -> Listing[ImprovementPlan]:
    """The plans of one hospital: the latest first, then what has no plan, then what is due next."""
    ordered = sorted(plans, key=lambda one: (*_urgency(one.state(today), one.fields.due_on), -one.fiscal_year))
    lines = tuple(_plan(one, today) for one in ordered)
    choices = _choices([one.fiscal_year for one in plans], [one.state(today) for one in plans], "")
    return Listing("plans", "改善計画の一覧", OF_HOSPITAL, lines, choices)


def _plan(one: ImprovementPlan, today: date) -> Line[ImprovementPlan]:
    state, fields = one.state(today), one.fields
    cells = (
        f"{one.fiscal_year}年度", one.finding.item, one.finding.text, fields.due_on, late(state, fields.due_on, today),
        fields.person_in_charge, words.PLAN_STATES[state],
    )  # fmt: skip
    keys = listing.keys(year=one.fiscal_year, state=state)
    return Line(cells, one, f"/improvements?finding={one.finding.id}", keys)


def of_region(found: Sequence[PlanLine], names: Mapping[int, str], today: date) -> Listing[PlanLine]:
    """Every plan of the region, for whoever plans visits: number, day and state, and no word of it."""
    ordered = sorted(
        found, key=lambda one: (*_urgency(one.state, one.due_on), -one.fiscal_year, names[one.hospital_id])
    )
    lines = tuple(_line(one, names, today) for one in ordered)
    hosts = sorted({one.hospital_id for one in found}, key=names.__getitem__)
    place = listing.chosen_by(f"{REGION}hospital", "病院", ((one, names[one]) for one in hosts))
    choices = (place, *_choices([one.fiscal_year for one in found], [one.state for one in found], REGION))
    return Listing("region-plans", "地域の改善計画の一覧", OF_REGION, lines, choices, REGION)


def _line(one: PlanLine, names: Mapping[int, str], today: date) -> Line[PlanLine]:
    cells = (
        names[one.hospital_id], f"{one.fiscal_year}年度", one.finding_id, one.due_on,
        late(one.state, one.due_on, today), words.PLAN_STATES[one.state],
    )  # fmt: skip
    found = listing.keys(hospital=one.hospital_id, year=one.fiscal_year, state=one.state)
    return Line(cells, one, keys={f"{REGION}{key}": value for key, value in found.items()})


def by_hospital(found: Sequence[PlanLine], names: Mapping[int, str]) -> Listing[None]:
    """How many plans of each hospital and year are in which state, the newest year first."""
    counts = Counter((one.hospital_id, one.fiscal_year, one.state) for one in found)
    places = sorted({(-one.fiscal_year, names[one.hospital_id], one.hospital_id) for one in found})
    lines = tuple(
        Line((f"{-year}年度", name, *(counts[host, -year, state] for state in ORDER)), None,
             keys=listing.keys(**{f"{STATES}year": -year}))
        for year, name, host in places
    )  # fmt: skip
    columns = (Column("年度", "text", 10), _HOSPITAL, *(Column(words.PLAN_STATES[one], "number", 12) for one in ORDER))
    (year, _) = _choices([one.fiscal_year for one in found], [], STATES)
    return Listing("plan-states", "病院別の状態", columns, lines, (year,), STATES)


def again(found: Repeated, names: Mapping[int, str]) -> Listing[None]:
    """How often each hospital was found at the same items again, and in which chapters; counts only."""
    of_host: dict[int, list[tuple[str, int]]] = {}
    for code, chapter in found.chapters.items():
        for host in (one for one in names if (one, code) in found.counts):
            of_host.setdefault(host, []).append((f"{code} {chapter}", found.counts[host, code]))
    totals = sorted((-sum(count for _, count in parts), names[host], host) for host, parts in of_host.items())
    told = {host: "、".join(f"{chapter} {count}件" for chapter, count in parts) for host, parts in of_host.items()}
    lines = tuple(Line((name, -total, told[host]), None) for total, name, host in totals)
    return Listing("plans-again", f"病院別の{AGAIN}", PER_HOSPITAL, lines, before=REPEATED)


def _choices(years: Sequence[int], states: Sequence[PlanState], before: str) -> tuple[Choice, Choice]:
    known = sorted(set(years), reverse=True)
    return (
        listing.chosen_by(f"{before}year", "年度", ((one, f"{one}年度") for one in known)),
        listing.chosen_by(f"{before}state", "状態", ((one, words.PLAN_STATES[one]) for one in ORDER if one in states)),
    )


def _urgency(state: PlanState, due_on: date | None) -> tuple[int, date]:
    return ORDER.index(state), due_on or date.max


def late(state: PlanState, due_on: date | None, today: date) -> int | None:
    """By how many days a plan is late, None where it is not."""
    return (today - due_on).days if state is PlanState.OVERDUE and due_on else None
