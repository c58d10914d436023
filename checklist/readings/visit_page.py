"""One visit with everything that stands on its page, as far as the reader may know it: one read for all its sections."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from checklist.errors import ChecklistError
from checklist.model.assessments import Assessment, Track
from checklist.model.closing import FindingKind
from checklist.model.permission import Thing, Verb
from checklist.model.sheets import SheetVersion, Subject
from checklist.model.visits import Visit, VisitState
from checklist.readings import assessment_list, assessment_steps, erasable, visit_offer, visit_step
from checklist.readings.assessment_list import Line
from checklist.readings.assessment_steps import Steps
from checklist.readings.erasable import Erasable
from checklist.readings.visit_offer import Offer
from checklist.readings.visit_step import Steps as VisitSteps
from checklist.rules import access
from checklist.rules.hospitals import infection
from checklist.rules.visits.deadlines import Due
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.closing import closings, reopenings, sealed_reports
from checklist.store.closing.sealed_reports import SealedReport
from checklist.store.files.attachments import StoredFile
from checklist.store.hospitals import hospitals
from checklist.store.improvements import follow_ups
from checklist.store.sheets import sheets
from checklist.store.visits import (
    agreements,
    late_answers,
    member_chapters,
    paper_days,
    passes,
    visit_facts,
    visit_papers,
    visit_progress,
    visits,
)
from checklist.store.visits.agreements import VisitAgreement
from checklist.store.visits.late_answers import LateAnswer
from checklist.store.visits.member_chapters import ChapterOfMember, MemberProgress
from checklist.store.visits.paper_days import PaperDays
from checklist.store.visits.passes import VisitPass

T = TypeVar("T")


@dataclass(frozen=True)
class Part(Generic[T]):
    """What hangs on a visit, for those who may read it, and whether they may write it, too."""

    found: tuple[T, ...]
    writes: bool


@dataclass(frozen=True)
class Member:
    """Somebody who visits."""

    id: int
    name: str
    hospital: str


@dataclass(frozen=True)
class Chapters:
    """Who rates which chapters of which sheets and how far everybody is; `assigns`: the reader may change who."""

    progress: tuple[MemberProgress, ...]
    given: tuple[ChapterOfMember, ...]
    versions: tuple[SheetVersion, ...]
    assigns: bool


@dataclass(frozen=True)
class Earlier:
    """How many findings of earlier visits there are, and how many of them this visit has not marked yet."""

    findings: int
    unmarked: int


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
class VisitPage:
    """The page of one visit; a part is None for those who may not read it."""

    visit: Visit
    host: str
    evaluators: tuple[str, ...]
    members: tuple[Member, ...]
    next: VisitSteps
    dues: tuple[Due, ...]
    lines: tuple[Line, ...]
    steps: tuple[Steps, ...]
    late: Part[LateAnswer] | None
    earlier: Earlier | None
    chapters: Chapters | None
    passes: Part[VisitPass] | None
    report: ReportStanding | None
    agreements: Part[VisitAgreement] | None
    papers: Part[StoredFile] | None
    paper_days: PaperDays | None
    """Of a visit whose report is on paper, for those who may read its documents."""
    erasable: Erasable | None
    offer: Offer | None
    """What the form that changes the visit offers, for those who may change it."""
    infection: tuple[str, ...] = ()
    """What has to be known of the filings of 感染対策向上加算, where a sheet of 感染対策 is used."""


def find(view: View, visit_id: int) -> VisitPage | None:
    """The page of a visit, or None if there is no such visit for this reader."""
    try:
        visit = visits.get(view, visit_id)
    except ChecklistError:
        return None
    tracks = assessments.of_visit(view, visit_id)
    codes = [one.version_code for one in tracks if one.track is Track.VISITOR]
    changes = access.manages_region(view.principal) and visit.state in access.WRITABLE_VISITS
    # What reads much comes first: what reads some of it later finds it read.
    # Section by section this page took 18 to 22 connections and up to 144 statements; it takes one and 30.
    offer = visit_offer.read(view) if changes else None
    earlier, members = _earlier(view, visit, codes), _members(view, visit)
    agreed = _part(view, visit, Thing.AGREEMENT, agreements.of_visit)
    known = hospitals.several(view, (visit.host_id, *visit.evaluator_ids))
    lines, opened = tuple(assessment_list.lines(view, tracks)), closings.is_open(view, visit_id)
    report = _report(view, visit, opened)
    return VisitPage(
        visit,
        known[visit.host_id].name,
        tuple(known[one].name for one in visit.evaluator_ids),
        members,
        visit_step.read(view, visit, lines, opened, bool(report and report.editions), known[visit.host_id].external),
        visit_progress.next_dues(view, visit, view.today),
        lines,
        assessment_steps.of_several(view, _own_steps(lines)),
        _part(view, visit, Thing.LATE_ANSWERS, late_answers.of_visit),
        earlier,
        _chapters(view, visit, codes),
        None if visit.record_only else _part(view, visit, Thing.PASSES, passes.of_visit),
        report,
        agreed,
        _part(view, visit, Thing.PAPERS, visit_papers.of_visit),
        _paper_days(view, visit, report),
        erasable.read(view, tracks, visit),
        offer,
        _infection(view, visit, codes),
    )


def _infection(view: View, visit: Visit, codes: list[str]) -> tuple[str, ...]:
    """What the filings say of a visit that can still be planned otherwise."""
    if visit.state not in access.WRITABLE_VISITS or Subject.INFECTION not in sheets.subjects(view, codes):
        return ()
    day, sides = visit.visit_date or view.today, (visit.host_id, *visit.evaluator_ids)
    names = {key: one.name for key, one in hospitals.several(view, sides).items()}
    classes = infection.classes_on(visit_facts.all_filings(view), sides, day)
    return tuple(infection.told(classes, names, day))


def _part(view: View, visit: Visit, thing: Thing, read: Callable[[View, int], Iterable[T]]) -> Part[T] | None:
    verbs = visits.verbs(view.principal, visit, thing)
    return Part(tuple(read(view, visit.id)), Verb.WRITE in verbs) if Verb.READ in verbs else None


def _paper_days(view: View, visit: Visit, report: ReportStanding | None) -> PaperDays | None:
    if report and report.editions:
        return None
    reads = Verb.READ in visits.verbs(view.principal, visit, Thing.PAPERS)
    return paper_days.of_visit(view, visit.id) if reads else None


def _members(view: View, visit: Visit) -> tuple[Member, ...]:
    found = people.several(view, visit.member_ids)
    known = hospitals.several(
        view, (visit.host_id, *visit.evaluator_ids, *(one.hospital_id for one in found.values() if one.hospital_id))
    )
    names = {key: one.name for key, one in known.items()}
    return tuple(Member(one.id, one.name, names.get(one.hospital_id or 0, "")) for one in found.values())


def _own_steps(lines: Iterable[Line]) -> list[Assessment]:
    """The visitor assessments that the reader may submit or withdraw."""
    return [
        one.assessment
        for one in lines
        if one.assessment.track is Track.VISITOR and one.verbs & {Verb.SUBMIT, Verb.WITHDRAW}
    ]


def _earlier(view: View, visit: Visit, codes: list[str]) -> Earlier | None:
    if Verb.READ not in visits.verbs(view.principal, visit, Thing.FOLLOW_UPS):
        return None
    found = follow_ups.for_visit(view, visit.id, *codes)
    marks = [one.mark for one in found if one.finding.kind is FindingKind.FINDING]
    return Earlier(len(marks), marks.count(None)) if marks else None


def _chapters(view: View, visit: Visit, codes: list[str]) -> Chapters | None:
    verbs = visits.verbs(view.principal, visit, Thing.CHAPTERS)
    if Verb.READ not in verbs or visit.record_only:
        return None
    versions = sheets.several(view, codes)
    return Chapters(
        tuple(member_chapters.progress(view, visit.id)),
        tuple(member_chapters.of_visit(view, visit.id)),
        tuple(versions.values()),
        Verb.WRITE in verbs and visit.state in access.WRITABLE_VISITS and bool(versions),
    )


def _report(view: View, visit: Visit, opened: bool) -> ReportStanding | None:
    def may(thing: Thing) -> bool:
        return Verb.WRITE in visits.verbs(view.principal, visit, thing)

    if Verb.READ not in visits.verbs(view.principal, visit, Thing.REPORT) or visit.record_only:
        return None
    editions = sealed_reports.of_visit(view, visit.id)
    standing = editions[0] if editions and editions[0].stands else None
    handed_over = standing and standing.handed_over_on is not None
    return ReportStanding(
        tuple(editions),
        opened,
        bool(standing and standing.handed_over_on is None and may(Thing.HAND_OVER)),
        bool(handed_over and visit.state is VisitState.REPORTED and may(Thing.ACKNOWLEDGE)),
        bool(standing and visit.state is VisitState.REPORTED and may(Thing.REOPEN)),
        bool(handed_over and visit.state is VisitState.REPORTED and may(Thing.HAND_OVER)),
        bool(standing and visit.state is VisitState.ACKNOWLEDGED and may(Thing.ACKNOWLEDGE)),
        reopenings.unseen(view, [visit]).get(visit.id),
    )
