"""One visit with what stands on the chosen part of its page, as far as the reader may know it, in one read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checklist.errors import ChecklistError
from checklist.model.visits import Visit
from checklist.readings import assessment_list, visit_paperwork, visit_preparation, visit_step
from checklist.readings.assessment_list import Line
from checklist.readings.visit_paperwork import Paperwork
from checklist.readings.visit_preparation import Preparation
from checklist.readings.visit_step import Steps as VisitSteps
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.assessments import assessments
from checklist.store.closing import closings
from checklist.store.hospitals import hospitals
from checklist.store.visits import visit_progress, visits


class Chosen(StrEnum):
    """The parts of the page, of which one is read and shown at a time."""

    PREPARATION = "preparation"
    RESULT = "result"
    """Self against visitor, which is a reading of its own."""
    PAPERWORK = "paperwork"


@dataclass(frozen=True)
class Member:
    """Somebody who visits."""

    id: int
    name: str
    hospital: str


@dataclass(frozen=True)
class VisitPage:
    """The page of one visit: what stands above each of its parts, and the part that was chosen; the result is read apart."""

    visit: Visit
    host: str
    evaluators: tuple[str, ...]
    members: tuple[Member, ...]
    next: VisitSteps
    lines: tuple[Line, ...]
    preparation: Preparation | None = None
    paperwork: Paperwork | None = None


def find(view: View, visit_id: int, chosen: Chosen = Chosen.PREPARATION) -> VisitPage | None:
    """A part of the page of a visit, or None if there is no such visit for this reader."""
    try:
        visit = visits.get(view, visit_id)
    except ChecklistError:
        return None
    # What reads much comes first: what reads some of it later finds it read.
    # Section by section this page took 18 to 22 connections and up to 144 statements, in one read of all its parts 32.
    tracks = assessments.of_visit(view, visit_id)
    planned = visit_preparation.plan(view, visit, tracks) if chosen is Chosen.PREPARATION else None
    members = _members(view, visit)
    known = hospitals.several(view, (visit.host_id, *visit.evaluator_ids))
    lines, opened = tuple(assessment_list.lines(view, tracks)), closings.is_open(view, visit_id)
    sealed, progress = bool(visit_paperwork.editions(view, visit)), visit_progress.of_visits(view, [visit])[visit_id]
    return VisitPage(
        visit,
        known[visit.host_id].name,
        tuple(known[one].name for one in visit.evaluator_ids),
        members,
        visit_step.read(
            view, visit, progress, lines, opened, sealed, known[visit.host_id].external, chosen is not Chosen.PAPERWORK
        ),
        lines,
        visit_preparation.read(view, visit, lines, progress, planned) if planned else None,
        visit_paperwork.read(view, visit, tracks, opened) if chosen is Chosen.PAPERWORK else None,
    )


def _members(view: View, visit: Visit) -> tuple[Member, ...]:
    found = people.several(view, visit.member_ids)
    known = hospitals.several(
        view, (visit.host_id, *visit.evaluator_ids, *(one.hospital_id for one in found.values() if one.hospital_id))
    )
    names = {key: one.name for key, one in known.items()}
    return tuple(Member(one.id, one.name, names.get(one.hospital_id or 0, "")) for one in found.values())
