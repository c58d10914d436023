"""The improvement plans of a hospital with the findings that came again, and what the secretariat sees of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checklist.model.hospitals import Hospital
from checklist.model.permission import Verb
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.improvements import follow_ups, improvement_plans
from checklist.store.improvements.improvement_plans import ImprovementPlan, PlanLine
from checklist.store.sheets import sheets
from checklist.store.visits import visits


@dataclass(frozen=True)
class Repeated:
    """Findings that stand where an earlier year had one already."""

    counts: Mapping[tuple[int, str], int]
    """(hospital, chapter code) -> how many."""
    chapters: Mapping[str, str]
    """Chapter code -> name, in sheet order."""


@dataclass(frozen=True)
class Board:
    """The plans of one hospital; `repeated` is there once there are plans."""

    plans: tuple[ImprovementPlan, ...]
    repeated: Repeated | None


@dataclass(frozen=True)
class Overview:
    """State and due date of every plan of the region, nothing of the content; `repeated` once there are plans."""

    lines: tuple[PlanLine, ...]
    names: Mapping[int, str]
    repeated: Repeated | None


def hospitals_of(view: View) -> list[Hospital]:
    """The hospitals whose plans the reader may see, the own one first."""
    found = [one for one in visits.hospitals_known_to(view) if Verb.READ in improvement_plans.verbs(view, one.id)]
    return sorted(found, key=lambda one: (one.id != view.principal.hospital_id, one.code))


def board(view: View, hospital_id: int) -> Board:
    """The plans of a hospital; raises Forbidden."""
    plans = improvement_plans.of_hospital(view, hospital_id)
    return Board(tuple(plans), _repeated(view, {hospital_id: ""}) if plans else None)


def overview(view: View) -> Overview:
    """The whole region, for the secretariat; raises Forbidden."""
    lines = improvement_plans.lines(view, view.today)
    names = {one.id: one.name for one in hospitals.all_hospitals(view)} if lines else {}
    return Overview(tuple(lines), names, _repeated(view, names) if lines else None)


def _repeated(view: View, hospital_ids: Mapping[int, str]) -> Repeated:
    return Repeated(follow_ups.repeated(view, hospital_ids), sheets.chapter_names(view))
