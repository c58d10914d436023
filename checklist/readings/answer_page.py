"""One assessment as the page on which it is filled in: its sheet, its answers, and its next steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from checklist.model.assessments import Assessment, Rating, Track
from checklist.model.permission import Verb
from checklist.model.sheets import SheetVersion
from checklist.readings import assessment_list, assessment_steps, beside_items
from checklist.readings.assessment_list import Line
from checklist.readings.assessment_steps import Steps
from checklist.readings.beside_items import BesideItems
from checklist.rules.visits import visit_states
from checklist.store.act import View
from checklist.store.assessments import assessments, expected_items
from checklist.store.sheets import focus_items, sheets
from checklist.store.visits import visits


@dataclass(frozen=True)
class AnswerPage:
    """What the standard form shows and both forms offer; `needed` are the items that the hospital has to answer."""

    line: Line
    version: SheetVersion
    needed: tuple[str, ...]
    ratings: Mapping[str, Rating]
    steps: Steps
    focus: tuple[str, ...]
    """The 重点項目 of its year, in sheet order."""
    ahead: date | None
    """The day of its visit while that is still far away, else None."""
    beside: BesideItems | None = None
    """What the standard form shows at its items; the sheet asks for it by itself."""


def read(view: View, assessment_id: int, form: bool = False) -> AnswerPage:
    """The page of an assessment, as the standard form or around the sheet; raises NotFound or Forbidden."""
    assessments.require(view, assessment_id, Verb.READ)
    found = assessments.get(view, assessment_id)
    focus = focus_items.of_year(view, found.fiscal_year, found.version_code)
    return AnswerPage(
        assessment_list.line(view, found),
        sheets.get(view, found.version_code),
        expected_items.of_assessment(view, found),
        assessments.ratings(view, assessment_id),
        assessment_steps.read(view, found),
        focus.items if focus else (),
        _ahead(view, found),
        beside_items.read(view, found) if form else None,
    )


def _ahead(view: View, found: Assessment) -> date | None:
    if found.track is not Track.VISITOR or found.visit_id is None:
        return None
    visit = visits.get(view, found.visit_id)
    return visit.visit_date if visit_states.is_preview(visit.state, visit.visit_date, view.today) else None
