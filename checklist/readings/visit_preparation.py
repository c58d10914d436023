"""What stands on a visit's page until the report: what is due, the sheets, who rates what, 協議 and the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checklist.model.assessments import Assessment, Track
from checklist.model.closing import FindingKind
from checklist.model.permission import Thing, Verb
from checklist.model.sheets import SheetVersion, Subject
from checklist.model.visits import Visit
from checklist.readings import assessment_steps, visit_offer, visit_part
from checklist.readings.assessment_list import Line
from checklist.readings.assessment_steps import Steps
from checklist.readings.visit_offer import Offer
from checklist.readings.visit_part import Part
from checklist.rules import access
from checklist.rules.hospitals import infection
from checklist.rules.visits import deadlines
from checklist.rules.visits.deadlines import Due, Progress
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.improvements import follow_ups
from checklist.store.sheets import sheets
from checklist.store.visits import agreements, late_answers, member_chapters, passes, visit_facts, visits
from checklist.store.visits.agreements import VisitAgreement
from checklist.store.visits.late_answers import LateAnswer
from checklist.store.visits.member_chapters import ChapterOfMember, MemberProgress
from checklist.store.visits.passes import VisitPass


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
class Preparation:
    """The part of the page before the report; a part of it is None for those who may not read it."""

    dues: tuple[Due, ...]
    steps: tuple[Steps, ...]
    late: Part[LateAnswer] | None
    earlier: Earlier | None
    chapters: Chapters | None
    passes: Part[VisitPass] | None
    agreements: Part[VisitAgreement] | None
    offer: Offer | None
    """What the form that changes the visit offers, for those who may change it."""
    infection: tuple[str, ...]
    """What has to be known of the filings of 感染対策向上加算, where a sheet of 感染対策 is used."""


@dataclass(frozen=True)
class Plan:
    """What is read before all else: the page of which this is a part finds some of it read."""

    codes: tuple[str, ...]
    offer: Offer | None
    earlier: Earlier | None
    agreements: Part[VisitAgreement] | None


def plan(view: View, visit: Visit, tracks: Sequence[Assessment]) -> Plan:
    """What the form offers and what was found earlier; `tracks` are the assessments of the visit."""
    codes = tuple(one.version_code for one in tracks if one.track is Track.VISITOR)
    changes = access.manages_region(view.principal) and visit.state in access.WRITABLE_VISITS
    offer, earlier = visit_offer.read(view) if changes else None, _earlier(view, visit, codes)
    return Plan(codes, offer, earlier, visit_part.read(view, visit, Thing.AGREEMENT, agreements.of_visit))


def read(view: View, visit: Visit, lines: Sequence[Line], progress: Progress, planned: Plan) -> Preparation:
    """All of it for this reader; `lines` are those of the sheets of the visit."""
    return Preparation(
        deadlines.dues(progress, region.of(view).deadlines, view.today),
        assessment_steps.of_several(view, _own_steps(lines)),
        visit_part.read(view, visit, Thing.LATE_ANSWERS, late_answers.of_visit),
        planned.earlier,
        _chapters(view, visit, planned.codes),
        None if visit.record_only else visit_part.read(view, visit, Thing.PASSES, passes.of_visit),
        planned.agreements,
        planned.offer,
        _infection(view, visit, planned.codes),
    )


def _own_steps(lines: Iterable[Line]) -> list[Assessment]:
    """The visitor assessments that the reader may submit or withdraw."""
    return [
        one.assessment
        for one in lines
        if one.assessment.track is Track.VISITOR and one.verbs & {Verb.SUBMIT, Verb.WITHDRAW}
    ]


def _infection(view: View, visit: Visit, codes: Sequence[str]) -> tuple[str, ...]:
    """What the filings say of a visit that can still be planned otherwise."""
    if visit.state not in access.WRITABLE_VISITS or Subject.INFECTION not in sheets.subjects(view, codes):
        return ()
    day, sides = visit.visit_date or view.today, (visit.host_id, *visit.evaluator_ids)
    names = {key: one.name for key, one in hospitals.several(view, sides).items()}
    classes = infection.classes_on(visit_facts.all_filings(view), sides, day)
    return tuple(infection.told(classes, names, day))


def _earlier(view: View, visit: Visit, codes: Sequence[str]) -> Earlier | None:
    if Verb.READ not in visits.verbs(view.principal, visit, Thing.FOLLOW_UPS):
        return None
    found = follow_ups.for_visit(view, visit.id, *codes)
    marks = [one.mark for one in found if one.finding.kind is FindingKind.FINDING]
    return Earlier(len(marks), marks.count(None)) if marks else None


def _chapters(view: View, visit: Visit, codes: Sequence[str]) -> Chapters | None:
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
