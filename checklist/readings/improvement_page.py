"""One finding with its improvement plan, and whether the reader may write it."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.model.permission import Verb
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.improvements import improvement_plans
from checklist.store.improvements.improvement_plans import ImprovementPlan


@dataclass(frozen=True)
class ImprovementPage:
    """The plan of a finding and the hospital whose it is."""

    plan: ImprovementPlan
    host: str
    writes: bool


def read(view: View, finding_id: int) -> ImprovementPage:
    """The page of a finding; raises NotFound or Forbidden."""
    plan = improvement_plans.of_finding(view, finding_id)
    host = hospitals.get(view, plan.hospital_id).name
    return ImprovementPage(plan, host, Verb.WRITE in improvement_plans.verbs(view, plan.hospital_id))
