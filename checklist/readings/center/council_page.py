"""協議会: every meeting with how far it is, the members by term, and one meeting with its agenda, papers and listeners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from checklist.errors import ChecklistError
from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.model.center.council import CouncilMember, Draw, Observer, Paper, ReportRemark
from checklist.model.fields import Record
from checklist.rules import fiscal_year
from checklist.rules.center import council as rules
from checklist.rules.center import periods
from checklist.rules.center.council import Stage
from checklist.rules.center.periods import Span
from checklist.rules.fields import option
from checklist.store import region
from checklist.store.act import View
from checklist.store.center import council, observers
from checklist.store.records import records

MEETINGS, MEMBERS, REMARKS = "meetings", "members", "remarks"
PARTS = (MEETINGS, MEMBERS, REMARKS)
KINDS: Mapping[str, type[Record]] = {MEETINGS: CouncilMeeting, MEMBERS: CouncilMember, REMARKS: ReportRemark}


@dataclass(frozen=True)
class CouncilPage:
    """One part of the page: the records of its kind, and the one that is to be corrected."""

    part: str
    kind: type[Record]
    today: date
    found: tuple[Record, ...]
    chosen: Record | None
    refusal: str
    stages: Mapping[int, Stage]
    loose: tuple[CouncilItem, ...]
    """Drafts of items that have no meeting yet."""
    overdue: tuple[CouncilMeeting, ...]
    """Meetings that are over with names of listeners still kept."""
    lists: Mapping[str, Mapping[str, str]]
    remark: str = ""
    """How often it meets in this fiscal year, where that is unlike the practice."""


@dataclass(frozen=True)
class MeetingPage:
    """One meeting with everything around it."""

    meeting: CouncilMeeting | None
    refusal: str
    today: date
    stage: Stage
    items: tuple[CouncilItem, ...]
    papers: Mapping[int, tuple[Paper, ...]]
    listeners: tuple[Observer, ...]
    draw: Draw | None
    members: int
    spans: tuple[Span, ...]
    """The periods of which a paper can be drawn, those that are over first."""
    loose: tuple[CouncilItem, ...]
    meetings: Mapping[int, str]
    lists: Mapping[str, Mapping[str, str]]
    chosen: Record | None = None
    found: tuple[Record, ...] = ()


def read(view: View, asked: str | None, record_id: int | None) -> CouncilPage:
    """The part that an address asks for; raises Forbidden."""
    part = option.chosen(PARTS, asked)
    kind = KINDS[part]
    found = tuple(records.of_hospital(view, None, kind))
    stages = {one.id: rules.stage(one, view.today) for one in found if isinstance(one, CouncilMeeting)}
    chosen, refusal = _chosen(view, kind, record_id)
    late = tuple(observers.overdue(view)) if part == MEETINGS else ()
    loose = tuple(council.items(view, None)) if part == MEETINGS else ()
    month = region.of(view).fiscal_year_start_month
    span = fiscal_year.bounds(fiscal_year.of_day(view.today, month), month)
    remark = rules.yearly_remark([one for one in found if isinstance(one, CouncilMeeting)], *span)
    lists = {"period": _spans(view, found, month)} if part == REMARKS else {}
    return CouncilPage(part, kind, view.today, found, chosen, refusal, stages, loose, late, lists, remark)


def _spans(view: View, found: Sequence[Record], month: int) -> dict[str, str]:
    """Code and word of the periods to write about: the usual ones, and whatever was written about already."""
    known = {one.code: one.word for one in periods.usual(view.today, month)}
    written = [one.period for one in found if isinstance(one, ReportRemark) and one.period not in known]
    return known | {code: periods.word(code, month) for code in written}


def _chosen(view: View, kind: type[Record], record_id: int | None) -> tuple[Record | None, str]:
    if record_id is None:
        return None, ""
    try:
        return records.get(view, kind, record_id), ""
    except ChecklistError as error:
        return None, error.message


def meeting(view: View, meeting_id: int) -> MeetingPage:
    """One meeting; without it, why. Raises Forbidden."""
    start = region.of(view).fiscal_year_start_month
    try:
        found = records.get(view, CouncilMeeting, meeting_id)
    except ChecklistError as error:
        return MeetingPage(None, error.message, view.today, Stage.DRAFT, (), {}, (), None, 0, (), (), {}, {})
    items = tuple(council.items(view, meeting_id))
    papers: dict[int, tuple[Paper, ...]] = {}
    for one in council.papers(view, [item.id for item in items]):
        papers[one.item_id] = (*papers.get(one.item_id, ()), one)
    spans = sorted(periods.usual(view.today, start), key=lambda one: one.last >= view.today)
    return MeetingPage(
        found, "", view.today, rules.stage(found, view.today), items, papers,
        tuple(observers.of_meeting(view, meeting_id)), observers.drawn_for(view, meeting_id),
        len(council.members(view, found.held_on)), tuple(spans), tuple(council.items(view, None)),
        {one.id: one.name for one in council.meetings(view)}, {},
    )  # fmt: skip


def with_item(page: MeetingPage, item_id: int | None) -> MeetingPage:
    """The same with an item in the form that is to be corrected."""
    every = {one.id: one for one in (*page.items, *page.loose)}
    return replace(page, chosen=every.get(item_id or 0))
