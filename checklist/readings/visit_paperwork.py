"""What stands on a visit's page from the report on: its editions, the documents, and what may be erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checklist.model.assessments import Assessment
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState
from checklist.readings import erasable, visit_part
from checklist.readings.erasable import Erasable
from checklist.readings.visit_part import Part
from checklist.store.act import View
from checklist.store.closing import reopenings, sealed_reports
from checklist.store.closing.sealed_reports import SealedReport
from checklist.store.files.attachments import StoredFile
from checklist.store.visits import paper_days, visit_papers, visits
from checklist.store.visits.paper_days import PaperDays


@dataclass(frozen=True)
class ReportStanding:
    """The sealed editions, whether the meeting before them has begun, and what the reader may note now."""

    editions: tuple[SealedReport, ...]
    opened: bool
    hands_over: bool
    acknowledges: bool
    reopens: bool
    hands_back: bool
    """The reader may take back that it was handed over."""
    unreceives: bool
    """The reader may take back that it was received."""
    reopened: SealedReport | None = None
    """The edition of whose reopening the reader does not know yet."""


@dataclass(frozen=True)
class Paperwork:
    """The part of the page from the report on; a part of it is None for those who may not read it."""

    report: ReportStanding | None
    papers: Part[StoredFile] | None
    paper_days: PaperDays | None
    """Of a visit whose report is on paper, for those who may read its documents."""
    erasable: Erasable | None


def read(view: View, visit: Visit, tracks: Sequence[Assessment], opened: bool) -> Paperwork:
    """All of it for this reader; `tracks` are the assessments of the visit, `opened`: the closing meeting has begun."""
    report = _report(view, visit, opened)
    return Paperwork(
        report,
        visit_part.read(view, visit, Thing.PAPERS, visit_papers.of_visit),
        _paper_days(view, visit, report),
        erasable.read(view, tracks, visit),
    )


def editions(view: View, visit: Visit) -> list[SealedReport]:
    """The sealed editions as far as this reader may know of them, the newest first."""
    if Verb.READ not in visits.verbs(view.principal, visit, Thing.REPORT) or visit.record_only:
        return []
    return sealed_reports.of_visit(view, visit.id)


def _paper_days(view: View, visit: Visit, report: ReportStanding | None) -> PaperDays | None:
    if report and report.editions:
        return None
    reads = Verb.READ in visits.verbs(view.principal, visit, Thing.PAPERS)
    return paper_days.of_visit(view, visit.id) if reads else None


def _report(view: View, visit: Visit, opened: bool) -> ReportStanding | None:
    def may(thing: Thing) -> bool:
        return Verb.WRITE in visits.verbs(view.principal, visit, thing)

    if Verb.READ not in visits.verbs(view.principal, visit, Thing.REPORT) or visit.record_only:
        return None
    sealed = editions(view, visit)
    standing = sealed[0] if sealed and sealed[0].stands else None
    handed_over = standing and standing.handed_over_on is not None
    return ReportStanding(
        tuple(sealed),
        opened,
        bool(standing and standing.handed_over_on is None and may(Thing.HAND_OVER)),
        bool(handed_over and visit.state is VisitState.REPORTED and may(Thing.ACKNOWLEDGE)),
        bool(standing and visit.state is VisitState.REPORTED and may(Thing.REOPEN)),
        bool(handed_over and visit.state is VisitState.REPORTED and may(Thing.HAND_OVER)),
        bool(standing and visit.state is VisitState.ACKNOWLEDGED and may(Thing.ACKNOWLEDGE)),
        reopenings.unseen(view, [visit]).get(visit.id),
    )
