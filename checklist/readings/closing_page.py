"""The closing meeting of one visit with everything on its screen: one read for the projector and for every tablet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checklist.errors import ChecklistError, Fault
from checklist.model.assessments import Track
from checklist.model.closing import FindingKind, Signatory
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState
from checklist.rules import access
from checklist.store.act import View
from checklist.store.assessments import assessments, photos
from checklist.store.assessments.photos import Photo
from checklist.store.closing import (
    closings,
    findings,
    host_comments,
    sealed_reports,
    signatures,
    visit_hours,
)
from checklist.store.closing.closings import Closing
from checklist.store.closing.findings import Finding
from checklist.store.closing.host_comments import HostComment
from checklist.store.closing.visit_hours import Hours
from checklist.store.hospitals import hospitals
from checklist.store.visits import visits

_REPORTED = frozenset({VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED})


@dataclass(frozen=True)
class Sealing:
    """What stands in the way of sealing the report, what its form begins with, and whether the reader may seal."""

    lacks: tuple[Fault, ...]
    number: str
    addressee: str
    may: bool


@dataclass(frozen=True)
class Meeting:
    """The meeting that has begun, its findings and photos by (sheet version, item), and what the reader may do.

    `writable`: agree on values; `notes`: write findings, 講評 and hours; `comments`: comment on them for the host, whose
    comments stand in `host` by what they are about. `printed`: sheet version -> the visitors' assessment, to be printed.
    `sealing` is None once it is sealed.
    """

    found: Closing
    noted: tuple[Finding, ...]
    photos: Mapping[tuple[str, str], Sequence[Photo]]
    writable: bool
    notes: bool
    comments: bool
    host: Mapping[int, HostComment]
    hours: Hours
    printed: Mapping[str, int]
    signs: frozenset[Signatory]
    publishes: frozenset[int]
    """The 好事例 that the reader may put into the library, by their ids."""
    sealing: Sealing | None


@dataclass(frozen=True)
class ClosingPage:
    """The visit, and its meeting or the reason why there is none to show; `begins`: the reader may begin it."""

    visit: Visit
    host: str
    meeting: Meeting | None
    reason: str
    begins: bool


def find(view: View, visit_id: int | None) -> ClosingPage | None:
    """The screen of a visit, or None if there is no such meeting for this reader."""
    if visit_id is None:
        return None
    try:
        visit = visits.require(view, visit_id, Thing.CLOSING, Verb.READ)
        host = hospitals.get(view, visit.host_id).name
    except ChecklistError:
        return None
    may = Verb.WRITE in visits.verbs(view.principal, visit, Thing.CLOSING)
    writes, begins = may and visit.state is VisitState.ON_SITE, may and visit.state in access.WRITABLE_VISITS
    try:
        found = closings.read(view, visit_id)
    except ChecklistError as error:
        return ClosingPage(visit, host, None, error.message, begins)
    noted = tuple(findings.of_visit(view, visit_id))
    signs = frozenset(side for side in Signatory if signatures.may_sign(view, visit, side))
    taken = photos.of_visit(view, visit_id)
    open_ = visit.state is VisitState.ON_SITE and not found.signatures
    notes, comments = (
        open_ and Verb.WRITE in visits.verbs(view.principal, visit, thing)
        for thing in (Thing.FINDINGS, Thing.HOST_COMMENTS)
    )
    meeting = Meeting(
        found, noted, taken, writes and open_, notes, comments, host_comments.of_visit(view, visit_id),
        visit_hours.of_visit(view, visit), _printed(view, visit_id), signs,
        _publishes(view, visit, noted), _sealing(view, visit),
    )  # fmt: skip
    return ClosingPage(visit, host, meeting, "", begins=False)


def _publishes(view: View, visit: Visit, noted: Sequence[Finding]) -> frozenset[int]:
    if visit.state not in _REPORTED or not view.may(Verb.WRITE, Thing.PRACTICE_OFFERS, access.of_visit(visit)):
        return frozenset()
    return frozenset(one.id for one in noted if one.kind is FindingKind.GOOD_PRACTICE)


def _printed(view: View, visit_id: int) -> dict[str, int]:
    tracks = assessments.of_visit(view, visit_id)
    mine = assessments.readable(view, (one.id for one in tracks))
    return {one.version_code: one.id for one in tracks if one.track is Track.VISITOR and one.id in mine}


def _sealing(view: View, visit: Visit) -> Sealing | None:
    if visit.state is not VisitState.ON_SITE:
        return None
    lacks = tuple(sealed_reports.lacks(view, visit.id))
    may = Verb.WRITE in visits.verbs(view.principal, visit, Thing.SEAL)
    return Sealing(lacks, *sealed_reports.suggested(view, visit.id), may)


def fingerprint(
    found: Closing, noted: Sequence[Finding], visit: Visit, host: Mapping[int, HostComment], hours: Hours
) -> tuple[object, ...]:
    """What changes whenever anything on the screen does."""
    beside = [hours.version, *((one.about, one.version) for one in host.values())]
    taps = [(one.item.code, one.recorded.version) for sheet in found.sheets for one in sheet.items if one.recorded]
    signed = [one.id for one in found.signatures.values()]
    return (visit.state, found.version, found.edition, taps, [(one.id, one.version) for one in noted], signed, beside)


def fingerprint_now(view: View, visit_id: int) -> tuple[object, ...] | None:
    """The same as it stands by now; None where there is nothing to show any more."""
    try:
        found, visit = closings.read(view, visit_id), visits.get(view, visit_id)
        host, hours = host_comments.of_visit(view, visit_id), visit_hours.of_visit(view, visit)
        return fingerprint(found, findings.of_visit(view, visit_id), visit, host, hours)
    except ChecklistError:
        return None
