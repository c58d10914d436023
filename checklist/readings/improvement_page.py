"""One finding with its improvement plan, and whether the reader may write it."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.model.permission import Verb
from checklist.store.act import View
from checklist.store.assessments import photos
from checklist.store.assessments.photos import Photo
from checklist.store.hospitals import hospitals
from checklist.store.improvements import improvement_plans, note_erasures
from checklist.store.improvements.improvement_plans import ImprovementPlan
from checklist.store.improvements.note_erasures import ErasedNote


@dataclass(frozen=True)
class ImprovementPage:
    """The plan of a finding, the hospital whose it is, and the photos of the report that the reader may see."""

    plan: ImprovementPlan
    host: str
    photos: tuple[Photo, ...]
    writes: bool
    erased: tuple[ErasedNote, ...]


def read(view: View, finding_id: int) -> ImprovementPage:
    """The page of a finding; raises NotFound or Forbidden."""
    plan = improvement_plans.of_finding(view, finding_id)
    host = hospitals.get(view, plan.hospital_id).name
    taken = tuple(photos.readable(view, plan.finding.photos))
    writes = Verb.WRITE in improvement_plans.verbs(view, plan.hospital_id)
    erased = tuple(note_erasures.noted(view, finding_id)) if writes else ()
    return ImprovementPage(plan, host, taken, writes, erased)
